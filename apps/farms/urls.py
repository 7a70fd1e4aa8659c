"""Farms over REST."""

from django.urls import path

from apps.farms import views
from apps.mcp.views import ToolAlias

urlpatterns = [
    path("farms", views.FarmList.as_view()),
    path("farms/create", ToolAlias.as_view(tool="create_farm", success_status=201)),
    path("farms/<uuid:farm_id>", views.FarmDetail.as_view()),
    path("farms/<uuid:farm_id>/agents", views.FarmAgents.as_view()),
    path("farms/<uuid:farm_id>/goals", views.FarmGoals.as_view()),
    path("farms/<uuid:farm_id>/add-agent", ToolAlias.as_view(tool="add_agent_to_farm")),
]
