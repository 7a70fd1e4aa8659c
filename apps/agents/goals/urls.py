"""Where goals are served; those of a farm are served with the farm."""

from django.urls import path

from apps.agents.goals import views

urlpatterns = [
    path("goals", views.Goals.as_view()),
    path("goals/<uuid:goal_id>", views.OneGoal.as_view()),
    path("agents/<uuid:agent_id>/goals", views.AgentGoals.as_view()),
]
