"""What agents and farms are to reach."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from apps.system.ids import new_id
from apps.system.models import Actor
from apps.trading.models.amounts import AmountField


class Goal(models.Model):
    """Something an agent or a farm is to reach, as it was last judged by its real figures."""

    class Type(models.TextChoices):
        PROFIT = "profit", "profit: in USD, since the goal was set"
        VALUE = "value", "value: cash and positions, in USD"
        TRADES = "trades", "trades: that ended since the goal was set"
        WIN_RATE = "win_rate", "win rate: of those, in percent"
        SHARPE = "sharpe", "Sharpe ratio since the goal was set"
        DRAWDOWN = "drawdown", "drawdown: to stay within, in percent, until the deadline"

    class Status(models.TextChoices):
        ACTIVE = "active"
        COMPLETED = "completed"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="goals", db_index=False)
    type = models.CharField(max_length=8, choices=Type.choices)
    title = models.CharField(max_length=120, blank=True)
    target = AmountField()
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.ACTIVE)
    started_at = models.DateTimeField()
    start = AmountField(help_text="What was reached when it was set.")
    deadline = models.DateTimeField(null=True)
    current = AmountField(null=True, help_text="Null: not to be told yet; `missing` says why.")
    progress = models.DecimalField(max_digits=7, decimal_places=4, null=True, help_text="In percent.")
    velocity = AmountField(null=True, help_text="What is added in a day.")
    estimated_at = models.DateTimeField(null=True, help_text="When it is reached at that velocity.")
    milestones = models.JSONField(
        default=dict, help_text="When each of 25, 50, 75 and 100 percent was passed."
    )
    missing = models.CharField(max_length=200, blank=True)
    evaluated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    collect_profit = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether what was earned then goes into vaults.",
    )
    collected = AmountField(null=True, help_text="What went into vaults, in USD.")
    collected_at = models.DateTimeField(null=True)
    uncollected = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="Why that was less than was earned."
    )

    actor_id: UUID

    class Meta:
        indexes = [
            models.Index(fields=["actor", "-id"], name="goal_of_actor"),
            models.Index(fields=["evaluated_at"], condition=Q(status="active"), name="goal_active"),
            models.Index(
                fields=["closed_at"],
                condition=Q(collect_profit=True, status="completed", collected_at=None),
                name="goal_to_collect",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(target__gt=0), name="goal_target_above_zero"),
            models.CheckConstraint(
                condition=~Q(type="drawdown") | Q(deadline__isnull=False), name="goal_drawdown_has_deadline"
            ),
            models.CheckConstraint(
                condition=Q(collect_profit=False) | Q(type__in=["profit", "value"]),
                name="goal_collects_money",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} of {self.target.normalize():f}"
