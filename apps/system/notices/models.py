"""What became of telling people."""

from django.db import models

from apps.system.access.models import Actor
from apps.system.alerts.models import Alert
from apps.system.ids import new_id
from apps.system.webhooks.models import Webhook


class Notice(models.Model):
    """One way by which an alert that an actor sent reaches somebody: the outbox row, and what became of it.

    What becomes of a webhook's is told by the delivery of its event.
    """

    class Channel(models.TextChoices):
        IN_APP = "in_app", "In the console"
        WEBHOOK = "webhook"
        EMAIL = "email"

    class Status(models.TextChoices):
        PENDING = "PENDING"
        DELIVERED = "DELIVERED"
        FAILED = "FAILED", "Failed: not tried any more"
        HELD_BACK = "HELD_BACK", "Held back: the recipient has had enough for now"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="notices")
    sent_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="sent_notices")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    recipient = models.ForeignKey(
        Actor, on_delete=models.PROTECT, null=True, related_name="+", help_text="Of an e-mail."
    )
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, null=True, related_name="notices")
    event_id = models.UUIDField(null=True, help_text="What a webhook is told of.")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, help_text="When an e-mail is tried next; null once it is over.")
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "system_notice"
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(status="PENDING", channel="email"), name="notice_next"
            ),
            models.Index(fields=["recipient", "-created_at"], name="notice_of_recipient"),
            models.Index(fields=["sent_by", "-created_at"], name="notice_of_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.alert_id}"
