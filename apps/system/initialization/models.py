"""Bringing the platform up, as it was done."""

from django.db import models

from apps.system.ids import new_id


class Initialization(models.Model):
    """One bring-up of the platform, and what each of its steps came to."""

    class Status(models.TextChoices):
        RUNNING = "RUNNING"
        COMPLETED = "COMPLETED"
        FAILED = "FAILED"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.RUNNING)
    asked_by = models.UUIDField(null=True, help_text="The actor who asked; null: a command, as in a release.")
    attempts = models.PositiveSmallIntegerField(default=0)
    steps = models.JSONField(default=list)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "system_initialization"
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=models.Q(status="RUNNING"), name="one_initialization_runs"
            )
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.started_at:%Y-%m-%d %H:%M:%S}"
