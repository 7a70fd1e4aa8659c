"""What risk is asked, what it knows, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, Context, Decimal
from types import MappingProxyType
from typing import NamedTuple

from apps.trading.types import Link, OrderType, Side, TimeInForce

ZERO, ONE = Decimal(0), Decimal(1)
FULL = 100
_SHARES = Context(prec=12, rounding=ROUND_CEILING)


def share(used: Decimal, limit: Decimal) -> Decimal:
    """How much of a limit is used, rounded up: above one exactly where more than the limit is."""
    return _SHARES.divide(used, limit)


@dataclass(frozen=True, slots=True)
class Rules:
    """What an instrument asks of an order: price and quantity steps, least notional, dearest fee."""

    base: str
    quote: str
    tick: Decimal
    lot: Decimal
    min_notional: Decimal
    taker_fee: Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """How far an account may go; None: as far as it can.

    `collar` is a fraction of the mid price, `stale_after` is in seconds, notionals are in the account's
    currency, concentration, daily loss and drawdown in percent, leverage in multiples of equity.
    """

    max_order_notional: Decimal = Decimal(10_000_000)
    max_open_orders: int = 500
    collar: Decimal = Decimal("0.05")
    stale_after: float = 30.0
    max_position_notional: Decimal | None = None
    max_concentration: Decimal | None = None
    max_daily_loss: Decimal | None = None
    max_drawdown: Decimal | None = None
    max_leverage: Decimal | None = None


UNLIMITED = Limits(max_order_notional=Decimal(10) ** 30, max_open_orders=10**9)
"""What binds an order that only closes what is held: nothing but the market."""


@dataclass(slots=True)
class Proposal:
    """An order somebody would like to place; `link` says whether it is one of a group.

    Nobody changes one. It is not frozen, because that would triple what making one costs.
    """

    side: Side
    order_type: OrderType
    quantity: Decimal
    limit_price: Decimal | None = None
    stop_price: Decimal | None = None
    trail_percent: Decimal | None = None
    trail_amount: Decimal | None = None
    time_in_force: TimeInForce = TimeInForce.GTC
    good_till: datetime | None = None
    post_only: bool = False
    link: Link = Link.NONE


@dataclass(slots=True)
class Situation:
    """The market and the account at that moment; no market: `bid`, `ask` and `quote_age` are None. As little
    changed, and as little frozen, as a proposal.

    `free_quote` is in the quote asset. In the account's currency: `position` is what is held of the symbol,
    `open_buys` what open buys of it reserve, `exposure` both of all symbols; `rate` is what one unit of the
    quote asset is worth in it, None while nobody knows. `equity` is None while a part of it has no price.
    `daily_loss` and `drawdown` are in percent.
    """

    bid: Decimal | None
    ask: Decimal | None
    quote_age: float | None
    free_quote: Decimal
    free_base: Decimal
    open_orders: int
    position: Decimal = ZERO
    open_buys: Decimal = ZERO
    exposure: Decimal = ZERO
    equity: Decimal | None = None
    daily_loss: Decimal = ZERO
    drawdown: Decimal = ZERO
    market_time: datetime | None = None
    rate: Decimal | None = ONE

    @property
    def mid(self) -> Decimal:
        """Half way between bid and ask; zero without a market."""
        return ((self.bid or ZERO) + (self.ask or ZERO)) / 2

    def touch(self, side: Side) -> Decimal:
        """Where an order of this side would begin to trade."""
        return (self.ask if side is Side.BUY else self.bid) or ZERO


@dataclass(frozen=True, slots=True)
class Released:
    """What an order that is to be replaced gives back: its reservation, and its place among the open ones."""

    quote: Decimal = ZERO
    base: Decimal = ZERO
    orders: int = 0


NOTHING_RELEASED = Released()


class Verdict(NamedTuple):
    """Accepted (no `code`): what to reserve, how far a market order may run, and the same of its legs. Else
    why not."""

    code: str = ""
    reason: str = ""
    numbers: Mapping[str, str] = MappingProxyType({})
    risk_score: int = 0
    hold_asset: str = ""
    hold: Decimal = ZERO
    worst_price: Decimal = ZERO
    legs: tuple[Decimal, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the order may be placed."""
        return not self.code
