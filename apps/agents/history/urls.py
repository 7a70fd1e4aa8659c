"""Where the past of agents is served."""

from django.urls import path

from apps.agents.history import views
from apps.mcp.views import ToolAlias

AGENT = "agents/<uuid:agent_id>"

urlpatterns = [
    path(f"{AGENT}/moment", views.AgentMoment.as_view()),
    path(f"{AGENT}/graduation", views.AgentGraduation.as_view()),
    path(f"{AGENT}/decisions/<uuid:decision_id>", views.AgentDecision.as_view()),
    path(f"{AGENT}/versions", views.AgentVersions.as_view()),
    path(f"{AGENT}/versions/<int:version>/roll-back", ToolAlias.as_view(tool="roll_back_agent")),
    path(f"{AGENT}/decisions/<uuid:decision_id>/rerun", views.DecisionRerun.as_view()),
]
