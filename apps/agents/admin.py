"""Looking at agents. Changes go through the gateway."""

from django.contrib import admin

from apps.agents.models import (
    Agent,
    AgentConfiguration,
    AgentMessage,
    Checkpoint,
    Conversation,
    Decision,
    FleetShard,
    Goal,
    LanguageBudget,
    LanguageEndpoint,
    Memory,
    Message,
    Run,
    RunEvent,
    Standing,
    StrategyState,
    Todo,
    TodoNeed,
)
from apps.system.readonly_admin import ReadOnlyAdmin


@admin.register(Agent)
class AgentAdmin(ReadOnlyAdmin):
    """Agents, newest first."""

    list_display = ("actor", "type", "status", "venue_id", "symbols", "interval", "last_bar_at", "created_at")
    list_filter = ("status", "type", "venue", "interval")
    list_select_related = ("actor",)
    search_fields = ("actor__name", "actor_id__exact", "account_id__exact")
    ordering = ("-pk",)


@admin.register(AgentConfiguration)
class AgentConfigurationAdmin(ReadOnlyAdmin):
    """Versions of agents' settings."""

    list_display = ("agent_id", "version", "parameters", "created_by", "created_at")
    list_filter = ("created_at",)
    list_select_related = ("created_by",)
    search_fields = ("agent_id__exact", "agent__actor__name")
    ordering = ("-id",)


@admin.register(StrategyState)
class StrategyStateAdmin(ReadOnlyAdmin):
    """What strategies remember."""

    list_display = ("agent_id", "state", "last_bar_at", "updated_at")
    list_filter = ("updated_at",)
    search_fields = ("agent_id__exact", "agent__actor__name")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Decisions, newest first."""

    list_display = ("bar_at", "agent_id", "symbol", "action", "quantity", "confidence", "outcome", "sentence")
    list_filter = ("action", "outcome", "venue", "interval")
    search_fields = ("id__exact", "agent_id__exact", "agent__actor__name", "symbol")
    ordering = ("-id",)


@admin.register(FleetShard)
class FleetShardAdmin(ReadOnlyAdmin):
    """How far the parts of the fleet have decided."""

    list_display = ("venue_id", "interval", "number", "parts", "decided_until", "agents", "skipped", "holder")
    list_filter = ("venue", "interval")
    search_fields = ("venue__slug", "holder")
    ordering = ("venue", "interval", "parts", "number")


@admin.register(Todo)
class TodoAdmin(ReadOnlyAdmin):
    """To-dos."""

    list_display = ("title", "agent_id", "status", "priority", "due_at", "position")
    list_filter = ("status", "priority", "due_at")
    search_fields = ("title", "agent_id__exact", "agent__actor__name")
    ordering = ("-id",)


@admin.register(TodoNeed)
class TodoNeedAdmin(ReadOnlyAdmin):
    """Which to-dos wait for which."""

    list_display = ("todo", "needed")
    list_select_related = ("todo", "needed")
    search_fields = ("todo__title", "needed__title", "todo__agent_id__exact")
    ordering = ("-id",)


@admin.register(Memory)
class MemoryAdmin(ReadOnlyAdmin):
    """What agents know, newest first."""

    list_display = ("title", "scope", "kind", "symbol", "importance", "holder_id", "stored_at")
    list_filter = ("scope", "kind", "stored_at")
    search_fields = ("title", "content", "holder_id__exact", "agent_id__exact")
    ordering = ("-id",)


@admin.register(Checkpoint)
class CheckpointAdmin(ReadOnlyAdmin):
    """Kept moments of agents, newest first."""

    list_display = ("created_at", "agent_id", "kind", "version", "size", "created_by", "reason")
    list_filter = ("kind", "created_at")
    list_select_related = ("created_by",)
    search_fields = ("id__exact", "agent_id__exact", "agent__actor__name", "reason")
    ordering = ("-id",)


@admin.register(Goal)
class GoalAdmin(ReadOnlyAdmin):
    """What agents and farms are to reach, newest first."""

    list_display = ("started_at", "actor", "type", "target", "current", "progress", "status", "deadline")
    list_filter = ("status", "type", "deadline")
    list_select_related = ("actor",)
    search_fields = ("title", "actor_id__exact", "actor__name")
    ordering = ("-id",)


@admin.register(Standing)
class StandingAdmin(ReadOnlyAdmin):
    """How agents did, as last measured."""

    list_display = ("agent_id", "period", "total_return", "sharpe", "max_drawdown", "trades", "measured_at")
    list_filter = ("period",)
    search_fields = ("agent_id__exact", "agent__actor__name")
    ordering = ("-id",)


@admin.register(AgentMessage)
class AgentMessageAdmin(ReadOnlyAdmin):
    """Messages to agents, newest first."""

    list_display = ("sent_at", "sender", "recipient_id", "subject", "read_at")
    list_filter = ("sent_at", "read_at")
    list_select_related = ("sender",)
    search_fields = ("subject", "body", "recipient_id__exact", "sender__name")
    ordering = ("-id",)


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    """Conversations with agents."""

    list_display = ("title", "thread_id", "agent_id", "created_at", "updated_at")
    list_filter = ("updated_at",)
    search_fields = ("title", "thread_id", "agent_id__exact", "agent__actor__name")
    ordering = ("-id",)


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    """Runs, newest first."""

    list_display = (
        "external_id",
        "agent_id",
        "status",
        "trigger",
        "model",
        "cost",
        "requested_at",
    )
    list_filter = ("status", "trigger", "error_code")
    search_fields = ("id__exact", "external_id", "agent_id__exact", "agent__actor__name")
    ordering = ("-id",)


@admin.register(RunEvent)
class RunEventAdmin(ReadOnlyAdmin):
    """Events of runs."""

    list_display = ("run", "seq", "type")
    list_filter = ("type",)
    search_fields = ("run__exact",)
    ordering = ("-id",)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What was said with agents."""

    list_display = ("created_at", "role", "content", "conversation_id")
    list_filter = ("role",)
    search_fields = ("content", "conversation__thread_id")
    ordering = ("-id",)


@admin.register(LanguageEndpoint)
class LanguageEndpointAdmin(ReadOnlyAdmin):
    """Where language models are asked; the sealed key is not shown."""

    list_display = ("name", "kind", "model", "base_url", "position", "enabled")
    list_filter = ("kind", "enabled")
    search_fields = ("name", "model")
    exclude = ("sealed_key",)


@admin.register(LanguageBudget)
class LanguageBudgetAdmin(ReadOnlyAdmin):
    """What agents used of language models, by day."""

    list_display = ("day", "agent_id", "tokens", "tokens_reserved", "cost", "cost_reserved")
    list_filter = ("day",)
    search_fields = ("agent_id__exact", "agent__actor__name")
    ordering = ("-id",)
