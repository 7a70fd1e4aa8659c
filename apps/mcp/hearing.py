"""What rules and levels say of what many callers ask for, read in one statement.

A fleet's rules are tens of thousands of rows that mostly say the same. PostgreSQL finds of each actor the row
that speaks and answers a letter for it; those whose letters are the same are judged once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.mcp.ruling import STRICTNESS, Rule, Ruling, lowest_level, rule_on, rule_on_autonomy, stricter
from apps.mcp.tool import Tool
from apps.system.access.types import Caller
from apps.system.bulk import array_of, read_rows
from apps.system.prepared import execute_prepared

_HEAR = """
    SELECT string_agg(coalesce(said::text, '-'), '' ORDER BY place),
        string_agg(coalesce(level::text, '-'), '' ORDER BY place)
    FROM (
        SELECT asked.place, max(own.level) AS level, max(
            CASE WHEN rule.tool <> '' THEN 6 WHEN rule.category <> '' THEN 3 ELSE 0 END
            + CASE rule.effect WHEN 'DENY' THEN 2 WHEN 'ASK' THEN 1 ELSE 0 END
        ) FILTER (WHERE rule.id IS NOT NULL) AS said
        FROM unnest(%s::uuid[], %s::int[]) WITH ORDINALITY AS asked(actor, number, place)
        JOIN unnest(%s::text[], %s::text[]) WITH ORDINALITY AS tool(name, category, number) USING (number)
        LEFT JOIN mcp_tool_permission AS rule ON rule.actor_id = asked.actor
            AND (rule.tool = tool.name OR (rule.tool = '' AND rule.category IN ('', tool.category)))
        LEFT JOIN mcp_tool_autonomy AS own ON own.actor_id = asked.actor
        GROUP BY asked.place
    ) AS heard
"""
"""Of each actor the row nearest to the tool: three digits each for `every`, the toolset and the tool itself,
by strictness. `-` where none speaks, or there is no level."""

_NONE = "-"
_OWN = UUID(int=0)
"""Stands for whoever asks, in what is judged for many."""


@dataclass(slots=True)
class _Rule:
    """A permission row as a letter tells it."""

    actor_id: UUID
    category: str
    tool: str
    effect: str


@dataclass(eq=False, slots=True)
class _Kin:
    """Actors with the same ones above them who ask alike for a tool; the letters of those above."""

    tool: Tool
    is_alone: bool
    above: Sequence[UUID]
    said: str = ""
    levels: str = ""


def hear(asked: Sequence[tuple[Caller, Tool]]) -> list[Ruling]:
    """What holds for each: by the permission rows, and by the level of autonomy of who acts by itself."""
    if not asked:
        return []
    found: dict[tuple[str, bool, tuple[UUID, ...]], _Kin] = {}
    kin: list[_Kin] = []
    for caller, tool in asked:
        key = (tool.name, _acts_alone(caller, tool), tuple(caller.actor.lineage[:-1]))
        if (those := found.get(key)) is None:
            those = found[key] = _Kin(tool, *key[1:])
        kin.append(those)
    said, levels = _read(asked, list(found.values()))
    known: dict[tuple[_Kin, str, str], Ruling] = {}
    rulings: list[Ruling] = []
    for (caller, _), alike in zip(asked, zip(kin, said, levels, strict=True), strict=True):
        if (ruling := known.get(alike)) is None:
            ruling = known[alike] = _judge(*alike)
        is_own = ruling.actor_id is _OWN
        rulings.append(Ruling(ruling.effect, ruling.source, caller.actor.id) if is_own else ruling)
    return rulings


def _read(asked: Sequence[tuple[Caller, Tool]], groups: Sequence[_Kin]) -> tuple[str, str]:
    """The letters of those who ask, in their order. Those of the actors above are noted on their kin."""
    tools = list({each.tool.name: each.tool for each in groups}.values())
    numbers = {each.name: number for number, each in enumerate(tools, start=1)}
    ids = [caller.actor.id for caller, _ in asked] + [each for those in groups for each in those.above]
    own = [numbers[tool.name] for _, tool in asked]
    over = [numbers[those.tool.name] for those in groups for _ in those.above]
    columns: list[list[Any]] = [
        ids,
        own + over,
        [each.name for each in tools],
        [each.category for each in tools],
    ]
    # One is asked again and again: planned once. Many are planned for as many as they are.
    read = execute_prepared if len(asked) == 1 else read_rows
    ((said, levels),) = read(_HEAR, [array_of(each) for each in columns])
    end = len(asked)
    for those in groups:
        begin, end = end, end + len(those.above)
        those.said, those.levels = said[begin:end], levels[begin:end]
    return said[: len(asked)], levels[: len(asked)]


def _judge(those: _Kin, said: str, level: str) -> Ruling:
    """What holds for whoever of a kin has said this; what it says itself is told as of `_OWN`."""
    lineage, tool = [*those.above, _OWN], those.tool
    words = zip(lineage, those.said + said, strict=True)
    rows: list[Rule] = [_rule(whose, int(word), tool) for whose, word in words if word != _NONE]
    ruling = rule_on(tool, lineage, rows)
    if not those.is_alone:
        return ruling
    levels = zip(lineage, those.levels + level, strict=True)
    lowest, whose = lowest_level(lineage, {whose: int(each) for whose, each in levels if each != _NONE})
    return stricter(ruling, Ruling(rule_on_autonomy(tool, lowest), "autonomy", whose))


def _rule(whose: UUID, word: int, tool: Tool) -> _Rule:
    nearness, strictness = divmod(word, len(STRICTNESS))
    category, name = [("", ""), (tool.category, ""), ("", tool.name)][nearness]
    return _Rule(whose, category, name, STRICTNESS[strictness])


def _acts_alone(caller: Caller, tool: Tool) -> bool:
    principal, actor = caller.principal, caller.actor
    return not tool.read_only and (principal is actor or principal.id == actor.id)
