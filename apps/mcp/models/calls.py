"""Calls of tools, the keys that keep them from running twice, and the circuits of tools that broke."""

from typing import Any

from django.db import models
from django.db.models import Q, Value

from apps.mcp.masking import unseal_parameters
from apps.mcp.types import OPEN, RUNNING, CallStatus
from apps.system.access.models import Actor
from apps.system.ids import new_id


class ToolCall(models.Model):
    """One call of one tool by one actor, from request to result."""

    partitioned = True
    Status = CallStatus

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    principal_id = models.UUIDField(help_text="Who asked: the actor itself, or an owner acting as it.")
    scopes = models.CharField(max_length=64, help_text="What the request was allowed in general, by comma.")
    interface = models.CharField(max_length=16)
    tool = models.CharField(max_length=64)
    parameters = models.JSONField(help_text="Secrets are masked.")
    sealed = models.TextField(
        blank=True, db_default="", help_text="The parameters with their secrets, encrypted, while it is open."
    )
    cost = models.PositiveIntegerField(
        default=1, db_default=1, help_text="What it takes from a daily budget of calls."
    )
    status = models.CharField(max_length=17, choices=CallStatus.choices, default=CallStatus.QUEUED)
    result = models.JSONField(null=True)
    result_size = models.PositiveIntegerField(null=True, help_text="Of the result as JSON, in characters.")
    code = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict, help_text="The numbers behind a refusal.")
    error_status = models.PositiveSmallIntegerField(
        null=True, help_text="The kind of refusal, as an HTTP status."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    tries = models.JSONField(
        default=list,
        db_default=Value([], models.JSONField()),
        help_text="Attempts that failed and were tried again.",
    )
    retry_at = models.DateTimeField(
        null=True, help_text="While queued: when the sweeper may publish it again."
    )
    correlation_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    deferred_kind = models.CharField(max_length=32, blank=True)
    deferred_id = models.UUIDField(null=True)
    erased_at = models.DateTimeField(null=True, help_text="When parameters, result and reason were erased.")

    class Meta:
        db_table = "mcp_tool_call"
        indexes = [
            models.Index(fields=["actor", "id"], name="call_actor"),
            models.Index(fields=["tool", "id"], name="call_tool"),
            models.Index(fields=["retry_at"], condition=Q(status=CallStatus.QUEUED), name="call_queued"),
            models.Index(fields=["recorded_at"], condition=Q(status__in=sorted(RUNNING)), name="call_open"),
        ]

    def __str__(self) -> str:
        return f"{self.tool} {self.status}"

    @property
    def exact_parameters(self) -> dict[str, Any]:
        """The parameters with their secrets, while it is open. Raises Unavailable (`seal_broken`)."""
        known: dict[str, Any] = unseal_parameters(self.sealed) if self.sealed else self.parameters
        return known

    @property
    def is_finished(self) -> bool:
        """Whether its outcome is final."""
        return self.status not in OPEN

    @property
    def is_for_people(self) -> bool:
        """Whether people have to decide before it goes on."""
        return self.status == CallStatus.AWAITING_APPROVAL

    @property
    def milliseconds(self) -> float | None:
        """From request to outcome, or None while it is open."""
        if self.finished_at is None:
            return None
        return round((self.finished_at - self.recorded_at).total_seconds() * 1000, 3)


class IdempotencyKey(models.Model):
    """A key that its owner chose for one request; a second one under it is answered with the first's call."""

    principal_id = models.UUIDField()
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of actor, tool and parameters.")
    call_id = models.UUIDField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "mcp_idempotency_key"
        constraints = [models.UniqueConstraint(fields=["principal_id", "key"], name="one_call_per_key")]

    def __str__(self) -> str:
        return self.key


class ToolCircuit(models.Model):
    """The recent failures of a tool; too many in a short time keep it from being called for a while."""

    tool = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    window_started_at = models.DateTimeField()
    open_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "mcp_tool_circuit"

    def __str__(self) -> str:
        return f"{self.tool}: {self.failures} failures"
