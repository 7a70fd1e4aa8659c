"""The event log: everything that happened, in one order, and who has read how far."""

from django.db import models

from apps.system.ids import new_id


class Event(models.Model):
    """One fact. It is appended in the transaction that made it true; the sequencer gives it its `seq`."""

    partitioned = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seq = models.BigIntegerField(null=True, db_index=True)
    type = models.CharField(max_length=64)
    audience = models.UUIDField(
        null=True, help_text="The person or team it belongs to; nobody's means public."
    )
    agent_id = models.UUIDField(null=True)
    farm_id = models.UUIDField(null=True)
    symbol = models.CharField(max_length=32, blank=True)
    source = models.CharField(max_length=16, default="backend")
    payload = models.JSONField()
    correlation_id = models.UUIDField()
    causation_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "system_event"
        indexes = [
            models.Index(fields=["id"], condition=models.Q(seq=None), name="event_unnumbered"),
            models.Index(fields=["audience", "seq"], name="event_audience"),
            models.Index(fields=["agent_id", "seq"], name="event_agent"),
            models.Index(fields=["correlation_id"], name="event_correlation"),
        ]

    def __str__(self) -> str:
        return f"{self.type} #{self.seq}"


class Counter(models.Model):
    """The last number given out in a series; its row lock lets one numberer work at a time."""

    name = models.CharField(max_length=32, primary_key=True)
    last = models.BigIntegerField(default=0)

    class Meta:
        db_table = "system_counter"

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"


class SubscriberCursor(models.Model):
    """How far a subscriber has come in the log; it moves in the transaction of the subscriber's effects."""

    name = models.CharField(max_length=64, primary_key=True)
    seq = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0, help_text="Failed tries at the event after `seq`.")
    retry_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "system_subscriber_cursor"

    def __str__(self) -> str:
        return f"{self.name} at {self.seq}"


class DeadLetter(models.Model):
    """An event that a subscriber could not take, parked so that nothing else stops."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subscriber = models.CharField(max_length=64)
    event_id = models.UUIDField()
    event_seq = models.BigIntegerField()
    error = models.TextField()
    attempts = models.PositiveIntegerField()
    parked_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "system_dead_letter"
        constraints = [models.UniqueConstraint(fields=["subscriber", "event_id"], name="one_dead_letter")]

    def __str__(self) -> str:
        return f"{self.subscriber} failed at {self.event_seq}"
