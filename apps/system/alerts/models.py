"""What somebody should look at."""

from django.db import models

from apps.system.ids import new_id


class Alert(models.Model):
    """One thing that is wrong: open until it is settled by itself or resolved by a person.

    A source (`health`, `reconciliation`, `kill-switch`) and a subject (`probe:redis`, `account:<id>`) have
    one open alert at a time; seeing the same again counts on it.
    """

    class Severity(models.TextChoices):
        INFO = "INFO"
        WARNING = "WARNING"
        CRITICAL = "CRITICAL"

    class Status(models.TextChoices):
        OPEN = "OPEN"
        ACKNOWLEDGED = "ACKNOWLEDGED", "Acknowledged: a person knows"
        RESOLVED = "RESOLVED"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=64)
    subject = models.CharField(max_length=160)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    measured = models.JSONField(default=dict, help_text="The figures that it rests on.")
    audience = models.UUIDField(null=True, help_text="The owner it concerns; null: the platform.")
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When it was last found to be so.")
    times_seen = models.PositiveIntegerField(default=1)
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    resolved_by = models.UUIDField(null=True, help_text="Null where it settled by itself.")
    resolved_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True, help_text="What the person said who dealt with it.")

    class Meta:
        db_table = "system_alert"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "subject"], condition=models.Q(resolved_at=None), name="one_open_alert"
            )
        ]
        indexes = [models.Index(fields=["resolved_at", "-id"], name="alert_open")]

    def __str__(self) -> str:
        return f"{self.severity} {self.title}"
