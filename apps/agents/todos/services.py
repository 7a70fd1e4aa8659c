"""Writing and closing to-dos. The list's agent is locked first, so that a list changes one step at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from apps.agents.models import Agent, Todo, TodoNeed
from apps.agents.todos.errors import AlreadyClosed, BadShape, Blocked, HasOpenParts, TooManyTodos
from apps.agents.todos.events import TodoCreated, TodoUpdated
from apps.agents.todos.selectors import get_tree
from apps.agents.todos.templates import Wanted, template_for
from apps.agents.todos.tree import CLOSED, DEEPEST, Tree
from apps.system.access.models import Actor
from apps.system.errors import NotFound
from apps.system.events.services import append_event

MOST_TODOS = 1000
"""In one list, closed ones too: of those the oldest make room."""


@dataclass(frozen=True, slots=True)
class TodoWish:
    """What a new to-do is to be like."""

    title: str
    description: str = ""
    priority: str = Todo.Priority.NORMAL
    due_at: datetime | None = None
    parent_id: UUID | None = None
    needs: Sequence[UUID] = ()
    assignee: Agent | None = None


@transaction.atomic
def create_todo(agent: Agent, wish: TodoWish, *, by: Actor, now: datetime) -> Todo:
    """Write a to-do at the end of an agent's list.

    Raises NotFound (`unknown_todo`) for a parent or need of another list, BadShape and TooManyTodos.
    """
    _lock(agent.pk)
    tree = get_tree(agent.pk)
    _check_known(tree, [*wish.needs, *([wish.parent_id] if wish.parent_id else [])])
    if tree.level_of(wish.parent_id) >= DEEPEST:
        raise BadShape(f"A list is {DEEPEST} levels deep at most.")
    _check_need_not_whole(tree, wish.parent_id, wish.needs)
    _make_room(agent, tree)
    made = Todo.objects.create(
        agent=agent,
        parent_id=wish.parent_id,
        assignee=wish.assignee,
        title=wish.title,
        description=wish.description,
        priority=wish.priority,
        position=_last_position(agent) + 1,
        due_at=wish.due_at,
        created_by=by,
        updated_at=now,
    )
    _write_needs(made, wish.needs)
    facts = {name: getattr(made, name) for name in ("agent_id", "parent_id", "title", "priority", "due_at")}
    news = TodoCreated(todo_id=made.id, assignee_id=assignee_of(made), **facts)
    append_event(news, audience=agent.actor.owner_id)
    return made


@transaction.atomic
def complete_todo(todo: Todo, *, result: str, now: datetime) -> Todo:
    """Mark a to-do as done. Raises AlreadyClosed, Blocked (with what it needs) and HasOpenParts."""
    todo = _lock_todo(todo)
    if todo.status in CLOSED:
        raise AlreadyClosed(f"It is {todo.get_status_display().lower()} already.")
    _check_may_be_done(todo, get_tree(todo.agent_id))
    todo.status, todo.result, todo.closed_at = Todo.Status.DONE, result, now
    return _save(todo, now)


@transaction.atomic
def update_todo(todo: Todo, changes: Mapping[str, Any], *, now: datetime) -> Todo:
    """Change what is given: words, priority, due, state, who does it, its place in the tree, what it needs.

    Raises NotFound for to-dos of another list, BadShape, Blocked and HasOpenParts.
    """
    todo = _lock_todo(todo)
    tree = get_tree(todo.agent_id)
    if "parent_id" in changes:
        _check_place(tree, todo, changes["parent_id"])
        todo.parent_id = changes["parent_id"]
        todo.save(update_fields=["parent"])
        tree = get_tree(todo.agent_id)
    if "needs" in changes:
        _check_needs(tree, todo, changes["needs"])
        _write_needs(todo, changes["needs"])
        tree = get_tree(todo.agent_id)
    for name in ("title", "description", "priority", "due_at", "assignee"):
        if name in changes:
            setattr(todo, name, changes[name])
    if "status" in changes:
        _move_to(todo, changes["status"], tree, now)
    return _save(todo, now)


def write_template(agent: Agent, *, now: datetime) -> list[Todo]:
    """Give a new agent the to-dos of its type's template."""
    rows: list[Todo] = []
    needs: list[TodoNeed] = []
    main: list[Todo] = []
    for wanted in template_for(agent.type):
        made = _templated(agent, wanted.title, len(rows) + 1, wanted, now)
        needs += [TodoNeed(todo=made, needed=main[-back]) for back in wanted.needs]
        main.append(made)
        rows.append(made)
        for title in wanted.parts:
            rows.append(_templated(agent, title, len(rows) + 1, wanted, now, parent=made))
    Todo.objects.bulk_create(rows)
    TodoNeed.objects.bulk_create(needs)
    return rows


def _templated(
    agent: Agent, title: str, position: int, wanted: Wanted, now: datetime, *, parent: Todo | None = None
) -> Todo:
    due = now + wanted.due if wanted.due else None
    facts = {"position": position, "priority": wanted.priority, "due_at": due, "updated_at": now}
    return Todo(agent=agent, title=title, parent=parent, **facts)


def assignee_of(todo: Todo) -> UUID:
    """Who is to do it."""
    found: UUID = todo.assignee_id or todo.agent_id
    return found


def _lock(agent_id: UUID) -> None:
    Agent.objects.select_for_update(of=("self",)).get(pk=agent_id)


def _lock_todo(todo: Todo) -> Todo:
    _lock(todo.agent_id)
    return Todo.objects.select_related("agent__actor").get(pk=todo.pk)


def _last_position(agent: Agent) -> int:
    return Todo.objects.filter(agent=agent).aggregate(last=Max("position"))["last"] or 0


def _check_known(tree: Tree, todo_ids: Sequence[UUID]) -> None:
    for each in todo_ids:
        if each not in tree.nodes:
            raise NotFound(f"There is no to-do {each} in this list.", code="unknown_todo")


def _check_need_not_whole(tree: Tree, parent_id: UUID | None, needs: Sequence[UUID]) -> None:
    """A part must not wait for its whole, which waits for its parts."""
    if parent_id is not None and tree.closes_circle(parent_id, needs):
        raise BadShape("It would wait for a to-do that waits for it.")


def _check_place(tree: Tree, todo: Todo, parent_id: UUID | None) -> None:
    if parent_id is None:
        return
    _check_known(tree, [parent_id])
    if not tree.fits_under(todo.id, parent_id):
        raise BadShape(f"A to-do is no part of itself, and a list is {DEEPEST} levels deep at most.")
    if tree.closes_circle(parent_id, [todo.id]):
        raise BadShape("It would wait for a to-do that waits for it.")


def _check_needs(tree: Tree, todo: Todo, needs: Sequence[UUID]) -> None:
    _check_known(tree, needs)
    if tree.closes_circle(todo.id, needs):
        raise BadShape("It would wait for a to-do that waits for it.")


def _write_needs(todo: Todo, needs: Sequence[UUID]) -> None:
    TodoNeed.objects.filter(todo=todo).delete()
    TodoNeed.objects.bulk_create([TodoNeed(todo=todo, needed_id=each) for each in dict.fromkeys(needs)])


def _move_to(todo: Todo, status: str, tree: Tree, now: datetime) -> None:
    if status == Todo.Status.IN_PROGRESS:
        _check_not_blocked(todo, tree)
    if status == Todo.Status.DONE and todo.status != Todo.Status.DONE:
        _check_may_be_done(todo, tree)
    todo.status, todo.closed_at = status, now if status in CLOSED else None


def _check_not_blocked(todo: Todo, tree: Tree) -> None:
    if blockers := tree.blockers_of(todo.id):
        titles = list(Todo.objects.filter(id__in=blockers).values_list("title", flat=True))
        details = {"blocked_by": [str(each) for each in blockers]}
        raise Blocked(f"First: {'; '.join(titles)}.", details=details)


def _check_may_be_done(todo: Todo, tree: Tree) -> None:
    _check_not_blocked(todo, tree)
    if parts := tree.open_parts_of(todo.id):
        raise HasOpenParts(
            f"{len(parts)} of its parts are open.", details={"parts": [str(each) for each in parts]}
        )


def _make_room(agent: Agent, tree: Tree) -> None:
    """Let the to-do go that was closed first and that nothing needs. Raises TooManyTodos."""
    if len(tree.nodes) < MOST_TODOS:
        return
    closed = Todo.objects.filter(agent=agent, status__in=CLOSED, children=None, needed_by=None)
    oldest = closed.order_by("closed_at", "id").first()
    if oldest is None:
        raise TooManyTodos(f"{MOST_TODOS} to-dos are the most; close some.", details={"most": MOST_TODOS})
    oldest.delete()


def _save(todo: Todo, now: datetime) -> Todo:
    todo.updated_at = now
    todo.save()
    names = ("agent_id", "title", "status", "priority", "due_at")
    facts = {name: getattr(todo, name) for name in names}
    news = TodoUpdated(todo_id=todo.id, assignee_id=assignee_of(todo), **facts)
    append_event(news, audience=todo.agent.actor.owner_id)
    return todo
