"""Where messages are served."""

from django.urls import path

from apps.agents.messages import views

urlpatterns = [path("agents/<uuid:agent_id>/messages", views.AgentMessages.as_view())]
