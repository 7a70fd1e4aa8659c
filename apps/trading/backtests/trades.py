"""Round trips: from holding nothing to holding nothing again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from apps.trading.backtests.desk import Filled
from apps.trading.backtests.engine import Played
from apps.trading.backtests.market import Market
from apps.trading.ledger import ZERO, cost_of
from apps.trading.types import Side, exact_arithmetic


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """One position from its first purchase to its last sale; one that is open is valued at the last close.

    `profit` is after fees; `equity` is what the account was worth before it.
    """

    opened: int
    closed: int
    quantity: Decimal
    entry_price: Decimal
    exit_price: Decimal
    cost: Decimal
    fees: Decimal
    profit: Decimal
    equity: Decimal
    is_open: bool
    entry_reason: str
    exit_reason: str
    at_close: bool
    """Whether it ends at the close of its last bar, and not at the open."""

    @property
    def bars(self) -> int:
        """How many closes it saw."""
        return self.closed - self.opened + self.at_close

    @property
    def return_on_cost(self) -> float:
        """Profit as a fraction of what was bought."""
        return float(self.profit / self.cost)

    def sold(self, *, valued: Decimal, proceeds: Decimal, fee: Decimal, reason: str) -> "RoundTrip":
        """The open trip once what is left of it, `valued` so far at the last close, was sold there."""
        profit, fees = self.profit - valued + proceeds - fee, self.fees + fee
        worth = self.cost + profit + fees
        return replace(
            self,
            exit_price=worth / self.quantity,
            fees=fees,
            profit=profit,
            is_open=False,
            exit_reason=reason,
        )

    @property
    def growth(self) -> float:
        """What it made of the account's equity, as a factor."""
        return float(1 + self.profit / self.equity)


def round_trips(market: Market, played: Played) -> list[RoundTrip]:
    """The fills of a backtest as round trips, in order."""
    trips: list[RoundTrip] = []
    equity = played.desk.assumptions.capital
    with exact_arithmetic():
        for fills in _groups(played.desk.fills):
            trip = _trip(market, fills, equity, played.sentences)
            trips.append(trip)
            equity += trip.profit
    return trips


def _groups(fills: Iterable[Filled]) -> list[list[Filled]]:
    groups: list[list[Filled]] = []
    quantity = ZERO
    for filled in fills:
        if not quantity:
            groups.append([])
        groups[-1].append(filled)
        quantity += filled.fill.quantity if filled.fill.order.side is Side.BUY else -filled.fill.quantity
    return groups


def _trip(market: Market, fills: list[Filled], equity: Decimal, sentences: Mapping[int, str]) -> RoundTrip:
    bought = [each for each in fills if each.fill.order.side is Side.BUY]
    sold = [each for each in fills if each.fill.order.side is Side.SELL]
    quantity, cost = _sum(bought, "quantity"), _sum(bought, "cost")
    left, proceeds = quantity - _sum(sold, "quantity"), _sum(sold, "cost")
    fees = _sum(fills, "fee")
    last = len(market.columns) - 1
    worth = proceeds + cost_of(market.columns.price(int(market.columns.close[last])), left)
    return RoundTrip(
        opened=fills[0].bar,
        closed=last if left else fills[-1].bar,
        quantity=quantity,
        entry_price=cost / quantity,
        exit_price=worth / quantity,
        cost=cost,
        fees=fees,
        profit=worth - cost - fees,
        equity=equity,
        is_open=bool(left),
        entry_reason=sentences.get(fills[0].decided, ""),
        exit_reason="" if left else sentences.get(fills[-1].decided, ""),
        at_close=bool(left),
    )


def _sum(fills: Iterable[Filled], name: str) -> Decimal:
    return sum((getattr(each.fill, name) for each in fills), ZERO)
