"""The audit trail as files that are made once and fetched later."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from apps.system.access.models import Actor
from apps.system.ids import new_id


class AuditExport(models.Model):
    """A file of audit entries: what was asked for, how far it is written, and until when it can be fetched.

    The worker that has it renews `lease_until` under its `claim` with each piece; past it, another goes on
    behind `after`, the last entry that is in the file.
    """

    class Status(models.TextChoices):
        QUEUED = "QUEUED"
        RUNNING = "RUNNING"
        SUCCEEDED = "SUCCEEDED"
        FAILED = "FAILED"
        CANCELLED = "CANCELLED"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="audit_exports")
    call_id = models.UUIDField(help_text="The call that asked for it, and ends with it.")
    file_type = models.CharField(max_length=5)
    filters = models.JSONField(help_text="As `audit-log` takes them.")
    until = models.DateTimeField(help_text="Entries before this time; the request itself is not among them.")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.QUEUED)
    total = models.PositiveBigIntegerField(null=True, help_text="Entries to be written, once counted.")
    rows = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0, help_text="In bytes.")
    pieces = models.PositiveIntegerField(default=0)
    after = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    code = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True, db_index=True)

    actor_id: UUID

    class Meta:
        db_table = "mcp_audit_export"
        indexes = [
            models.Index(fields=["actor", "-id"], name="audit_export_actor"),
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=["QUEUED", "RUNNING"]),
                name="audit_export_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"audit log of {self.requested_at:%Y-%m-%d %H:%M} ({self.status.lower()})"

    @property
    def is_open(self) -> bool:
        """Whether it waits or is being written."""
        return self.status in (self.Status.QUEUED, self.Status.RUNNING)


class AuditExportPiece(models.Model):
    """A stretch of an export's text; the file is all of them, in order."""

    export = models.ForeignKey(AuditExport, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        db_table = "mcp_audit_export_piece"
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="one_export_piece")]

    def __str__(self) -> str:
        return f"piece {self.number} of {self.export_id}"
