"""What operators watch and control."""

from django.contrib import admin

from apps.system.models import (
    Alert,
    AlertRule,
    Halt,
    HealthSnapshot,
    Heartbeat,
    Initialization,
    Notice,
    ReconciliationRun,
    Saga,
    SagaStep,
    Schedule,
    SettingChange,
    SettingValue,
)
from apps.system.readonly_admin import ReadOnlyAdmin, ReadOnlyInline


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    """What somebody should look at."""

    list_display = ("title", "severity", "status", "source", "subject", "raised_at", "seen_at", "resolved_at")
    list_filter = ("status", "severity", "source")
    search_fields = ("title", "subject", "=id")
    date_hierarchy = "raised_at"


@admin.register(AlertRule)
class AlertRuleAdmin(ReadOnlyAdmin):
    """When an alert is raised."""

    list_display = ("name", "what", "comparison", "threshold", "severity", "is_enabled", "is_breached")
    list_filter = ("is_enabled", "severity", "is_breached")
    search_fields = ("name", "what", "=id")


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """How alerts that agents sent were told."""

    list_display = ("alert", "channel", "status", "sent_by", "recipient", "attempts", "error", "created_at")
    list_filter = ("channel", "status")
    list_select_related = ("alert", "sent_by", "recipient")
    search_fields = ("alert__title", "=id", "=alert__id", "=sent_by__id")
    date_hierarchy = "created_at"


class SagaStepInline(ReadOnlyInline):
    """The steps of a saga."""

    model = SagaStep
    fields = ("position", "name", "status", "attempts", "waits_for", "error", "started_at", "finished_at")


@admin.register(Saga)
class SagaAdmin(ReadOnlyAdmin):
    """Long operations."""

    list_display = (
        "name",
        "status",
        "started_at",
        "retry_at",
        "deadline",
        "finished_at",
        "error_code",
        "resolved_at",
    )
    list_filter = ("status", "name", ("resolved_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "=id", "=correlation_id", "=call_id")
    date_hierarchy = "started_at"
    inlines = (SagaStepInline,)


@admin.register(SagaStep)
class SagaStepAdmin(ReadOnlyAdmin):
    """Steps of long operations, to find the failed ones of all sagas."""

    list_display = ("saga", "position", "name", "status", "attempts", "finished_at")
    list_filter = ("status", "name")
    list_select_related = ("saga",)
    search_fields = ("name", "=saga__id")


@admin.register(Halt)
class HaltAdmin(ReadOnlyAdmin):
    """The kill switch, now and before."""

    list_display = ("target", "level", "reason", "trigger", "engaged_by", "engaged_at", "released_at")
    list_filter = (("released_at", admin.EmptyFieldListFilter), "level", "trigger")
    list_select_related = ("target", "engaged_by")
    search_fields = ("target__name", "reason")
    date_hierarchy = "engaged_at"


@admin.register(SettingValue)
class SettingValueAdmin(ReadOnlyAdmin):
    """What settings are set to; changed with the tool `update_configuration`."""

    list_display = ("key", "actor", "value", "is_set", "version", "set_by", "set_at")
    list_filter = ("is_set", "key")
    list_select_related = ("actor", "set_by")
    search_fields = ("key", "actor__name")


@admin.register(SettingChange)
class SettingChangeAdmin(ReadOnlyAdmin):
    """Who changed which setting, when and why."""

    list_display = ("key", "actor", "version", "old", "new", "changed_by", "changed_at", "reason")
    list_filter = ("key",)
    list_select_related = ("actor", "changed_by")
    search_fields = ("key", "actor__name", "reason")
    date_hierarchy = "changed_at"


@admin.register(Schedule)
class ScheduleAdmin(ReadOnlyAdmin):
    """What runs by the clock, and how operators have changed it."""

    list_display = ("name", "every", "enabled", "edited_by", "edited_at")
    list_filter = ("enabled",)
    list_select_related = ("edited_by",)
    search_fields = ("name",)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """What each process says of itself."""

    list_display = ("process", "kind", "at", "details")
    list_filter = ("kind",)
    search_fields = ("process",)


@admin.register(Initialization)
class InitializationAdmin(ReadOnlyAdmin):
    """How often the platform was brought up, and what that came to."""

    list_display = ("started_at", "status", "asked_by", "attempts", "finished_at")
    list_filter = ("status",)
    search_fields = ("id", "asked_by")
    date_hierarchy = "started_at"


@admin.register(HealthSnapshot)
class HealthSnapshotAdmin(ReadOnlyAdmin):
    """What was found about the whole platform."""

    list_display = ("recorded_at", "as_of", "overall", "score", "is_change", "starting")
    list_filter = ("overall", "is_change", "recorded_at")
    search_fields = ("=overall", "=id")
    ordering = ("-id",)


@admin.register(ReconciliationRun)
class ReconciliationRunAdmin(ReadOnlyAdmin):
    """What came of holding records against each other."""

    list_display = (
        "name",
        "status",
        "is_full",
        "checked",
        "mismatch_count",
        "started_at",
        "finished_at",
        "error",
    )
    list_filter = ("status", "is_full", "name")
    search_fields = ("name", "=id")
    date_hierarchy = "started_at"
