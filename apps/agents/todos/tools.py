"""Writing, changing and closing to-dos: agents for themselves, people for them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from apps.agents.selectors.acting import get_acting, get_kin
from apps.agents.selectors.agents import get_agent
from apps.agents.todos import services
from apps.agents.todos.selectors import get_own_todo, get_todo
from apps.agents.todos.serializers import TodoState, describe_todo
from apps.mcp.registry import operator_command, tool
from apps.mcp.tool import Example
from apps.mcp.types import ToolContext
from apps.system.bodies import Text, refuse_unstorable

Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(refuse_unstorable),
    Field(description="What is to be done, in one line.", examples=["Review the fees of this week"]),
]
Description = Annotated[Text, Field(max_length=4000, description="How, why, and when it counts as done.")]
Priority = Annotated[Literal["low", "normal", "high", "critical"], Field(description="How urgent it is.")]
Due = Annotated[AwareDatetime | None, Field(description="By when; null: whenever.")]
Parent = Annotated[UUID | None, Field(description="The to-do of the same list that it is a part of.")]
Needs = Annotated[
    list[UUID], Field(max_length=20, description="To-dos of the same list that must be closed before it.")
]
Assignee = Annotated[
    UUID | None, Field(description="The agent of your owner that is to do it; null: whose list it is.")
]
Result = Annotated[Text, Field(max_length=4000, description="What came of it.")]
TodoId = Annotated[UUID, Field(description="The to-do.")]


@tool(
    category="system",
    kind="command",
    scope="trade",
    destructive=False,
    idempotent=False,
    per_minute=60,
    cheap=True,
    reduces_risk=True,
    examples=[
        Example(
            "Note what to look into",
            {"title": "Compare slippage before and after noon", "priority": "high"},
        ),
    ],
)
def create_todo(
    context: ToolContext,
    *,
    title: Title,
    description: Description = "",
    priority: Priority = "normal",
    due_at: Due = None,
    parent_id: Parent = None,
    needs: Needs = [],  # noqa: B006 - a default of the schema, never changed
    assignee_id: Assignee = None,
) -> TodoState:
    """Write down something to be done, at the end of your list; it may belong to another, or wait for others.

    Refused with `todo_shape` where it would wait for itself or lie more than five levels deep,
    `unknown_todo`, `unknown_agent` and `too_many_todos`.
    """
    agent = get_acting(context.actor)
    wish = services.TodoWish(
        title=title,
        description=description,
        priority=priority,
        due_at=due_at,
        parent_id=parent_id,
        needs=needs,
        assignee=get_kin(agent, assignee_id) if assignee_id else None,
    )
    return describe_todo(services.create_todo(agent, wish, by=context.caller.principal, now=context.now))


@tool(
    category="system",
    kind="command",
    scope="trade",
    destructive=False,
    idempotent=False,
    per_minute=60,
    cheap=True,
    reduces_risk=True,
    examples=[
        Example("Close what was done", {"todo_id": "{todo_id}", "result": "Slippage is the same all day."}),
    ],
)
def complete_todo(context: ToolContext, *, todo_id: TodoId, result: Result = "") -> TodoState:
    """Mark a to-do of your list, or one that is assigned to you, as done.

    Refused with `todo_blocked` while something that it needs is open, `todo_has_open_parts`, `todo_closed`
    and `unknown_todo`.
    """
    todo = get_own_todo(get_acting(context.actor), todo_id)
    return describe_todo(services.complete_todo(todo, result=result, now=context.now))


@operator_command(
    category="agents", scope="trade", idempotent=True, per_minute=120, cheap=True, reduces_risk=True
)
def update_todo(
    context: ToolContext,
    *,
    agent_id: UUID,
    todo_id: TodoId,
    title: Title | None = None,
    description: Description | None = None,
    priority: Priority | None = None,
    status: Annotated[
        Literal["pending", "in_progress", "done", "cancelled"] | None,
        Field(description="`pending` takes a closed one up again."),
    ] = None,
    due_at: Due = None,
    parent_id: Parent = None,
    needs: Needs | None = None,
    assignee_id: Assignee = None,
    clear: Annotated[
        list[Literal["due_at", "parent_id", "assignee_id"]],
        Field(max_length=3, description="What to take away."),
    ] = [],  # noqa: B006 - a default of the schema, never changed
) -> TodoState:
    """Change a to-do of an agent's list; what is left out stays as it is."""
    agent = get_agent(context.actor, agent_id)
    todo = get_todo(agent, todo_id)
    given: dict[str, Any] = {
        "title": title,
        "description": description,
        "priority": priority,
        "status": status,
        "due_at": due_at,
        "parent_id": parent_id,
        "needs": needs,
        "assignee": get_kin(agent, assignee_id) if assignee_id else None,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    changes |= {name.replace("assignee_id", "assignee"): None for name in clear}
    return describe_todo(services.update_todo(todo, changes, now=context.now))
