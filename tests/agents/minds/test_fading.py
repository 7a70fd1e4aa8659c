"""How strongly a memory counts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.agents.memory.fading import FLOOR, score_of, strength_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(("days", "left"), [(0, 0.8), (30, 0.4), (60, 0.2), (-5, 0.8)])
def test_half_of_it_is_left_after_each_half_life(days: int, left: float) -> None:
    now = NOON + timedelta(days=days)
    strength = strength_of(importance=0.8, half_life_days=30, stored_at=NOON, now=now)
    assert strength == pytest.approx(left)


def test_without_a_half_life_it_does_not_fade() -> None:
    later = NOON + timedelta(days=10_000)
    assert strength_of(importance=0.3, half_life_days=None, stored_at=NOON, now=later) == 0.3


@given(st.floats(0, 1), st.floats(0.01, 3650), st.floats(0, 4000), st.floats(0, 4000))
def test_it_only_ever_fades(importance: float, half_life: float, one: float, other: float) -> None:
    early, late = sorted((one, other))
    left = [
        strength_of(
            importance=importance,
            half_life_days=half_life,
            stored_at=NOON,
            now=NOON + timedelta(days=days),
        )
        for days in (early, late)
    ]
    assert 0 <= left[1] <= left[0] <= importance


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_of_what_matches_alike_the_stronger_comes_first(relevance: float, one: float, other: float) -> None:
    weak, strong = sorted((one, other))
    assert relevance * FLOOR <= score_of(relevance, weak) <= score_of(relevance, strong) <= relevance
