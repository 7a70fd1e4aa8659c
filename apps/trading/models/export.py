"""Data that was asked for as a file."""

from uuid import UUID

from django.db import models

from apps.system.access.models import Actor
from apps.system.ids import new_id


class Export(models.Model):
    """A finished file, to be fetched until `expires_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="exports")
    dataset = models.CharField(max_length=16)
    format = models.CharField(max_length=4)
    content = models.TextField()
    rows = models.PositiveIntegerField()
    size = models.PositiveIntegerField(help_text="In bytes.")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    actor_id: UUID

    class Meta:
        db_table = "trading_export"

    def __str__(self) -> str:
        return f"{self.dataset}.{self.format}"
