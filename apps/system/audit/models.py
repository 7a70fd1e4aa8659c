"""The audit trail: who did what, sealed in blocks so that no change goes unseen."""

from django.db import models

from apps.system.ids import new_id


class AuditEntry(models.Model):
    """One action by one actor and what came of it. Append-only; `seq` is filled when it is sealed."""

    partitioned = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seq = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    actor_id = models.UUIDField()
    principal_id = models.UUIDField()
    interface = models.CharField(max_length=16)
    action = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16)
    subject = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=64, blank=True)
    call_id = models.UUIDField(null=True)
    correlation_id = models.UUIDField(db_index=True)
    details = models.JSONField()

    class Meta:
        db_table = "system_audit_entry"
        indexes = [
            models.Index(fields=["id"], condition=models.Q(seq=None), name="audit_unsealed"),
            models.Index(fields=["seq"], condition=models.Q(seq__isnull=False), name="audit_sealed"),
            models.Index(fields=["actor_id", "id"], name="audit_actor"),
            models.Index(fields=["action", "id"], name="audit_tool"),
            models.Index(
                fields=["outcome", "id"], condition=~models.Q(outcome="SUCCEEDED"), name="audit_outcome"
            ),
            models.Index(fields=["code", "id"], condition=~models.Q(code=""), name="audit_code"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.outcome}"


class AuditBlock(models.Model):
    """A sealed run of entries: a digest over them, and an HMAC that chains it to the block before."""

    number = models.BigIntegerField(primary_key=True)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    entries_digest = models.CharField(max_length=64)
    previous_seal = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "system_audit_block"

    def __str__(self) -> str:
        return f"block {self.number}: {self.first_seq} to {self.last_seq}"


class AuditAnchor(models.Model):
    """Where the chain begins after older entries were dropped: the last block that went, signed."""

    number = models.BigIntegerField(primary_key=True)
    last_seq = models.BigIntegerField()
    seal = models.CharField(max_length=64)
    dropped = models.CharField(max_length=64, help_text="The partition that was dropped.")
    entries = models.BigIntegerField(help_text="How many entries went with it.")
    cut_at = models.DateTimeField()
    signature = models.CharField(max_length=64)

    class Meta:
        db_table = "system_audit_anchor"

    def __str__(self) -> str:
        return f"{self.dropped}: from block {self.number} on"
