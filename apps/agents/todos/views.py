"""An agent's to-do list over REST; writes are tool calls."""

from typing import Literal
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.agents.models import Todo
from apps.agents.selectors.agents import get_agent
from apps.agents.todos.selectors import list_todos
from apps.agents.todos.serializers import TodoOut, present_todos
from apps.agents.todos.tree import CLOSED
from apps.mcp.documenting import query
from apps.mcp.views import ToolAlias
from apps.system.access.authentication import caller_of
from apps.system.pagination import Page, paginate_together
from apps.system.queries import Query, read_query


class TodoFilter(Query):
    """Which to-dos."""

    show: Literal["all", "open", "closed", "overdue"] = "all"
    priority: Todo.Priority | None = None


class AgentTodos(ToolAlias):
    """What is to be done by an agent or for it."""

    tools = {"post": "create_todo"}
    path_parameters = {"agent_id": "agent_id"}
    success_status = 201

    @extend_schema(
        operation_id="list_agent_todos",
        parameters=[
            query("show", "`open`, `closed`, `overdue` or `all`."),
            query("priority", "Only of this priority."),
            query("cursor", "The `next` or `previous` of a page."),
            query("limit", "Rows of a page, 200 at most.", kind=OpenApiTypes.INT),
        ],
        responses=Page[TodoOut],
    )
    def get(self, request: Request, agent_id: UUID) -> Response:
        """In the order they were written; parts name the to-do they belong to as `parentId`."""
        wanted = read_query(request, TodoFilter)
        rows = list_todos(get_agent(caller_of(request).actor, agent_id))
        if wanted.priority is not None:
            rows = rows.filter(priority=wanted.priority)
        if wanted.show == "closed":
            rows = rows.filter(status__in=CLOSED)
        elif wanted.show != "all":
            rows = rows.exclude(status__in=CLOSED)
        if wanted.show == "overdue":
            rows = rows.filter(due_at__lt=timezone.now())
        return Response(paginate_together(request, rows, present_todos, newest_first=False))


class AgentTodo(ToolAlias):
    """One to-do."""

    tools = {"patch": "update_todo"}
    path_parameters = {"agent_id": "agent_id", "todo_id": "todo_id"}


class AgentTodoCompletion(ToolAlias):
    """Closing one to-do."""

    tools = {"post": "complete_todo"}
    path_parameters = {"agent_id": "agent_id", "todo_id": "todo_id"}
