"""Where performance is served."""

from django.urls import path

from apps.agents.performance import views

urlpatterns = [
    path("agents/leaderboard", views.Ranked.as_view()),
    path("agents/<uuid:agent_id>/performance", views.Performed.as_view()),
]
