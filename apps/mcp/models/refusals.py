"""What was asked for where a gate refused."""

from django.db import models

from apps.system.access.models import Actor


class RefusedRequest(models.Model):
    """The parameters of a request that never became a call. Its id is that of its audit entry."""

    partitioned = True

    id = models.UUIDField(primary_key=True, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    tool = models.CharField(max_length=64)
    parameters = models.JSONField(help_text="Masked, and cut short where they were long.")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mcp_refused_request"
        indexes = [models.Index(fields=["actor", "id"], name="refused_actor")]

    def __str__(self) -> str:
        return f"{self.tool} refused"
