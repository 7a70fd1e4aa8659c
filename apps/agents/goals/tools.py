"""Setting goals for agents and farms, and giving them up."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from apps.agents.goals import services
from apps.agents.goals.selectors import get_goal
from apps.agents.goals.serializers import GoalState
from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.access.selectors import get_actor
from apps.system.access.types import Scope
from apps.system.bodies import Text
from apps.system.errors import Forbidden
from apps.system.types import ExactDecimal

MOST = 10**12

Target = Annotated[
    ExactDecimal,
    Field(gt=0, le=MOST, description="USD for profit and value, percent for win rate and drawdown."),
]


@operator_command(
    category="agents", scope="trade", idempotent=False, cheap=True, reduces_risk=True, timeout=2.0
)
def create_goal(
    context: ToolContext,
    *,
    actor_id: Annotated[UUID, Field(description="The agent or farm that is to reach it.")],
    type: Annotated[
        Literal["profit", "value", "trades", "win_rate", "sharpe", "drawdown"],
        Field(
            description="What is measured from now on; a `drawdown` is to stay within, until the deadline."
        ),
    ],
    target: Target,
    title: Annotated[Text, Field(max_length=120, description="What people call it.")] = "",
    deadline: Annotated[AwareDatetime | None, Field(description="By when; null: whenever.")] = None,
    collect_profit: Annotated[
        bool,
        Field(description="Move what was earned into the vault once it is reached; of profit and value."),
    ] = False,
) -> GoalState:
    """Set a goal for an agent or a farm, which is judged by its real figures every minute.

    Refused with `invalid_goal`, `goal_reached`, `deadline_passed`, `deadline_needed`, `value_unknown`,
    `nothing_to_collect`, `vault_disabled` and `too_many_goals`. Collecting needs the scope `operate`, as
    every deposit in a vault does (`scope_missing`).
    """
    if collect_profit and Scope.OPERATE not in context.caller.scopes:
        raise Forbidden("Collecting profit needs the scope `operate`.", code="scope_missing")
    wish = services.GoalWish(type, target, title.strip(), deadline, collect_profit)
    actor = get_actor(context.actor, actor_id)
    return GoalState.of(services.create_goal(actor, wish, by=context.caller.principal, now=context.now))


@operator_command(category="agents", scope="trade", idempotent=False, cheap=True, reduces_risk=True)
def cancel_goal(
    context: ToolContext, *, goal_id: Annotated[UUID, Field(description="The goal.")]
) -> GoalState:
    """Give a goal up. It stays on the record as cancelled. Refused with `goal_closed`."""
    return GoalState.of(services.cancel_goal(get_goal(context.actor, goal_id), now=context.now))
