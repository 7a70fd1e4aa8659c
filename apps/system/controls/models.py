"""The kill switch."""

from django.db import models

from apps.system.access.models import Actor
from apps.system.ids import new_id


class Halt(models.Model):
    """The kill switch, engaged for an actor and all below it until it is released."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    target = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="halts")
    reason = models.CharField(max_length=500)
    engaged_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    engaged_at = models.DateTimeField()
    released_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "system_halt"
        constraints = [
            models.UniqueConstraint(
                fields=["target"], condition=models.Q(released_at=None), name="one_halt_per_target"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} halted: {self.reason}"
