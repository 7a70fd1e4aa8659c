"""What each process says of itself."""

from django.db import models


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
