"""Long operations made of steps, each of which can be taken back."""

from django.db import models

from apps.system.ids import new_id


class Saga(models.Model):
    """One run of a declared saga: where it stands, and what its steps have learnt so far."""

    class Status(models.TextChoices):
        RUNNING = "RUNNING"
        COMPENSATING = "COMPENSATING"
        COMPLETED = "COMPLETED"
        COMPENSATED = "COMPENSATED"
        FAILED = "FAILED", "Failed: a compensation broke, a person must look"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RUNNING)
    owner_id = models.UUIDField()
    call_id = models.UUIDField(null=True)
    correlation_id = models.UUIDField()
    context = models.JSONField()
    error_code = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "system_saga"
        indexes = [
            models.Index(
                fields=["touched_at"],
                condition=models.Q(status__in=["RUNNING", "COMPENSATING"]),
                name="saga_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.status}"


class SagaStep(models.Model):
    """One step of a run, in order."""

    class Status(models.TextChoices):
        PENDING = "PENDING"
        DONE = "DONE"
        FAILED = "FAILED"
        COMPENSATED = "COMPENSATED"

    saga = models.ForeignKey(Saga, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "system_saga_step"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["saga", "position"], name="one_step_per_position")]

    def __str__(self) -> str:
        return f"{self.position} {self.name} {self.status}"
