"""How goals are judged, by figures alone."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.agents.goals.judging import Aim, Judgement, judge

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def stands(current: str | None, *, after: timedelta = 2 * DAY, missing: str = "", **aim: Any) -> Judgement:
    facts: dict[str, Any] = {
        "type": "profit",
        "target": "100",
        "start": "0",
        "deadline": None,
        "milestones": {},
    }
    facts |= {"started_at": NOON} | aim
    facts |= {name: Decimal(facts[name]) for name in ("target", "start")}
    return judge(Aim(**facts), None if current is None else Decimal(current), missing, NOON + after)


def test_progress_velocity_and_estimate_follow_from_the_figures() -> None:
    found = stands("40")
    assert (found.status, found.progress, found.velocity) == ("active", Decimal(40), Decimal(20))
    assert found.estimated_at == NOON + 5 * DAY
    assert found.passed == (25,)


def test_progress_counts_from_where_it_began() -> None:
    found = stands("1150", type="value", start="1000", target="1200", milestones={"25": "", "50": ""})
    assert (found.progress, found.passed) == (Decimal(75), (75,))


@pytest.mark.parametrize(
    ("current", "after"), [("40", timedelta(hours=23)), ("0", 2 * DAY), ("-5", 2 * DAY), ("0.0001", 2 * DAY)]
)
def test_without_enough_to_go_by_there_is_no_estimate(current: str, after: timedelta) -> None:
    assert stands(current, after=after).estimated_at is None


def test_what_is_not_known_is_told_with_its_reason_and_judged_at_the_deadline() -> None:
    open_still = stands(None, type="sharpe", missing="3 whole days are recorded, and 10 are needed")
    assert (open_still.status, open_still.progress) == ("active", None)
    assert open_still.missing.startswith("3 whole days")
    assert stands(None, deadline=NOON + DAY).status == "failed"


@pytest.mark.parametrize(
    ("current", "aim", "status"),
    [
        ("100", {}, "completed"),
        ("99.99", {}, "active"),
        ("99.99", {"deadline": NOON + DAY}, "failed"),
        ("100", {"deadline": NOON + 5 * DAY}, "completed"),
        ("70", {"type": "win_rate", "target": "60"}, "completed"),
        ("70", {"type": "win_rate", "target": "60", "deadline": NOON + 5 * DAY}, "active"),
        ("70", {"type": "win_rate", "target": "60", "deadline": NOON + DAY}, "completed"),
        ("4", {"type": "drawdown", "target": "5", "deadline": NOON + 4 * DAY}, "active"),
        ("4", {"type": "drawdown", "target": "5", "deadline": NOON + 2 * DAY}, "completed"),
        ("6", {"type": "drawdown", "target": "5", "deadline": NOON + 4 * DAY}, "failed"),
    ],
)
def test_when_a_goal_is_reached_and_when_it_failed(current: str, aim: dict[str, Any], status: str) -> None:
    assert stands(current, **aim).status == status


def test_a_drawdown_that_is_kept_comes_as_far_as_the_time() -> None:
    found = stands("4", type="drawdown", target="5", deadline=NOON + 4 * DAY)
    assert (found.progress, found.velocity) == (Decimal(50), None)


@given(
    st.decimals(-(10**9), 10**9, places=6),
    st.decimals(1, 10**9, places=6),
    st.integers(0, 4000),
    st.sampled_from(["profit", "trades", "win_rate", "sharpe", "drawdown"]),
)
def test_progress_lies_within_bounds_and_a_milestone_is_passed_once(
    current: Decimal, target: Decimal, hours: int, kind: str
) -> None:
    aim: dict[str, Any] = {"type": kind, "target": target, "deadline": NOON + 5000 * timedelta(hours=1)}
    found = stands(str(current), after=timedelta(hours=hours), **aim)
    assert found.progress is not None
    assert 0 <= found.progress <= 100
    again = stands(
        str(current), after=timedelta(hours=hours), **aim, milestones={str(each): "" for each in found.passed}
    )
    assert again.passed == ()
