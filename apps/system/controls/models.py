"""The kill switch, settings, and the schedules of operators."""

from uuid import UUID

from django.db import models

from apps.system.access.models import Actor
from apps.system.controls.levels import HaltLevel
from apps.system.ids import new_id


class Halt(models.Model):
    """The kill switch, engaged for an actor and all below it until it is released.

    A standing halt may be made stricter; `level_at` says since when it is as strict as it is. The counts
    are those of the present level: null until its enforcement has begun, `…_left` what is still to be done.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    target = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="halts")
    level = models.CharField(
        max_length=16,
        choices=HaltLevel.choices,
        default=HaltLevel.STOP_NEW_RISK,
        db_default=HaltLevel.STOP_NEW_RISK.value,
    )
    level_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500)
    engaged_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    engaged_at = models.DateTimeField()
    trigger = models.CharField(
        max_length=32, blank=True, db_default="", help_text="What engaged it by itself; empty: a person."
    )
    measured = models.JSONField(null=True, help_text="The figures that a trigger went by.")
    owner_may_release = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether it takes no admin to release it, though the system engaged it.",
    )
    waited_ms = models.FloatField(null=True, help_text="From the request until the lock was obtained.")
    engaged_ms = models.FloatField(null=True, help_text="From the request until it had committed.")
    orders_total = models.PositiveIntegerField(null=True)
    orders_left = models.PositiveIntegerField(null=True)
    orders_done_at = models.DateTimeField(null=True)
    positions_total = models.PositiveIntegerField(null=True)
    positions_left = models.PositiveIntegerField(null=True)
    positions_done_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    released_at = models.DateTimeField(null=True)

    target_id: UUID
    engaged_by_id: UUID
    released_by_id: UUID | None

    class Meta:
        db_table = "system_halt"
        constraints = [
            models.UniqueConstraint(
                fields=["target"], condition=models.Q(released_at=None), name="one_halt_per_target"
            )
        ]
        indexes = [
            models.Index(fields=["trigger", "target"], condition=~models.Q(trigger=""), name="halt_trigger")
        ]

    def __str__(self) -> str:
        return f"{self.target} halted: {self.reason}"


class SettingValue(models.Model):
    """What a setting is set to for an actor and all below it, or (without an actor) for the platform.

    A value that was taken back keeps its row, so that its versions go on; `revision` orders the changes of
    all settings, so that readers fetch only what is new to them.
    """

    key = models.CharField(max_length=80)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", null=True)
    value = models.JSONField(null=True)
    is_set = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)
    revision = models.BigIntegerField(default=0)
    set_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    actor_id: UUID | None
    set_by_id: UUID

    class Meta:
        db_table = "system_setting_value"
        constraints = [
            models.UniqueConstraint(fields=["key", "actor"], name="one_setting_value", nulls_distinct=False)
        ]
        indexes = [models.Index(fields=["revision"], name="setting_revision")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class SettingChange(models.Model):
    """One change of a setting; never changed or deleted. Without `is_set` the value was taken back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=80)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", null=True)
    version = models.PositiveIntegerField()
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    was_set = models.BooleanField()
    is_set = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    changed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    correlation_id = models.UUIDField()

    actor_id: UUID | None
    changed_by_id: UUID

    class Meta:
        db_table = "system_setting_change"
        constraints = [
            models.UniqueConstraint(
                fields=["key", "actor", "version"], name="one_setting_version", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} version {self.version}"


class Schedule(models.Model):
    """A schedule that the code declares, and how operators have changed it since.

    Beat reads django-celery-beat's rows, which are made from the declaration and this. A schedule that is
    no longer declared loses both.
    """

    name = models.CharField(max_length=100, primary_key=True)
    every = models.PositiveIntegerField(null=True, help_text="Seconds; null: as declared.")
    enabled = models.BooleanField(default=True)
    edited_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    edited_at = models.DateTimeField(null=True)

    edited_by_id: UUID | None

    class Meta:
        db_table = "system_schedule"

    def __str__(self) -> str:
        return self.name
