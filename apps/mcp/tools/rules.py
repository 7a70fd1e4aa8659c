"""Who may call what, how far agents go alone, and what they may spend."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from apps.mcp import budgets, rules
from apps.mcp.registry import operator_command
from apps.mcp.rule_answers import (
    AutonomyOut,
    BudgetsOut,
    LevelName,
    PermissionsOut,
    level_of,
    present_autonomy,
    present_budgets,
    present_permissions,
)
from apps.mcp.types import ToolContext
from apps.system.access.models import Actor
from apps.system.access.selectors import get_actor
from apps.system.types import MAX_DIGITS, SCALE, PositiveDecimal

MOST_RULES = 200
MOST_CALLS = 2_000_000_000

ActorId = Annotated[
    UUID | None, Field(description="An actor that you see: agent, farm, team; yourself if left out.")
]
Mode = Annotated[
    Literal["merge", "replace"],
    Field(description="`merge` keeps the rules that are not named; `replace` drops them."),
]
Amount = Annotated[PositiveDecimal, Field(max_digits=MAX_DIGITS, decimal_places=SCALE)]
Calls = Annotated[
    int | None, Field(ge=0, le=MOST_CALLS, description="Calls in a day; null: without a limit.")
]
Money = Annotated[Amount | None, Field(description="Notional in a day; null: without a limit.")]
Currency = Annotated[
    str, Field(pattern=r"^[A-Z0-9]{2,12}$", description="What money is counted in.", examples=["USD"])
]
LlmCost = Annotated[Amount | None, Field(description="What language models may cost in a day, in USD.")]


class Permission(BaseModel):
    """A rule for a tool, for a toolset (a category), or, with neither, for every tool."""

    tool: Annotated[str | None, Field(max_length=64)] = None
    toolset: Annotated[str | None, Field(max_length=32)] = None
    effect: Annotated[
        Literal["ALLOW", "ASK", "DENY"] | None, Field(description="null takes the rule away.")
    ] = None


Level = Annotated[
    LevelName | None,
    Field(
        description="`observe`: reads only; `propose`: every command waits for a person; "
        "`act_with_approval`: what adds risk or destroys waits; `act`: permissions decide; null: unset."
    ),
]
Permissions = Annotated[list[Permission], Field(max_length=MOST_RULES, description="What to set.")]


@operator_command(scope="operate", idempotent=True, cheap=True, reduces_risk=True)
def set_permissions(
    context: ToolContext, *, permissions: Permissions, mode: Mode = "merge", actor_id: ActorId = None
) -> PermissionsOut:
    """Set which tools an actor, and all below it, may call: ALLOW, ASK (a person each time) or DENY.

    Of one actor its rule for the tool counts before that for the toolset, and that before every tool. Along
    the tree the strictest binds: nobody below can widen it. Refused with `unknown_tool`, `unknown_toolset`,
    `tool_and_toolset`, `duplicate_rule`.
    """
    actor = _actor(context, actor_id)
    wanted = [rules.Wanted(each.tool or "", each.toolset or "", each.effect) for each in permissions]
    rules.set_permissions(actor, wanted, mode=mode)
    return present_permissions(actor)


@operator_command(scope="operate", idempotent=True, cheap=True, reduces_risk=True)
def set_autonomy(
    context: ToolContext,
    *,
    level: Level,
    actor_id: ActorId = None,
) -> AutonomyOut:
    """Say how far an agent goes without a person; on a farm, team or person, the ceiling for all below.

    The lowest level along the tree binds. It does not bind a person who acts in an agent's place.
    """
    actor = _actor(context, actor_id)
    rules.set_autonomy(actor, None if level is None else level_of(level))
    return present_autonomy(actor)


@operator_command(scope="operate", idempotent=True, cheap=True, reduces_risk=True)
def set_budget(
    context: ToolContext,
    *,
    calls_per_day: Calls = None,
    money_per_day: Money = None,
    llm_per_day: LlmCost = None,
    currency: Currency = "USD",
    actor_id: ActorId = None,
) -> BudgetsOut:
    """Set what an actor, with all below it, may spend in a day (UTC): calls, money, language models.

    All limits at once: what is left out is without a limit. What is used today stays used. Every budget along
    the tree binds; what reduces risk is counted and never refused.
    """
    actor = _actor(context, actor_id)
    limits = {
        "calls_per_day": calls_per_day,
        "money_per_day": money_per_day,
        "llm_per_day": llm_per_day,
        "currency": currency,
    }
    budgets.set_budget(actor, limits=limits)
    return present_budgets(actor, context.now)


def _actor(context: ToolContext, actor_id: UUID | None) -> Actor:
    return context.actor if actor_id is None else get_actor(context.actor, actor_id)
