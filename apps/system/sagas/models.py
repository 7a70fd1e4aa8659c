"""Long operations made of steps, each of which can be taken back."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.system.ids import new_id


class Saga(models.Model):
    """One run of a declared saga: where it stands, and what its steps have learnt so far.

    A FAILED one needs a person until it is retried or resolved; `turned_back_at` tells which way it went.
    """

    class Status(models.TextChoices):
        RUNNING = "RUNNING"
        COMPENSATING = "COMPENSATING"
        COMPLETED = "COMPLETED"
        COMPENSATED = "COMPENSATED"
        FAILED = "FAILED", "Failed: it can go neither on nor back, a person must look"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RUNNING)
    owner_id = models.UUIDField()
    call_id = models.UUIDField(null=True)
    correlation_id = models.UUIDField()
    context = models.JSONField()
    error_code = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True, help_text="When it turns back if it is still running.")
    turned_back_at = models.DateTimeField(null=True, help_text="When it began to be taken back.")
    retry_at = models.DateTimeField(null=True, help_text="While open: when it is looked at again.")
    waits_on = ArrayField(
        models.UUIDField(), default=list, db_default=[], help_text="What wakes it earlier when it ends."
    )
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.UUIDField(null=True, help_text="Who stated that a failed one was dealt with.")
    resolution = models.TextField(
        blank=True, default="", db_default="", help_text="How it was dealt with, in that person's words."
    )

    class Meta:
        db_table = "system_saga"
        indexes = [
            models.Index(
                fields=["retry_at"],
                condition=models.Q(status__in=["RUNNING", "COMPENSATING"]),
                name="saga_due",
            ),
            models.Index(
                fields=["-id"],
                condition=models.Q(status="FAILED", resolved_at=None),
                name="saga_needs_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.status}"

    @property
    def needs_person(self) -> bool:
        """Whether it can go neither on nor back, and nobody has dealt with it."""
        return self.status == self.Status.FAILED and self.resolved_at is None


class SagaStep(models.Model):
    """One step of a run, in order."""

    class Status(models.TextChoices):
        PENDING = "PENDING"
        WAITING = "WAITING", "Waiting: for something outside"
        DONE = "DONE"
        FAILED = "FAILED"
        COMPENSATED = "COMPENSATED"

    saga = models.ForeignKey(Saga, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Tries of the present way, not looks.")
    error = models.TextField(blank=True)
    waits_for = models.TextField(
        blank=True, default="", db_default="", help_text="What it waits for, in words."
    )
    waiting_since = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "system_saga_step"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["saga", "position"], name="one_step_per_position")]

    def __str__(self) -> str:
        return f"{self.position} {self.name} {self.status}"
