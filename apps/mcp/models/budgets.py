"""What actors may spend in a day, and what is held of it for calls that have not ended."""

from django.db import models

from apps.system.access.models import Actor
from apps.system.ids import new_id
from apps.system.types import MAX_DIGITS, SCALE


class ToolBudget(models.Model):
    """What an actor, with all below it, may spend in one day (UTC); what is null is without a limit.

    Calls are counted by the cost of their tools, money is the notional of what is to be traded, and LLM is
    what language models cost, in USD. What is used counts for `day` alone.
    """

    actor = models.OneToOneField(Actor, on_delete=models.CASCADE, related_name="tool_budget")
    calls_per_day = models.PositiveIntegerField(null=True)
    money_per_day = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=SCALE, null=True)
    currency = models.CharField(max_length=12, default="USD", help_text="What money is counted in.")
    llm_per_day = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=SCALE, null=True)
    day = models.DateField(null=True, help_text="The day that the uses count.")
    used = models.PositiveIntegerField(default=0)
    money_used = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=SCALE, default=0)
    llm_used = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=SCALE, default=0)

    class Meta:
        db_table = "mcp_tool_budget"

    def __str__(self) -> str:
        return f"{self.used} of {self.calls_per_day}"


class BudgetHold(models.Model):
    """What one call, or one run of a language model, holds of one budget until it has ended.

    Once it `is_over`, its amounts go back to the budget with the next reservation there. A hold that was
    spent whole is deleted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reservation_id = models.UUIDField(db_index=True, help_text="The call, or the run of a language model.")
    budget = models.ForeignKey(ToolBudget, on_delete=models.CASCADE, related_name="holds")
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)
    money = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=SCALE, default=0)
    llm = models.DecimalField(max_digits=MAX_DIGITS, decimal_places=SCALE, default=0)
    is_over = models.BooleanField(default=False)

    class Meta:
        db_table = "mcp_budget_hold"
        indexes = [
            models.Index(fields=["budget"], condition=models.Q(is_over=True), name="hold_to_give_back")
        ]

    def __str__(self) -> str:
        return f"{self.reservation_id} holds of {self.budget_id}"
