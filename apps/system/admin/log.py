"""The log, whoever follows it, and the audit trail."""

from django.contrib import admin

from apps.system.models import (
    AuditAnchor,
    AuditBlock,
    AuditEntry,
    Counter,
    DeadLetter,
    Event,
    EventTally,
    ProjectionRebuild,
    SubscriberCursor,
)
from apps.system.readonly_admin import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """The log."""

    list_display = ("seq", "type", "recorded_at", "agent_id", "symbol", "correlation_id")
    list_filter = ("source", "recorded_at")
    search_fields = ("=type", "=correlation_id", "=agent_id", "=id")
    ordering = ("-id",)


@admin.register(SubscriberCursor)
class SubscriberCursorAdmin(ReadOnlyAdmin):
    """How far each subscriber has come."""

    list_display = ("name", "seq", "attempts", "retry_at", "updated_at")
    list_filter = ("updated_at",)
    search_fields = ("name",)


@admin.register(DeadLetter)
class DeadLetterAdmin(ReadOnlyAdmin):
    """Events that a subscriber could not take."""

    list_display = ("subscriber", "event_seq", "attempts", "parked_at", "resolved_at")
    list_filter = ("subscriber", ("resolved_at", admin.EmptyFieldListFilter))
    search_fields = ("subscriber", "=event_id")
    date_hierarchy = "parked_at"


@admin.register(ProjectionRebuild)
class ProjectionRebuildAdmin(ReadOnlyAdmin):
    """Projections that were built anew."""

    list_display = ("projection", "status", "seq", "target", "events", "changed", "started_at")
    list_filter = ("status", "projection")
    search_fields = ("projection", "=id")
    date_hierarchy = "started_at"


@admin.register(EventTally)
class EventTallyAdmin(ReadOnlyAdmin):
    """What happened when."""

    list_display = ("starts_at", "type", "audience", "count", "last_seq")
    list_filter = ("starts_at",)
    search_fields = ("=type", "=audience")


@admin.register(Counter)
class CounterAdmin(ReadOnlyAdmin):
    """The last number given out in each series."""

    list_display = ("name", "last")
    search_fields = ("name",)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what."""

    list_display = ("seq", "recorded_at", "action", "outcome", "subject", "interface", "actor_id")
    list_filter = ("outcome", "interface", "recorded_at")
    search_fields = ("=action", "=actor_id", "=correlation_id", "=call_id", "=id")
    ordering = ("-id",)


@admin.register(AuditBlock)
class AuditBlockAdmin(ReadOnlyAdmin):
    """Sealed runs of audit entries."""

    list_display = ("number", "first_seq", "last_seq", "seal", "sealed_at")
    list_filter = ("sealed_at",)
    search_fields = ("=number", "=seal")


@admin.register(AuditAnchor)
class AuditAnchorAdmin(ReadOnlyAdmin):
    """Where older entries were dropped."""

    list_display = ("number", "last_seq", "dropped", "entries", "cut_at")
    list_filter = ("cut_at",)
    search_fields = ("dropped", "seal")
