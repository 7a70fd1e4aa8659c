"""Who serves what, and where: our own processes under leases, and services outside with their endpoints."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from apps.system.ids import new_id


class Looked(models.Model):
    """What the last look at a health URL found. `is_well` is null until somebody has looked."""

    health_url = models.CharField(max_length=500, blank=True)
    is_well = models.BooleanField(null=True)
    finding = models.CharField(max_length=200, blank=True)
    looked_at = models.DateTimeField(null=True)
    looked_milliseconds = models.FloatField(null=True)

    class Meta:
        abstract = True


class ServiceInstance(Looked):
    """One running process of ours, from its registration until its lease runs out.

    It renews the lease itself. Those that cannot (`flower`, `frontend`) have no pid, and each good look at
    their health URL renews it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=64)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField(null=True)
    port = models.PositiveIntegerField(null=True)
    version = models.CharField(max_length=64, blank=True)
    queues = ArrayField(models.CharField(max_length=64), default=list)
    load = models.JSONField(default=dict, help_text="Measured by the process itself.")
    circuits = models.JSONField(default=list, help_text="Its circuits to other services.")
    registered_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField()
    lease_seconds = models.FloatField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "system_service_instance"
        indexes = [models.Index(fields=["name", "expires_at"], name="instance_alive")]

    def __str__(self) -> str:
        return f"{self.name} {self.host}:{self.port or self.pid}"

    @property
    def url(self) -> str:
        """Where it takes HTTP; empty if it listens nowhere."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}" if self.port else ""


class Service(models.Model):
    """Something outside that we call: an exchange, an RPC provider, a model provider, a mail server."""

    class Kind(models.TextChoices):
        EXCHANGE = "exchange"
        RPC = "rpc"
        LLM = "llm"
        SMTP = "smtp"
        WEBHOOK = "webhook"
        HTTP = "http"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    description = models.CharField(max_length=500, blank=True)
    places = models.PositiveIntegerField(
        validators=[MinValueValidator(1)], help_text="Calls at a time, per process of ours."
    )
    registered_at = models.DateTimeField()
    registered_by = models.UUIDField(help_text="The actor who did.")

    class Meta:
        db_table = "system_service"

    def __str__(self) -> str:
        return self.name


class Endpoint(Looked):
    """One of the places where a service is to be had."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="endpoints")
    url = models.CharField(max_length=500)
    priority = models.PositiveSmallIntegerField(
        default=0, help_text="The lowest is tried first; others are for failing over."
    )
    weight = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Its share among those of one priority.",
    )
    enabled = models.BooleanField(default=True)

    class Meta:
        db_table = "system_endpoint"
        constraints = [models.UniqueConstraint(fields=["service", "url"], name="one_endpoint_per_url")]

    def __str__(self) -> str:
        return f"{self.service} {self.priority}"
