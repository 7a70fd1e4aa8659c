"""Questions to people, and for whom the database answers a query."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.system.access.models import Actor
from apps.system.ids import new_id


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
