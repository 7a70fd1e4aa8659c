"""Where checkpoints are served."""

from django.urls import path

from apps.agents.checkpoints import views

LIST = "agents/<uuid:agent_id>/checkpoints"
ONE = f"{LIST}/<uuid:checkpoint_id>"

urlpatterns = [
    path(LIST, views.Checkpoints.as_view()),
    path(ONE, views.OneCheckpoint.as_view()),
    path(f"{ONE}/comparison", views.CheckpointComparison.as_view()),
    path(f"{ONE}/restore", views.CheckpointRestoration.as_view()),
]
