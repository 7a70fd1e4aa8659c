"""Where memory is served."""

from django.urls import path

from apps.agents.memory import views

urlpatterns = [
    path("agents/<uuid:agent_id>/memory", views.AgentMemory.as_view()),
    path("agents/<uuid:agent_id>/memory/<uuid:memory_id>", views.OneMemory.as_view()),
]
