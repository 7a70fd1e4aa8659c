"""Where runs and conversations are served."""

from django.urls import path

from apps.agents.runs import endpoint_views, kind_views, views
from apps.mcp.views import ToolAlias

RUN = "agents/<uuid:agent_id>/runs/<str:run_id>"
CONVERSATION = "agents/<uuid:agent_id>/conversations/<str:thread_id>"

urlpatterns = [
    path("agents/types", kind_views.AgentTypes.as_view()),
    path("agents/language-endpoints", endpoint_views.LanguageEndpoints.as_view()),
    path("agents/language-endpoints/<slug:name>", endpoint_views.LanguageEndpointView.as_view()),
    path("agents/<uuid:agent_id>/language-budget", endpoint_views.AgentLanguageBudget.as_view()),
    path("agents/<uuid:agent_id>/run", views.RunAgent.as_view()),
    path("agents/<uuid:agent_id>/capabilities", views.AgentCapabilitiesView.as_view()),
    path("agents/<uuid:agent_id>/runs", views.AgentRuns.as_view()),
    path(RUN, views.AgentRun.as_view()),
    path(f"{RUN}/events", views.AgentRunEvents.as_view()),
    path(f"{RUN}/cancel", ToolAlias.as_view(tool="cancel_run")),
    path("agents/<uuid:agent_id>/conversations", views.Conversations.as_view()),
    path(f"{CONVERSATION}/messages", views.ConversationMessages.as_view()),
    path(f"{CONVERSATION}/export", views.ConversationFile.as_view()),
]
