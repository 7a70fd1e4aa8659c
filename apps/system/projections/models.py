"""Rebuilds of projections, and the projection of what happened when."""

from django.db import models
from django.db.models import Q

from apps.system.ids import new_id


class ProjectionRebuild(models.Model):
    """One building anew of a projection's tables from the log, beside the live ones until it has caught up.

    Digests are SHA-256 over the rows: `digest_before` of the live tables, `digest_after` of the new ones,
    both when they were exchanged. Where they are equal, nothing was amiss.
    """

    class Status(models.TextChoices):
        RUNNING = "RUNNING"
        COMPLETED = "COMPLETED"
        FAILED = "FAILED"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    projection = models.CharField(max_length=64)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.RUNNING)
    asked_by = models.UUIDField(null=True)
    seq = models.BigIntegerField(null=True, help_text="How far it is; null: its tables are not made yet.")
    target = models.BigIntegerField(default=0, help_text="How far the live tables are.")
    events = models.BigIntegerField(default=0, help_text="Taken so far.")
    parked = models.JSONField(default=list, help_text="Events that it could not take, as dead letters.")
    changed = models.BigIntegerField(null=True, help_text="Rows of the live tables that were not as rebuilt.")
    digest_before = models.CharField(max_length=64, blank=True)
    digest_after = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True, help_text="Why it failed.")
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "system_projection_rebuild"
        constraints = [
            models.UniqueConstraint(
                fields=["projection"], condition=Q(status="RUNNING"), name="one_rebuild_per_projection"
            )
        ]

    def __str__(self) -> str:
        return f"{self.projection} {self.status}"

    @property
    def skipped(self) -> int:
        """How many events it could not take."""
        return len(self.parked)


class EventTally(models.Model):
    """How many events of a type happened to whom within an hour: a projection of the log."""

    starts_at = models.DateTimeField()
    audience = models.UUIDField(null=True, help_text="Nobody's means public.")
    type = models.CharField(max_length=64)
    count = models.BigIntegerField()
    last_seq = models.BigIntegerField()

    class Meta:
        db_table = "system_event_tally"
        constraints = [
            models.UniqueConstraint(
                fields=["starts_at", "audience", "type"], nulls_distinct=False, name="one_tally_per_hour"
            )
        ]

    def __str__(self) -> str:
        return f"{self.type}: {self.count}"
