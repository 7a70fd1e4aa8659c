"""Looking at calls and their rules. Changes go through the gateway."""

from django.contrib import admin

from apps.mcp.models import CallTally, IdempotencyKey, ToolBudget, ToolCall, ToolCircuit, ToolPermission
from apps.system.readonly_admin import ReadOnlyAdmin


@admin.register(ToolCall)
class ToolCallAdmin(ReadOnlyAdmin):
    """Calls, newest first."""

    list_display = (
        "id",
        "tool",
        "status",
        "code",
        "actor",
        "interface",
        "attempts",
        "recorded_at",
        "finished_at",
    )
    list_filter = ("status", "interface", "tool")
    list_select_related = ("actor",)
    search_fields = ("id__exact", "actor_id__exact", "correlation_id__exact", "tool", "code")
    ordering = ("-id",)


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ReadOnlyAdmin):
    """Keys that are still remembered."""

    list_display = ("key", "principal_id", "call_id", "expires_at")
    list_filter = ("expires_at",)
    search_fields = ("key", "principal_id__exact", "call_id__exact")


@admin.register(ToolPermission)
class ToolPermissionAdmin(ReadOnlyAdmin):
    """Who may call what."""

    list_display = ("actor", "category", "tool", "effect")
    list_filter = ("effect", "category")
    list_select_related = ("actor",)
    search_fields = ("actor__name", "actor_id__exact", "tool")


@admin.register(ToolBudget)
class ToolBudgetAdmin(ReadOnlyAdmin):
    """Budgets and what is used of them."""

    list_display = ("actor", "calls_per_day", "day", "used")
    list_filter = ("day",)
    list_select_related = ("actor",)
    search_fields = ("actor__name", "actor_id__exact")


@admin.register(ToolCircuit)
class ToolCircuitAdmin(ReadOnlyAdmin):
    """Tools that broke lately."""

    list_display = ("tool", "failures", "window_started_at", "open_until")
    list_filter = ("open_until",)
    search_fields = ("tool",)


@admin.register(CallTally)
class CallTallyAdmin(ReadOnlyAdmin):
    """Figures of calls by hour and day."""

    list_display = ("span", "starts_at", "actor_id", "tool", "outcome", "code", "bucket", "count")
    list_filter = ("span", "outcome")
    search_fields = ("actor_id__exact", "tool", "code")
    ordering = ("-starts_at",)
