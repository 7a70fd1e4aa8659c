"""Walk-forward: parameters are chosen on the bars before, and judged on the bars after."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from apps.trading.backtests.engine import Mark, Progress, play
from apps.trading.backtests.market import ZERO, Assumptions, Market
from apps.trading.backtests.sweep import Objective, Scored, sweep
from apps.trading.backtests.trades import RoundTrip, round_trips
from apps.trading.ledger import cost_of, fee_of
from apps.trading.strategies.types import Parameters, Strategy
from apps.trading.types import exact_arithmetic

WINDOW_ENDED = "Sold all: the window ended."


@dataclass(frozen=True, slots=True)
class Window:
    """Bars `train`..`test` choose the parameters, bars `test`..`end` judge them (by the exact path)."""

    train: int
    test: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """A window, what was best in its sample, and what that came to out of it."""

    window: Window
    best: Scored
    capital: Decimal
    final: Decimal
    marks: Sequence[Mark]
    trips: Sequence[RoundTrip]
    traded: Decimal
    fees: Decimal
    ended: Mapping[str, int]


def windows(market: Market, train: int, test: int) -> list[Window]:
    """Rolling windows: each is judged where the one before was left off; a last one may be shorter."""
    starts = range(market.first, len(market.columns) - train - 1, test)
    return [Window(start, start + train, min(start + train + test, len(market.columns))) for start in starts]


def walk_forward(
    market: Market,
    strategy: Strategy[Any],
    combinations: Sequence[Parameters],
    assumptions: Assumptions,
    objective: Objective,
    plan: Sequence[Window],
    *,
    on_each: Callable[[], None] | None = None,
    on_progress: Progress | None = None,
) -> list[Step]:
    """Walk through the plan. Each window begins with what the last one left, and with nothing held: what
    is open at its end is sold at the last close, with fee and slippage."""
    steps: list[Step] = []
    capital = assumptions.capital
    for window in plan:
        seen = replace(market, columns=market.columns.part(0, window.test), first=window.train)
        best = sweep(seen, strategy, combinations, assumptions, objective, on_each=on_each)[0]
        after = replace(market, columns=market.columns.part(0, window.end), first=window.test)
        funded = replace(assumptions, capital=capital)
        step = _judge(after, strategy, best, funded, window, on_progress)
        steps.append(step)
        capital = step.final
    return steps


def _judge(
    market: Market,
    strategy: Strategy[Any],
    best: Scored,
    assumptions: Assumptions,
    window: Window,
    on_progress: Progress | None,
) -> Step:
    played = play(market, strategy, best.parameters, assumptions, on_progress=on_progress)
    desk, last = played.desk, len(market.columns) - 1
    marks, trips = played.marks, round_trips(market, played)
    with exact_arithmetic():
        close = market.columns.price(int(market.columns.close[last]))
        proceeds = cost_of(market.slipped(close, -assumptions.slippage), desk.position.quantity)
        fee = fee_of(proceeds, assumptions.taker_fee)
        final = desk.cash + proceeds - fee
        traded = sum((each.fill.cost for each in desk.fills), proceeds)
        if desk.position.quantity:
            valued = cost_of(close, desk.position.quantity)
            trips[-1] = trips[-1].sold(valued=valued, proceeds=proceeds, fee=fee, reason=WINDOW_ENDED)
            marks = [*(mark for mark in marks if mark.bar < last), Mark(last, final, ZERO)]
    fees, ended = desk.fees + fee, desk.ended
    return Step(window, best, assumptions.capital, final, marks, trips, traded, fees, ended)
