"""How far a goal has come, without a database.

    progress = (current - start) / (target - start)                 profit, value, trades
    progress = current / target                                     win rate, Sharpe ratio
    progress = the share of the time until the deadline that passed  drawdown, while it is kept
    velocity = (current - start) / days since the start              from one day on; profit, value, trades
    estimate = now + (target - current) / velocity                   where the velocity is above zero

A ratio may fall again: with a deadline it is judged then, without one as soon as it is reached. What is not
reached at its deadline has failed; a drawdown fails as soon as it is too deep.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from apps.trading.types import exact_arithmetic

DAY = timedelta(days=1)
LEAST_TIME = DAY
LEAST_TRADES = 10
MILESTONES = (25, 50, 75, 100)
FARTHEST = timedelta(days=3650)
FOUR = Decimal("0.0001")
PLACES = Decimal("1e-18")
ZERO, HUNDRED = Decimal(0), Decimal(100)

COUNTS = frozenset({"profit", "value", "trades"})
RATIOS = frozenset({"win_rate", "sharpe"})


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal as it was set, and the milestones that it has passed."""

    type: str
    target: Decimal
    start: Decimal
    started_at: datetime
    deadline: datetime | None
    milestones: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a goal stands; None where that cannot be told. `passed` are milestones passed just now."""

    status: str
    current: Decimal | None
    progress: Decimal | None
    velocity: Decimal | None
    estimated_at: datetime | None
    passed: tuple[int, ...]
    missing: str


def judge(aim: Aim, current: Decimal | None, missing: str, now: datetime) -> Judgement:
    """How a goal stands at a moment, by its figure of then (None: `missing` says why)."""
    if current is None:
        over = aim.deadline is not None and now >= aim.deadline
        return Judgement("failed" if over else "active", None, None, None, None, (), missing)
    with exact_arithmetic():
        progress = _progress(aim, current, now)
        velocity = _velocity(aim, current, now)
        reached = _is_reached(aim, current, now)
        return Judgement(
            status=_status(aim, current, now, is_reached=reached),
            current=current,
            progress=progress,
            velocity=velocity,
            estimated_at=None if reached else _estimate(aim, current, velocity, now),
            passed=tuple(each for each in MILESTONES if progress >= each and str(each) not in aim.milestones),
            missing="",
        )


def _progress(aim: Aim, current: Decimal, now: datetime) -> Decimal:
    if aim.type == "drawdown":
        assert aim.deadline is not None
        share = Decimal((now - aim.started_at) / (aim.deadline - aim.started_at))
        share = share if current <= aim.target else ZERO
    elif aim.type in RATIOS:
        share = current / aim.target
    else:
        share = (current - aim.start) / (aim.target - aim.start)
    return min(max(share * 100, ZERO), HUNDRED).quantize(FOUR)


def _velocity(aim: Aim, current: Decimal, now: datetime) -> Decimal | None:
    passed = now - aim.started_at
    if aim.type not in COUNTS or passed < LEAST_TIME:
        return None
    return ((current - aim.start) / Decimal(passed / DAY)).quantize(PLACES)


def _estimate(aim: Aim, current: Decimal, velocity: Decimal | None, now: datetime) -> datetime | None:
    if velocity is None or velocity <= 0:
        return None
    days = (aim.target - current) / velocity
    return now + float(days) * DAY if days <= FARTHEST.days else None


def _is_reached(aim: Aim, current: Decimal, now: datetime) -> bool:
    over = aim.deadline is not None and now >= aim.deadline
    if aim.type == "drawdown":
        return over and current <= aim.target
    if aim.type in RATIOS and aim.deadline is not None:
        return over and current >= aim.target
    return current >= aim.target


def _status(aim: Aim, current: Decimal, now: datetime, *, is_reached: bool) -> str:
    if is_reached:
        return "completed"
    too_deep = aim.type == "drawdown" and current > aim.target
    over = aim.deadline is not None and now >= aim.deadline
    return "failed" if too_deep or over else "active"
