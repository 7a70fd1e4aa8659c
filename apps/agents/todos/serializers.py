"""To-dos on the wire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from apps.agents.models import Todo
from apps.agents.todos.selectors import get_tree
from apps.agents.todos.tree import Tree
from apps.system.types import WireModel


class TodoOut(WireModel):
    """One to-do; `blockedBy` must be closed first, `progress` is in percent, from its parts."""

    id: UUID
    agent_id: UUID
    parent_id: UUID | None
    assignee_id: UUID
    title: str
    description: str
    status: str
    priority: str
    position: int
    level: int
    progress: int
    needs: list[UUID]
    blocked_by: list[UUID]
    due_at: datetime | None
    result: str
    created_by: UUID | None
    created_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, todo: Todo, tree: Tree) -> Self:
        """Of a to-do and the list it stands in."""
        names = ("id", "agent_id", "parent_id", "title", "description", "status", "priority", "position")
        more = ("due_at", "result", "created_at", "closed_at")
        return cls(
            **{name: getattr(todo, name) for name in (*names, *more)},
            assignee_id=todo.assignee_id or todo.agent_id,
            created_by=todo.created_by_id,
            level=tree.level_of(todo.id),
            progress=tree.progress_of(todo.id),
            needs=tree.needs.get(todo.id, []),
            blocked_by=tree.blockers_of(todo.id),
        )


def present_todos(todos: Sequence[Todo]) -> list[TodoOut]:
    """To-dos of one list as they are answered; the list's shape is two queries for any number."""
    if not todos:
        return []
    tree = get_tree(todos[0].agent_id)
    return [TodoOut.of(todo, tree) for todo in todos]


class TodoState(BaseModel):
    """A to-do as it stands: `blocked_by` must be closed first, `progress` is in percent, from its parts."""

    id: UUID
    agent_id: UUID
    parent_id: UUID | None
    assignee_id: UUID
    title: str
    status: str
    priority: str
    due_at: datetime | None
    progress: int
    blocked_by: list[UUID]


def describe_todo(todo: Todo) -> TodoState:
    """A to-do as tools answer it."""
    (shown,) = present_todos([todo])
    return TodoState(**{name: getattr(shown, name) for name in TodoState.model_fields})
