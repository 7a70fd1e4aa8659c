"""Agents over REST."""

from django.urls import path

from apps.agents import views
from apps.agents.checkpoints.urls import urlpatterns as checkpoint_urls
from apps.agents.goals.urls import urlpatterns as goal_urls
from apps.agents.history.urls import urlpatterns as history_urls
from apps.agents.memory.urls import urlpatterns as memory_urls
from apps.agents.messages.urls import urlpatterns as message_urls
from apps.agents.performance.urls import urlpatterns as performance_urls
from apps.agents.runs.urls import urlpatterns as run_urls
from apps.agents.todos.urls import urlpatterns as todo_urls
from apps.mcp.views import ExecuteTool, ToolAlias

CREATION_PATIENCE = 30.0

urlpatterns = [
    path("agents", views.AgentList.as_view()),
    path("agents/status", views.AgentsStatus.as_view()),
    path("agents/worth", views.AgentsWorth.as_view()),
    path("agents/change", ToolAlias.as_view(tool="change_agents")),
    path("agents/change/configure", ToolAlias.as_view(tool="configure_agents")),
    path("agents/change/archive", ToolAlias.as_view(tool="archive_agents")),
    path("agents/strategies", views.StrategyList.as_view()),
    path(
        "agents/create-complete",
        ToolAlias.as_view(tool="create_agent", success_status=201, patience=CREATION_PATIENCE),
    ),
    path("agents/<uuid:agent_id>", views.AgentDetail.as_view()),
    path("agents/<uuid:agent_id>/persistence", views.AgentPersistence.as_view()),
    path("agents/<uuid:agent_id>/mcp-tools", views.AgentTools.as_view()),
    path("agents/<uuid:agent_id>/permissions", views.AgentPermissions.as_view()),
    path("agents/<uuid:agent_id>/autonomy", views.AgentAutonomy.as_view()),
    path("agents/<uuid:agent_id>/budget", views.AgentBudget.as_view()),
    path("agents/<uuid:agent_id>/execute-tool", ExecuteTool.as_view()),
    path("agents/<uuid:agent_id>/vault", views.AgentVault.as_view()),
    path("agents/<uuid:agent_id>/decisions", views.AgentDecisions.as_view()),
    path("agents/<uuid:agent_id>/start", ToolAlias.as_view(tool="start_agent")),
    path("agents/<uuid:agent_id>/pause", ToolAlias.as_view(tool="pause_agent")),
    path("agents/<uuid:agent_id>/resume", ToolAlias.as_view(tool="resume_agent")),
    path("agents/<uuid:agent_id>/archive", ToolAlias.as_view(tool="archive_agent")),
    path("agents/<uuid:agent_id>/schedule", ToolAlias.as_view(tool="schedule_agent", method="put")),
    path("agents/<uuid:agent_id>/clone", ToolAlias.as_view(tool="clone_agent", success_status=201)),
    path("agents/<uuid:agent_id>/stop", ToolAlias.as_view(tool="stop_agent")),
    *checkpoint_urls,
    *goal_urls,
    *history_urls,
    *memory_urls,
    *message_urls,
    *performance_urls,
    *run_urls,
    *todo_urls,
]
