"""Language models: where they are asked, and what agents may spend on them."""

from django.db import models

from apps.system.ids import new_id


class LanguageEndpoint(models.Model):
    """Where language models are asked, under which sealed key; tried by `position`."""

    class Kind(models.TextChoices):
        OPENAI = "openai", "openai: or whatever speaks its chat API"
        ANTHROPIC = "anthropic"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    base_url = models.CharField(max_length=2000)
    model = models.CharField(max_length=120)
    sealed_key = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    input_price = models.DecimalField(
        max_digits=38, decimal_places=18, null=True, help_text="US dollars for a million tokens, as stated."
    )
    output_price = models.DecimalField(max_digits=38, decimal_places=18, null=True)
    enabled = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "agents_language_endpoint"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.model}"


class LanguageBudget(models.Model):
    """What an agent used of a day's money and tokens: settled, and set aside for requests under way."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.ForeignKey("agents.Agent", on_delete=models.CASCADE, related_name="language_budgets")
    day = models.DateField()
    tokens = models.PositiveBigIntegerField(default=0)
    tokens_reserved = models.PositiveBigIntegerField(default=0)
    cost = models.DecimalField(max_digits=38, decimal_places=18, default=0)
    cost_reserved = models.DecimalField(max_digits=38, decimal_places=18, default=0)

    class Meta:
        db_table = "agents_language_budget"
        constraints = [models.UniqueConstraint(fields=["agent", "day"], name="one_language_budget_per_day")]

    def __str__(self) -> str:
        return f"{self.agent_id} on {self.day}"
