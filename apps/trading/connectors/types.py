"""What a connection to an exchange is made of, and what it tells: no library's words."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self


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

    @classmethod
    def of(cls, config: dict[str, Any]) -> Self:
        """As a venue's configuration keeps it."""
        return cls(
            exchange=config["exchange"],
            symbols=tuple(config["symbols"]),
            sandbox=bool(config["sandbox"]),
            rest_url=config["rest_url"],
            stream_url=config["stream_url"],
        )

    def config(self) -> dict[str, Any]:
        """As a venue keeps it."""
        return {
            "exchange": self.exchange,
            "symbols": list(self.symbols),
            "sandbox": self.sandbox,
            "rest_url": self.rest_url,
            "stream_url": self.stream_url,
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
    """A pair's last price, and its last 24 hours."""

    last: Decimal
    open: Decimal
    high: Decimal
    low: Decimal
    volume: Decimal


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
