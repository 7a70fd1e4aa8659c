"""Who may call what, decided from rows: pure, so that a call, a list and an answer to people agree."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

from apps.mcp.models import ToolAutonomy, ToolPermission
from apps.mcp.tool import Tool

Effect = ToolPermission.Effect
Level = ToolAutonomy.Level
STRICTNESS = (Effect.ALLOW, Effect.ASK, Effect.DENY)

Source = Literal["tool", "toolset", "every", "autonomy", "none"]


class Rule(Protocol):
    """A permission row, stored or about to be."""

    actor_id: UUID
    category: str
    tool: str
    effect: str


class Ruling(NamedTuple):
    """What holds for a tool, and which row of whom says so (`actor_id` is None where there is no row)."""

    effect: str
    source: Source
    actor_id: UUID | None


NOTHING_SAID = Ruling(Effect.DENY, "none", None)


def rule_on(tool: Tool, lineage: Sequence[UUID], rows: Iterable[Rule]) -> Ruling:
    """What the permission rows along a lineage (root first) say of a tool.

    Of one actor the row nearest to the tool speaks: the tool's own, its toolset's, that of every tool. Of
    those who speak, the strictest binds; among equals the highest in the tree. Where nobody speaks it is
    denied.
    """
    spoken: dict[UUID, Rule] = {}
    for row in rows:
        if _fits(row, tool) and _nearness(row) > _nearness(spoken.get(row.actor_id)):
            spoken[row.actor_id] = row
    heard = [spoken[actor_id] for actor_id in lineage if actor_id in spoken]
    binding = max(heard, key=lambda row: STRICTNESS.index(Effect(row.effect)), default=None)
    if binding is None:
        return NOTHING_SAID
    return Ruling(Effect(binding.effect), _source(binding), binding.actor_id)


def rule_on_autonomy(tool: Tool, level: int) -> str:
    """What a level of autonomy says of a tool that an actor calls by itself.

    Reading is free at every level. At `act with approval` what adds risk or destroys asks; what only takes
    risk away runs: an exit must not wait for a person.
    """
    if tool.read_only or level == Level.ACT:
        return Effect.ALLOW
    if level == Level.OBSERVE:
        return Effect.DENY
    if level == Level.PROPOSE:
        return Effect.ASK
    adds_risk = tool.destructive or tool.notional is not None
    return Effect.ASK if adds_risk and not tool.reduces_risk else Effect.ALLOW


def lowest_level(lineage: Sequence[UUID], levels: Mapping[UUID, int]) -> tuple[int, UUID | None]:
    """The lowest level along a lineage (root first), and whose it is; among equals the highest."""
    known = [(levels[actor_id], actor_id) for actor_id in lineage if actor_id in levels]
    return min(known, key=lambda each: each[0], default=(int(Level.ACT), None))


def stricter(one: Ruling, other: Ruling) -> Ruling:
    """The stricter of two rulings; the first where they are equal."""
    return max(one, other, key=lambda each: STRICTNESS.index(Effect(each.effect)))


def _fits(row: Rule, tool: Tool) -> bool:
    if row.tool:
        return row.tool == tool.name
    return row.category in ("", tool.category)


def _nearness(row: Rule | None) -> int:
    if row is None:
        return 0
    return 3 if row.tool else 2 if row.category else 1


def _source(row: Rule) -> Source:
    if row.tool:
        return "tool"
    return "toolset" if row.category else "every"
