"""Where to-do lists are served."""

from django.urls import path

from apps.agents.todos import views

LIST = "agents/<uuid:agent_id>/todo-list"

urlpatterns = [
    path(LIST, views.AgentTodos.as_view()),
    path(f"{LIST}/<uuid:todo_id>", views.AgentTodo.as_view()),
    path(f"{LIST}/<uuid:todo_id>/complete", views.AgentTodoCompletion.as_view()),
]
