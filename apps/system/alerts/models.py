"""What somebody should look at."""

from django.db import models

from apps.system.ids import new_id


class Alert(models.Model):
    """One thing that is wrong: open until it is settled by itself or resolved by a person.

    A source (`health`, `reconciliation`, `kill-switch`) and a subject (`probe:redis`, `account:<id>`) have
    one open alert at a time; seeing the same again counts on it.
    """

    class Severity(models.TextChoices):
        INFO = "INFO"
        WARNING = "WARNING"
        CRITICAL = "CRITICAL"

    class Status(models.TextChoices):
        OPEN = "OPEN"
        ACKNOWLEDGED = "ACKNOWLEDGED", "Acknowledged: a person knows"
        RESOLVED = "RESOLVED"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=64)
    subject = models.CharField(max_length=160)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    measured = models.JSONField(default=dict, help_text="The figures that it rests on.")
    audience = models.UUIDField(null=True, help_text="The owner it concerns; null: the platform.")
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When it was last found to be so.")
    times_seen = models.PositiveIntegerField(default=1)
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    resolved_by = models.UUIDField(null=True, help_text="Null where it settled by itself.")
    resolved_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True, help_text="What the person said who dealt with it.")
    event_id = models.UUIDField(null=True, help_text="The event that told last how it stands.")

    class Meta:
        db_table = "system_alert"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "subject"], condition=models.Q(resolved_at=None), name="one_open_alert"
            )
        ]
        indexes = [
            models.Index(fields=["resolved_at", "-id"], name="alert_open"),
            models.Index(fields=["source", "subject", "-id"], name="alert_last"),
        ]

    def __str__(self) -> str:
        return f"{self.severity} {self.title}"


class AlertRule(models.Model):
    """When health makes an alert: something found is beyond a threshold, and stays so.

    `what` is `score`, a probe's status (`market.status`) or a figure that it measured
    (`queues.measured.depth.tools`). `is_breached` and `turned_at` are the rule's own memory.
    """

    class Comparison(models.TextChoices):
        BELOW = "<"
        AT_MOST = "<="
        ABOVE = ">"
        AT_LEAST = ">="

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120, unique=True)
    seed = models.CharField(max_length=64, blank=True, help_text="Which default it began as; empty for none.")
    what = models.CharField(max_length=200)
    comparison = models.CharField(max_length=2, choices=Comparison.choices)
    threshold = models.CharField(max_length=40, help_text="A number, or for a status one of its four words.")
    severity = models.CharField(max_length=8, choices=Alert.Severity.choices)
    for_seconds = models.PositiveIntegerField(
        default=0, help_text="How long it must be so before it alerts, and not so before that ends."
    )
    cooldown_seconds = models.PositiveIntegerField(
        default=300, help_text="For how long after its alert ended it does not alert again."
    )
    is_enabled = models.BooleanField(default=True)
    is_breached = models.BooleanField(default=False, help_text="What was found last.")
    turned_at = models.DateTimeField(null=True, help_text="Since when that is so.")
    updated_by = models.UUIDField(null=True, help_text="Who changed it last; null for a default.")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "system_alert_rule"
        constraints = [
            models.UniqueConstraint(fields=["seed"], condition=~models.Q(seed=""), name="one_rule_per_seed")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.what} {self.comparison} {self.threshold}"
