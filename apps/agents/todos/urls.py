"""Where to-do lists are served."""

from django.urls import path

from apps.agents.todos import views
from apps.mcp.views import ToolAlias

LIST = "agents/<uuid:agent_id>/todo-list"

urlpatterns = [
    path(LIST, views.AgentTodos.as_view()),
    path(f"{LIST}/<uuid:todo_id>", views.AgentTodo.as_view()),
    path(f"{LIST}/<uuid:todo_id>/complete", ToolAlias.as_view(tool="complete_todo")),
]
