"""Who is told of events by HTTP, and what became of each telling."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.system.access.models import Actor
from apps.system.ids import new_id


class Webhook(models.Model):
    """A URL that is told of the events of some types that its owner sees."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=2000)
    patterns = ArrayField(models.CharField(max_length=64), help_text="Event types, or `agent.*`.")
    description = models.CharField(max_length=200, blank=True)
    sealed_secret = models.TextField(help_text="Signs what is sent; readable only with SECRET_KEY.")
    enabled = models.BooleanField(default=True)
    disabled_because = models.CharField(max_length=200, blank=True, help_text="Empty where a person did it.")
    failing_since = models.DateTimeField(null=True, help_text="The first failure since the last success.")
    delivered_at = models.DateTimeField(null=True, help_text="The last success.")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "system_webhook"

    def __str__(self) -> str:
        return self.description or str(self.id)


class WebhookDelivery(models.Model):
    """One event on its way to one webhook: the outbox row, and the log of its attempts.

    A sender that takes it moves `due_at` ahead for a minute. One that is killed leaves it so, and it is
    sent again, under the same id.
    """

    class Status(models.TextChoices):
        PENDING = "PENDING"
        DELIVERED = "DELIVERED"
        FAILED = "FAILED", "Failed: not tried any more"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event_id = models.UUIDField()
    event_seq = models.BigIntegerField(null=True, help_text="Null for a test.")
    event_type = models.CharField(max_length=64)
    body = models.TextField(help_text="The very bytes that are signed and sent, each time.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, help_text="When it is tried next; null once it is over.")
    response_code = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.FloatField(null=True)
    error = models.CharField(max_length=500, blank=True)
    log = models.JSONField(default=list, help_text="Each attempt: at, code, milliseconds, error.")
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "system_webhook_delivery"
        constraints = [models.UniqueConstraint(fields=["webhook", "event_id"], name="one_delivery_per_event")]
        indexes = [
            models.Index(
                fields=["webhook", "due_at"], condition=models.Q(status="PENDING"), name="delivery_next"
            ),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} to {self.webhook_id}"

    @property
    def message_id(self) -> str:
        """What the receiver is sent as `webhook-id`, each time."""
        return f"msg_{self.id}"
