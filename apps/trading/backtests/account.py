"""An account that went through a market, however it was played."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.trading.backtests.curve import buy_and_hold
from apps.trading.backtests.engine import Mark, Played
from apps.trading.backtests.market import ZERO, Assumptions, Market
from apps.trading.backtests.trades import RoundTrip, round_trips
from apps.trading.backtests.walk_forward import Step
from apps.trading.ledger import cost_of, fee_of
from apps.trading.types import exact_arithmetic


@dataclass(frozen=True, eq=False)
class Account:
    """What a report needs: `traded` is the notional of all fills, `ended` the orders that came to nothing."""

    marks: Sequence[Mark]
    trips: Sequence[RoundTrip]
    traded: Decimal
    fees: Decimal
    ended: Mapping[str, int]
    final: Decimal


def account_of(market: Market, played: Played) -> Account:
    """The account of an exact backtest; what it holds is valued at the last close."""
    desk, close = played.desk, market.columns.price(int(market.columns.close[-1]))
    with exact_arithmetic():
        traded = sum((each.fill.cost for each in desk.fills), ZERO)
        final = desk.cash + cost_of(close, desk.position.quantity)
    trips = round_trips(market, played)
    return Account(played.marks, trips, traded, desk.fees, desk.ended, final)


def benchmark_of(market: Market, assumptions: Assumptions) -> Account:
    """The account of whoever just buys and holds."""
    marks = buy_and_hold(market, assumptions)
    bought = marks[-1]
    with exact_arithmetic():
        opened = market.columns.price(int(market.columns.open[min(bought.bar, len(market.columns) - 1)]))
        cost = cost_of(market.slipped(opened, assumptions.slippage), bought.quantity)
        close = market.columns.price(int(market.columns.close[-1]))
        final = bought.cash + cost_of(close, bought.quantity)
    return Account(marks, [], cost, fee_of(cost, assumptions.taker_fee), {}, final)


def joined(steps: Sequence[Step]) -> Account:
    """The windows of a walk-forward as one account."""
    return Account(
        marks=[mark for step in steps for mark in step.marks],
        trips=[trip for step in steps for trip in step.trips],
        traded=sum((step.traded for step in steps), ZERO),
        fees=sum((step.fees for step in steps), ZERO),
        ended=sum((Counter(step.ended) for step in steps), Counter()),
        final=steps[-1].final,
    )
