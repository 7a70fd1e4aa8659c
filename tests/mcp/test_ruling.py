"""Who may call what, decided from rows alone: the strictest along the tree binds, whatever else is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.mcp.ruling import Effect, Level, Ruling, lowest_level, rule_on, rule_on_autonomy, stricter
from apps.system.ids import new_id

ROOT, FARM, AGENT = lineage = [new_id(), new_id(), new_id()]


@dataclass
class Row:
    """A permission row."""

    actor_id: UUID
    effect: str
    tool: str = ""
    category: str = ""


def a_tool(**hints: Any) -> Any:
    facts = {"read_only": False, "destructive": False, "reduces_risk": False, "notional": None}
    return SimpleNamespace(name="buy_it", category="trading", **{**facts, **hints})


BUY = a_tool(destructive=True)


@pytest.mark.parametrize(
    ("rows", "ruling"),
    [
        ([], Ruling(Effect.DENY, "none", None)),
        ([Row(AGENT, "ALLOW", category="trading")], Ruling(Effect.ALLOW, "toolset", AGENT)),
        ([Row(ROOT, "ALLOW", tool="buy_it")], Ruling(Effect.ALLOW, "tool", ROOT)),
        ([Row(AGENT, "ALLOW")], Ruling(Effect.ALLOW, "every", AGENT)),
        ([Row(AGENT, "ALLOW", category="data")], Ruling(Effect.DENY, "none", None)),
        (
            [Row(AGENT, "DENY"), Row(AGENT, "ALLOW", category="trading"), Row(AGENT, "ASK", tool="buy_it")],
            Ruling(Effect.ASK, "tool", AGENT),
        ),
        (
            [Row(FARM, "DENY", category="trading"), Row(AGENT, "ALLOW", tool="buy_it")],
            Ruling(Effect.DENY, "toolset", FARM),
        ),
        (
            [Row(FARM, "ASK"), Row(AGENT, "ALLOW", tool="buy_it")],
            Ruling(Effect.ASK, "every", FARM),
        ),
        (
            [Row(FARM, "ALLOW"), Row(AGENT, "ASK", category="trading")],
            Ruling(Effect.ASK, "toolset", AGENT),
        ),
        (
            [Row(FARM, "DENY", category="trading"), Row(FARM, "ALLOW", tool="buy_it")],
            Ruling(Effect.ALLOW, "tool", FARM),
        ),
        (
            [Row(ROOT, "DENY", tool="buy_it"), Row(AGENT, "DENY", tool="buy_it")],
            Ruling(Effect.DENY, "tool", ROOT),
        ),
    ],
)
def test_of_one_actor_the_nearest_row_speaks_and_of_all_the_strictest(
    rows: Sequence[Row], ruling: Ruling
) -> None:
    assert rule_on(BUY, lineage, rows) == ruling


rows_of_anyone = st.lists(
    st.builds(
        Row,
        st.sampled_from(lineage),
        st.sampled_from(["ALLOW", "ASK", "DENY"]),
        *[st.sampled_from([("buy_it", ""), ("other_tool", ""), ("", "trading"), ("", "data"), ("", "")])],
    ).map(lambda row: Row(row.actor_id, row.effect, *row.tool)),
    max_size=8,
    unique_by=lambda row: (row.actor_id, row.tool, row.category),
)


@given(rows_of_anyone)
def test_nobody_below_widens_what_somebody_above_says(rows: list[Row]) -> None:
    above = [row for row in rows if row.actor_id != AGENT]
    strictness = [Effect.ALLOW, Effect.ASK, Effect.DENY]
    before, after = rule_on(BUY, lineage, above), rule_on(BUY, lineage, rows)

    assert before.source == "none" or strictness.index(after.effect) >= strictness.index(before.effect)


@given(rows_of_anyone)
def test_what_holds_is_the_strictest_of_what_each_says_alone(rows: list[Row]) -> None:
    alone = [rule_on(BUY, [each], rows) for each in lineage]
    spoken = [each for each in alone if each.source != "none"]

    holds = rule_on(BUY, lineage, rows)

    assert holds in spoken or not spoken
    assert all(stricter(holds, each) is holds for each in spoken)


@given(rows_of_anyone)
def test_the_order_of_rows_says_nothing(rows: list[Row]) -> None:
    assert rule_on(BUY, lineage, rows) == rule_on(BUY, lineage, rows[::-1])


@pytest.mark.parametrize(
    ("level", "tool", "effect"),
    [
        (Level.OBSERVE, a_tool(read_only=True), Effect.ALLOW),
        (Level.OBSERVE, a_tool(reduces_risk=True), Effect.DENY),
        (Level.PROPOSE, a_tool(read_only=True), Effect.ALLOW),
        (Level.PROPOSE, a_tool(reduces_risk=True), Effect.ASK),
        (Level.ACT_WITH_APPROVAL, a_tool(), Effect.ALLOW),
        (Level.ACT_WITH_APPROVAL, a_tool(destructive=True), Effect.ASK),
        (Level.ACT_WITH_APPROVAL, a_tool(notional=print), Effect.ASK),
        (Level.ACT_WITH_APPROVAL, a_tool(destructive=True, reduces_risk=True), Effect.ALLOW),
        (Level.ACT, a_tool(destructive=True), Effect.ALLOW),
    ],
)
def test_each_level_goes_so_far(level: Level, tool: Any, effect: str) -> None:
    assert rule_on_autonomy(tool, level) == effect


def test_the_lowest_level_binds_and_it_acts_where_none_is_set() -> None:
    assert lowest_level(lineage, {}) == (Level.ACT, None)
    assert lowest_level(lineage, {FARM: Level.PROPOSE, AGENT: Level.ACT}) == (Level.PROPOSE, FARM)
    assert lowest_level(lineage, {ROOT: Level.OBSERVE, AGENT: Level.OBSERVE}) == (Level.OBSERVE, ROOT)


def test_of_two_rulings_the_stricter_holds_and_the_first_of_equals() -> None:
    permitted, level = Ruling(Effect.ASK, "tool", AGENT), Ruling(Effect.ASK, "autonomy", FARM)

    assert stricter(permitted, level) is permitted
    assert stricter(permitted, Ruling(Effect.DENY, "autonomy", FARM)).source == "autonomy"
