"""What came of holding records of the same thing against each other."""

from django.db import models

from apps.system.ids import new_id


class ReconciliationRun(models.Model):
    """One run of one reconciler: how much it held against what, and what did not agree."""

    class Status(models.TextChoices):
        CLEAN = "CLEAN"
        MISMATCHED = "MISMATCHED"
        BROKEN = "BROKEN", "Broken: it could not be carried to its end"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status.choices)
    is_full = models.BooleanField(help_text="Whether it looked at all of history.")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    checked = models.BigIntegerField(default=0, help_text="How many rows it held against something.")
    mismatch_count = models.PositiveIntegerField(default=0)
    mismatches = models.JSONField(default=list, help_text="The first hundred.")
    error = models.TextField(blank=True)
    position = models.JSONField(default=dict, help_text="Where the next one may begin.")

    class Meta:
        db_table = "system_reconciliation_run"
        indexes = [
            models.Index(fields=["name", "-id"], name="reconciliation_latest"),
            models.Index(fields=["started_at"], name="reconciliation_started"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.status}"
