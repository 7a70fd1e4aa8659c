"""What a connection to an exchange is made of, and what it tells: no library's words."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID


@dataclass(frozen=True)
class Credentials:
    """What signs requests to an exchange; never shown, not even by `repr`."""

    key: str = field(repr=False)
    secret: str = field(repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Plan:
    """Which exchange is connected to for which symbols, and where.

    `rest_url` and `stream_url` replace the origins of its addresses: an endpoint of one's own, or a test's.
    """

    exchange: str
    symbols: tuple[str, ...]
    sandbox: bool = False
    rest_url: str = ""
    stream_url: str = ""
    live: bool = False
    """Its orders go to the exchange, for real money, instead of being matched here."""

    @classmethod
    def of(cls, config: dict[str, Any]) -> Self:
        """As a venue's configuration keeps it."""
        return cls(
            exchange=config["exchange"],
            symbols=tuple(config["symbols"]),
            sandbox=bool(config["sandbox"]),
            rest_url=config["rest_url"],
            stream_url=config["stream_url"],
            live=bool(config["live"]),
        )

    def config(self) -> dict[str, Any]:
        """As a venue keeps it."""
        return {
            "exchange": self.exchange,
            "symbols": list(self.symbols),
            "sandbox": self.sandbox,
            "rest_url": self.rest_url,
            "stream_url": self.stream_url,
            "live": self.live,
        }


@dataclass(frozen=True)
class Listing:
    """A pair as the exchange lists it: its steps, its least notional, its fees as fractions."""

    symbol: str
    tick_size: Decimal
    lot_size: Decimal
    min_notional: Decimal
    maker_fee: Decimal
    taker_fee: Decimal


@dataclass(frozen=True)
class Day:
    """A pair's last price, and its last 24 hours, as far as the exchange tells them."""

    last: Decimal
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    volume: Decimal | None


@dataclass(frozen=True)
class Ticket:
    """An order as it is sent: always with a limit, so that nothing is executed at a worse price.

    With a `stop_price` it waits at the exchange until the market has come there.
    """

    order_id: UUID
    client_id: str
    symbol: str
    side: str
    quantity: Decimal
    limit_price: Decimal
    is_ioc: bool
    stop_price: Decimal | None = None


@dataclass(frozen=True)
class Execution:
    """One trade of an order, as the exchange says it; the fee in whatever asset it was taken."""

    trade_id: str
    price: Decimal
    quantity: Decimal
    fee: Decimal
    fee_asset: str
    is_maker: bool
    at: datetime


@dataclass(frozen=True)
class Placed:
    """An order at the exchange: how much is executed, and whether it can still be."""

    exchange_id: str
    client_id: str
    filled: Decimal
    is_open: bool


class ExchangeError(Exception):
    """The exchange did not do what was asked."""


class ExchangeAway(ExchangeError):
    """No answer that says what became of the request. `is_unsent`: it cannot have arrived."""

    def __init__(self, reason: str, *, is_unsent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.is_unsent, self.retry_after = is_unsent, retry_after


class ExchangeRefused(ExchangeError):
    """The exchange answered, and refused. `code` is ours and stable, the reason is its own words."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
