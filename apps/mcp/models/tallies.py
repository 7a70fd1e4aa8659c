"""Refusals that come too often to be audited one by one."""

from django.db import models

from apps.system.access.models import Actor
from apps.system.ids import new_id


class RefusalTally(models.Model):
    """How often gates refused one actor one tool for one reason within a window.

    The first ones are audited singly; of the others, one entry tells how many they were once the window is
    over.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    principal_id = models.UUIDField()
    interface = models.CharField(max_length=16)
    tool = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    window_started_at = models.DateTimeField(db_index=True)
    seen = models.PositiveIntegerField()

    class Meta:
        db_table = "mcp_refusal_tally"
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "principal_id", "interface", "tool", "code"], name="one_tally_per_refusal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seen} refusals of {self.tool} ({self.code})"


class CallTally(models.Model):
    """How many calls of an actor, with all below it, ended so in an hour or a day, by how long they took.

    `bucket` is a step of `apps.mcp.sketch`: percentiles come from here, not from the calls.
    """

    class Span(models.TextChoices):
        HOUR = "hour"
        DAY = "day"

    span = models.CharField(max_length=4, choices=Span.choices)
    starts_at = models.DateTimeField()
    actor_id = models.UUIDField()
    tool = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16)
    code = models.CharField(max_length=64, blank=True)
    bucket = models.SmallIntegerField(help_text="NO_TIME for what a gate stopped: it never became a call.")
    count = models.BigIntegerField()

    class Meta:
        db_table = "mcp_call_tally"
        constraints = [
            models.UniqueConstraint(
                fields=["actor_id", "span", "starts_at", "tool", "outcome", "code", "bucket"],
                name="one_tally_per_step",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tool} {self.outcome}: {self.count}"
