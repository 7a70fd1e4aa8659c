"""Looking at calls and their rules. Changes go through the gateway."""

from django.contrib import admin

from apps.mcp.models import (
    Approval,
    ApprovalVote,
    AuditExport,
    AuditExportPiece,
    BudgetHold,
    CallTally,
    IdempotencyKey,
    QueryToken,
    Question,
    RefusalTally,
    RefusedRequest,
    ToolAutonomy,
    ToolBudget,
    ToolCall,
    ToolCircuit,
    ToolPermission,
)
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

    list_display = (
        "actor",
        "calls_per_day",
        "used",
        "money_per_day",
        "money_used",
        "llm_per_day",
        "llm_used",
        "day",
    )
    list_filter = ("day",)
    list_select_related = ("actor",)
    search_fields = ("actor__name", "actor_id__exact")


@admin.register(ToolCircuit)
class ToolCircuitAdmin(ReadOnlyAdmin):
    """Tools that broke lately."""

    list_display = ("tool", "failures", "window_started_at", "open_until")
    list_filter = ("open_until",)
    search_fields = ("tool",)


@admin.register(ToolAutonomy)
class ToolAutonomyAdmin(ReadOnlyAdmin):
    """How far actors go without a person."""

    list_display = ("actor", "level")
    list_filter = ("level",)
    list_select_related = ("actor",)
    search_fields = ("actor__name", "actor_id__exact")


@admin.register(BudgetHold)
class BudgetHoldAdmin(ReadOnlyAdmin):
    """What open calls hold of budgets."""

    list_display = ("reservation_id", "budget", "day", "calls", "money", "llm", "is_over")
    list_filter = ("is_over", "day")
    list_select_related = ("budget",)
    search_fields = ("reservation_id__exact", "budget__actor__name")


@admin.register(Approval)
class ApprovalAdmin(ReadOnlyAdmin):
    """Calls that people were asked about, newest first."""

    list_display = ("id", "tool", "actor", "state", "people", "recorded_at", "expires_at", "resolved_by")
    list_filter = ("state", "tool")
    list_select_related = ("actor", "resolved_by")
    search_fields = ("id__exact", "call_id__exact", "actor__name", "tool")
    ordering = ("-id",)


@admin.register(ApprovalVote)
class ApprovalVoteAdmin(ReadOnlyAdmin):
    """Who said yes to what."""

    list_display = ("approval", "person", "voted_at")
    list_filter = ("voted_at",)
    list_select_related = ("approval", "person")
    search_fields = ("approval__id__exact", "person__name")


@admin.register(RefusalTally)
class RefusalTallyAdmin(ReadOnlyAdmin):
    """Refusals that come often."""

    list_display = ("actor", "tool", "code", "interface", "seen", "window_started_at")
    list_filter = ("code", "interface")
    list_select_related = ("actor",)
    search_fields = ("actor__name", "actor_id__exact", "tool", "code")


@admin.register(RefusedRequest)
class RefusedRequestAdmin(ReadOnlyAdmin):
    """What was asked for where a gate refused, newest first."""

    list_display = ("id", "tool", "actor", "erased_at")
    list_filter = ("tool",)
    list_select_related = ("actor",)
    search_fields = ("id__exact", "actor_id__exact", "tool")
    ordering = ("-id",)


@admin.register(AuditExport)
class AuditExportAdmin(ReadOnlyAdmin):
    """Files of the audit trail, newest first."""

    list_display = (
        "id",
        "actor",
        "status",
        "file_type",
        "rows",
        "total",
        "size",
        "requested_at",
        "expires_at",
    )
    list_filter = ("status", "file_type")
    list_select_related = ("actor",)
    search_fields = ("id__exact", "call_id__exact", "actor__name", "actor_id__exact")
    ordering = ("-id",)


@admin.register(AuditExportPiece)
class AuditExportPieceAdmin(ReadOnlyAdmin):
    """What the files are made of; the text itself is fetched over REST, which leaves a trace."""

    list_display = ("export_id", "number")
    list_filter = ("export__status",)
    search_fields = ("export__id__exact",)
    exclude = ("text",)


@admin.register(QueryToken)
class QueryTokenAdmin(ReadOnlyAdmin):
    """Queries that are being answered."""

    list_display = ("digest", "expires_at")
    list_filter = ("expires_at",)
    search_fields = ("digest",)


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    """What agents asked people."""

    list_display = ("text", "status", "actor", "closed_by", "asked_at", "expires_at", "closed_at")
    list_filter = ("status",)
    list_select_related = ("actor",)
    search_fields = ("text", "id__exact", "actor_id__exact", "call_id__exact")
    date_hierarchy = "asked_at"


@admin.register(CallTally)
class CallTallyAdmin(ReadOnlyAdmin):
    """Figures of calls by hour and day."""

    list_display = ("span", "starts_at", "actor_id", "tool", "outcome", "code", "bucket", "count")
    list_filter = ("span", "outcome")
    search_fields = ("actor_id__exact", "tool", "code")
    ordering = ("-starts_at",)
