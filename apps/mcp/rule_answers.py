"""Permissions, autonomy and budgets on the wire: what holds, and which row of whom says so."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from apps.mcp.budgets import find_budgets, resets_at, used_of
from apps.mcp.models import ToolAutonomy, ToolBudget, ToolPermission
from apps.mcp.registry import list_tools
from apps.mcp.ruling import Level, Ruling, Source
from apps.mcp.selectors import autonomy_of, rulings_of
from apps.mcp.tool import Tool
from apps.system.access.models import Actor
from apps.system.types import ExactDecimal, WireModel

LevelName = Literal["observe", "propose", "act_with_approval", "act"]
Effect = Literal["ALLOW", "ASK", "DENY"]

LEVELS: Mapping[LevelName, ToolAutonomy.Level] = {
    "observe": Level.OBSERVE,
    "propose": Level.PROPOSE,
    "act_with_approval": Level.ACT_WITH_APPROVAL,
    "act": Level.ACT,
}


class RuleHolder(WireModel):
    """Whose row decides."""

    id: UUID
    kind: str
    name: str


class RuleOut(WireModel):
    """One rule: for a tool, for a toolset, or (both null) for every tool."""

    tool: str | None
    toolset: str | None
    effect: Effect


class ToolRuling(WireModel):
    """What holds for one tool.

    `source` is the kind of row that decides: `tool`, `toolset`, `every` (tool), `autonomy`, or `none`: there
    is no row, and so it is denied. `decidedBy` is whose row it is.
    """

    tool: str
    toolset: str
    effect: Effect
    source: Source
    decided_by: RuleHolder | None


class AutonomyOut(WireModel):
    """How far an actor goes without a person: the lowest level along its lineage.

    `own` is what is set for exactly this actor; `decidedBy` is null where no level is set: then it acts.
    """

    actor_id: UUID
    level: LevelName
    own: LevelName | None
    decided_by: RuleHolder | None


class PermissionsOut(WireModel):
    """The rules set for exactly this actor, and what holds for each tool by all rules along its lineage.

    For a person or a team: what holds for an agent below that has no rules of its own.
    """

    actor_id: UUID
    rules: list[RuleOut]
    autonomy: AutonomyOut
    tools: list[ToolRuling]


class BudgetOut(WireModel):
    """What somebody, with all below, may spend in a day, and what is used; null is without a limit."""

    actor: RuleHolder
    calls_per_day: int | None
    calls_used: int
    money_per_day: ExactDecimal | None
    money_used: ExactDecimal
    currency: str
    llm_per_day: ExactDecimal | None
    llm_used: ExactDecimal


class BudgetsOut(WireModel):
    """Every budget that binds an actor, its own last; all of them begin anew at `resetsAt`."""

    actor_id: UUID
    budgets: list[BudgetOut]
    resets_at: datetime
    as_of: datetime


def present_permissions(actor: Actor) -> PermissionsOut:
    """An actor's rules, and what they and those above come to."""
    holders = _holders(actor)
    own = ToolPermission.objects.filter(actor=actor).order_by("category", "tool")
    tools = [each for each in list_tools() if not each.operator]
    rulings = rulings_of(actor, tools)
    return PermissionsOut(
        actor_id=actor.id,
        rules=[_rule(row) for row in own],
        autonomy=present_autonomy(actor),
        tools=[_ruling(each, rulings[each.name], holders) for each in tools],
    )


def present_autonomy(actor: Actor) -> AutonomyOut:
    """An actor's level of autonomy, and whose it is."""
    level, whose = autonomy_of(actor)
    own = ToolAutonomy.objects.filter(actor=actor).values_list("level", flat=True).first()
    return AutonomyOut(
        actor_id=actor.id,
        level=name_of(level),
        own=None if own is None else name_of(own),
        decided_by=None if whose is None else _holders(actor)[whose],
    )


def present_budgets(actor: Actor, now: datetime) -> BudgetsOut:
    """What binds an actor today."""
    budgets = [_budget(each, now) for each in find_budgets(actor)]
    return BudgetsOut(actor_id=actor.id, budgets=budgets, resets_at=resets_at(now), as_of=now)


def name_of(level: int) -> LevelName:
    """A level of autonomy as the wire names it."""
    return next(name for name, each in LEVELS.items() if each == level)


def level_of(name: LevelName) -> ToolAutonomy.Level:
    """The level of autonomy that the wire names so."""
    return LEVELS[name]


def _holders(actor: Actor) -> Mapping[UUID, RuleHolder]:
    above = Actor.objects.filter(id__in=actor.lineage)
    return {each.id: _holder(each) for each in above}


def _holder(actor: Actor) -> RuleHolder:
    return RuleHolder(id=actor.id, kind=actor.kind.lower(), name=actor.name)


def _rule(row: ToolPermission) -> RuleOut:
    return RuleOut.model_validate(
        {"tool": row.tool or None, "toolset": row.category or None, "effect": row.effect}
    )


def _ruling(tool: Tool, ruling: Ruling, holders: Mapping[UUID, RuleHolder]) -> ToolRuling:
    return ToolRuling.model_validate(
        {
            "tool": tool.name,
            "toolset": tool.category,
            "effect": str(ruling.effect),
            "source": ruling.source,
            "decided_by": None if ruling.actor_id is None else holders[ruling.actor_id],
        }
    )


def _budget(budget: ToolBudget, now: datetime) -> BudgetOut:
    used = used_of(budget, now)
    return BudgetOut(
        actor=_holder(budget.actor),
        calls_per_day=budget.calls_per_day,
        calls_used=used.calls,
        money_per_day=budget.money_per_day,
        money_used=used.money,
        currency=budget.currency,
        llm_per_day=budget.llm_per_day,
        llm_used=used.llm,
    )
