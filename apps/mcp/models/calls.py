"""Calls of tools, the keys that keep them from running twice, and the circuits of tools that broke."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

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
    parameters = models.JSONField()
    status = models.CharField(max_length=17, choices=CallStatus.choices, default=CallStatus.QUEUED)
    result = models.JSONField(null=True)
    code = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict, help_text="The numbers behind a refusal.")
    error_status = models.PositiveSmallIntegerField(
        null=True, help_text="The kind of refusal, as an HTTP status."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(
        null=True, help_text="While queued: when the sweeper may publish it again."
    )
    correlation_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    deferred_kind = models.CharField(max_length=32, blank=True)
    deferred_id = models.UUIDField(null=True)

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


class QueryToken(models.Model):
    """For whom the database answers one query of `query_database`; it is gone when that is answered."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the token.")
    seats = ArrayField(models.UUIDField(), help_text="The actors whose rows, and all below, may be seen.")
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "mcp_query_token"

    def __str__(self) -> str:
        return f"for {len(self.seats)} seats"


class Question(models.Model):
    """What an agent asked a person, and what came of it. Its call stays open until then, without a worker."""

    class Status(models.TextChoices):
        OPEN = "OPEN"
        ANSWERED = "ANSWERED"
        DISMISSED = "DISMISSED", "Dismissed: a person will not answer it"
        EXPIRED = "EXPIRED"
        CANCELLED = "CANCELLED", "Cancelled: its call ended before"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="questions")
    principal_id = models.UUIDField(help_text="Who asked in the actor's place, or the actor itself.")
    call_id = models.UUIDField(unique=True, help_text="The call that its answer finishes.")
    text = models.CharField(max_length=2000)
    context = models.CharField(max_length=4000, blank=True, help_text="What the person should know for it.")
    options = ArrayField(models.CharField(max_length=200), default=list, help_text="Empty: not a choice.")
    form = models.JSONField(null=True, help_text="JSON Schema of a flat object; null: not a form.")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN)
    answer = models.JSONField(null=True)
    note = models.CharField(max_length=1000, blank=True, help_text="What the person said besides.")
    closed_by = models.UUIDField(null=True, help_text="Who answered or dismissed it.")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mcp_question"
        indexes = [
            models.Index(fields=["actor", "-id"], name="question_of_actor"),
            models.Index(fields=["expires_at"], condition=Q(status="OPEN"), name="question_open"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(options=[]) | Q(form=None), name="question_choice_or_form")
        ]

    def __str__(self) -> str:
        return self.text[:80]
