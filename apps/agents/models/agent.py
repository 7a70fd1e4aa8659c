"""Agents, their settings, what their strategies remember, and what they decided."""

from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func

from apps.agents.lifecycle import Status
from apps.mcp.models import ToolCall
from apps.system.ids import new_id
from apps.system.models import Actor
from apps.trading.models import Account, Venue
from apps.trading.strategies.types import Action


def _choices(values: type[Status] | type[Action]) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in values]


class Agent(models.Model):
    """A trader that decides by itself. Its key is its actor's id, so what binds the actor binds the agent."""

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, primary_key=True, related_name="agent")
    type = models.CharField(max_length=32, help_text="The kind of its strategy.")
    status = models.CharField(max_length=9, choices=_choices(Status), default=Status.CREATED)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="agent")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="agents")
    symbols = ArrayField(models.CharField(max_length=21))
    interval = models.CharField(max_length=4)
    initial_capital = models.DecimalField(max_digits=38, decimal_places=18)
    enable_defi = models.BooleanField()
    enable_mcp = models.BooleanField()
    version = models.PositiveIntegerField(default=1, help_text="The version of its configuration in force.")
    last_bar_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, help_text="Why it stands still by itself.")
    error_code = models.CharField(max_length=60, blank=True, default="", db_default="")
    failed_at = models.DateTimeField(null=True, help_text="When it last stood still by itself.")
    retries = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="The number of its next or last retry, since it was last well."
    )
    next_retry_at = models.DateTimeField(null=True, help_text="When it is tried again; null: it is not.")
    slot = models.GeneratedField(
        expression=Func(Func("actor_id", function="uuid_send"), 15, function="get_byte"),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
        help_text="The last byte of its id: what decides in which shard it is.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["venue", "interval"], condition=models.Q(status="running"), name="agent_awake"
            ),
            models.Index(
                fields=["next_retry_at"],
                condition=models.Q(next_retry_at__isnull=False),
                name="agent_to_retry",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(initial_capital__gt=0), name="agent_capital_above_zero")
        ]

    def __str__(self) -> str:
        return f"{self.type} agent {self.pk}"


class AgentConfiguration(models.Model):
    """One version of an agent's settings. Rows are never changed: a change is a new version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="configurations")
    version = models.PositiveIntegerField()
    parameters = models.JSONField()
    hours = models.JSONField(null=True, help_text="When it decides (see `Hours`); null: on every bar.")
    created_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "version"], name="one_configuration_per_version")
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.agent_id}"


class StrategyState(models.Model):
    """What an agent's strategy carries from bar to bar, by symbol."""

    agent = models.OneToOneField(
        Agent, on_delete=models.CASCADE, primary_key=True, related_name="strategy_state"
    )
    state = models.JSONField(default=dict)
    last_bar_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"state of {self.agent_id}"


class Decision(models.Model):
    """What an agent decided on one closed bar, why, which calls it made of it, and what came of them."""

    class Outcome(models.TextChoices):
        HELD = "held"
        PENDING = "pending", "pending: the call is not yet requested"
        REQUESTED = "requested"
        SUCCEEDED = "succeeded"
        REFUSED = "refused"
        FAILED = "failed"
        LAPSED = "lapsed", "lapsed: a later bar came before the call"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.ForeignKey(
        Agent, on_delete=models.CASCADE, related_name="decisions", db_constraint=False, db_index=False
    )
    venue = models.CharField(max_length=64)
    symbol = models.CharField(max_length=21)
    interval = models.CharField(max_length=4)
    bar_at = models.DateTimeField(help_text="The opening of the bar.")
    version = models.PositiveIntegerField(help_text="The configuration that decided.")
    action = models.CharField(max_length=4, choices=_choices(Action))
    quantity = models.DecimalField(max_digits=38, decimal_places=18)
    confidence = models.DecimalField(max_digits=5, decimal_places=4)
    inputs = models.JSONField()
    sentence = models.CharField(max_length=500)
    reasoning = models.JSONField()
    limit_price = models.DecimalField(
        max_digits=38, decimal_places=18, null=True, help_text="What its order waits for; null: the market."
    )
    snapshot = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        help_text="SHA-256 of all it rests on: bars, settings, what was held.",
    )
    calls = ArrayField(models.UUIDField(), default=list)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    own_details = models.JSONField(
        default=dict,
        db_column="outcome_details",
        help_text="Why nothing came of it; what did is the result of its call, and told there only.",
    )
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agent", "-id"], name="decision_of_agent"),
            models.Index(
                fields=["venue", "interval", "bar_at"],
                condition=models.Q(outcome="requested"),
                name="decision_requested",
            ),
        ]
        constraints = [
            # The bar first: all decisions of a tick go on the same pages, however many there have been.
            models.UniqueConstraint(
                fields=["bar_at", "agent", "venue", "symbol", "interval"], name="one_decision_per_bar"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.symbol} at {self.bar_at}"

    @property
    def outcome_details(self) -> dict[str, Any]:
        """Why nothing came of it, or the result of its call: none once the call is no longer kept."""
        return self.own_details or self.result or {}

    @cached_property
    def result(self) -> dict[str, Any] | None:
        """What its call came to; `read_results` reads it for many at once."""
        call = ToolCall.objects.filter(id__in=self.calls[:1])
        return call.values_list("result", flat=True).first()
