"""How agents did in a period, as it was last measured for all of them."""

from uuid import UUID

from django.db import models

from apps.agents.models.agent import Agent
from apps.system.ids import new_id
from apps.trading.models.amounts import AmountField


class Standing(models.Model):
    """One agent's figures of one period in USD, percent and ratios; null where they cannot be told."""

    class Period(models.TextChoices):
        WEEK = "7d"
        MONTH = "30d"
        QUARTER = "90d"
        YEAR = "365d"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="standings", db_index=False)
    period = models.CharField(max_length=4, choices=Period.choices)
    equity = AmountField(null=True)
    funded = AmountField(null=True)
    profit = AmountField(null=True)
    total_return = AmountField(null=True)
    volatility = AmountField(null=True)
    sharpe = AmountField(null=True)
    sortino = AmountField(null=True)
    max_drawdown = AmountField(null=True)
    win_rate = AmountField(null=True)
    profit_factor = AmountField(null=True)
    exposure = AmountField(null=True)
    trades = models.PositiveIntegerField()
    fees = AmountField()
    days = models.PositiveIntegerField(help_text="Whole days that were seen.")
    measured_at = models.DateTimeField()

    agent_id: UUID

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "period"], name="one_standing_per_period")]

    def __str__(self) -> str:
        return f"{self.agent_id} over {self.period}"
