"""What each process says of itself, and what was found about all of them."""

from django.db import models

from apps.system.ids import new_id


class Heartbeat(models.Model):
    """The last sign of life of one process (`market:sim`, `sequencer`, `worker:tools`)."""

    process = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(max_length=32, db_index=True)
    at = models.DateTimeField()
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "system_heartbeat"

    def __str__(self) -> str:
        return f"{self.process} at {self.at:%H:%M:%S}"


class HealthSnapshot(models.Model):
    """A finding about the whole platform, and until when it was found again.

    The newest row is the latest finding: it is kept up to date while nothing changes and its minute lasts;
    any change, and any new minute, makes a new row. `is_change` tells the two apart.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recorded_at = models.DateTimeField(help_text="When it was first found to be so.")
    as_of = models.DateTimeField(help_text="When it was last found to be so.")
    overall = models.CharField(max_length=8)
    score = models.PositiveSmallIntegerField()
    starting = models.BooleanField(default=False)
    is_change = models.BooleanField(help_text="Whether overall or a check differs from the row before.")
    reasons = models.JSONField(default=list)
    checks = models.JSONField(default=list)

    class Meta:
        db_table = "system_health_snapshot"

    def __str__(self) -> str:
        return f"{self.overall} ({self.score}) at {self.as_of:%Y-%m-%d %H:%M:%S}"
