"""Finding to-dos, and the shape of the list they stand in."""

from uuid import UUID

from django.db.models import Q, QuerySet

from apps.agents.models import Agent, Todo, TodoNeed
from apps.agents.todos.tree import Node, Tree
from apps.system.errors import NotFound


def list_todos(agent: Agent) -> "QuerySet[Todo]":
    """What an agent's list holds."""
    return Todo.objects.filter(agent=agent)


def get_todo(agent: Agent, todo_id: UUID) -> Todo:
    """One to-do of an agent's list. Raises NotFound (`unknown_todo`)."""
    return _one(list_todos(agent), todo_id)


def get_own_todo(agent: Agent, todo_id: UUID) -> Todo:
    """One that an agent may close: of its list, or assigned to it. Raises NotFound (`unknown_todo`)."""
    return _one(Todo.objects.filter(Q(agent=agent) | Q(assignee=agent)), todo_id)


def _one(rows: "QuerySet[Todo]", todo_id: UUID) -> Todo:
    found = rows.select_related("agent__actor").filter(pk=todo_id).first()
    if found is None:
        raise NotFound(f"There is no to-do {todo_id} in this list.", code="unknown_todo")
    return found


def get_tree(agent_id: UUID) -> Tree:
    """The shape of an agent's whole list, in two queries; its size is bounded."""
    rows = Todo.objects.filter(agent_id=agent_id).order_by("position")
    nodes = [Node(*row) for row in rows.values_list("id", "parent_id", "status")]
    needs = TodoNeed.objects.filter(todo__agent_id=agent_id).order_by("id").values_list("todo", "needed")
    return Tree(nodes, needs)
