"""Prices as tools and endpoints tell them, with where they come from and how old they are."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from apps.system.types import ExactDecimal
from apps.trading.market.scenarios import ScenarioKind
from apps.trading.market.sources import source_for
from apps.trading.market.types import Book, DayQuote
from apps.trading.models import Venue
from apps.trading.selectors.freshness import freshness_of
from apps.trading.selectors.scenarios import kinds_at


def quote_fields(venue: Venue, quote: DayQuote, now: datetime) -> dict[str, Any]:
    """A quote as both the tool and the endpoint tell it."""
    same = ("symbol", "bid", "ask", "change_24h", "high_24h", "low_24h", "volume_24h")
    named = {name: getattr(quote, name) for name in same}
    return {**named, "price": quote.last, **origin_fields(venue, quote.as_of, now)}


def origin_fields(venue: Venue, as_of: datetime, now: datetime) -> dict[str, Any]:
    """Where a price comes from, how old it is, and what is laid over its market."""
    return {
        "venue": venue.slug,
        "source": source_for(venue).source,
        "as_of": as_of,
        **asdict(freshness_of(venue, as_of, now)),
        "scenarios": kinds_at(venue, source_for(venue).market_time(now) or as_of),
    }


def book_fields(venue: Venue, book: Book, depth: int, now: datetime) -> dict[str, Any]:
    """A ladder, `depth` levels a side at most, as both the tool and the endpoint tell it."""
    shown = replace(book, bids=book.bids[:depth], asks=book.asks[:depth])
    sides = {
        name: [{"price": each.price, "quantity": each.quantity} for each in levels]
        for name, levels in (("bids", shown.bids), ("asks", shown.asks))
    }
    named = ("symbol", "mid", "spread", "spread_percent", "imbalance")
    figures = {name: getattr(shown, name) for name in named}
    return {**sides, **figures, **origin_fields(venue, book.as_of, now)}


class MarketData(BaseModel):
    """The latest prices of a symbol. Volumes are in the base asset, `change_24h` in percent, ages in seconds
    of the market's own time. What an exchange does not tell of its last 24 hours is null. `scenarios` names
    what is laid over a simulated market."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    symbol: str
    venue: str
    price: ExactDecimal
    bid: ExactDecimal
    ask: ExactDecimal
    change_24h: ExactDecimal | None
    high_24h: ExactDecimal | None
    low_24h: ExactDecimal | None
    volume_24h: ExactDecimal | None
    source: str
    as_of: datetime
    age_seconds: float
    stale_after_seconds: float
    is_stale: bool
    scenarios: list[ScenarioKind]

    @classmethod
    def of(cls, venue: Venue, quote: DayQuote, now: datetime) -> Self:
        """Of a venue's quote."""
        return cls(**quote_fields(venue, quote, now))


class BookLevel(BaseModel):
    """One price of a ladder and the quantity of the base asset that stands there."""

    model_config = ConfigDict(extra="forbid")

    price: ExactDecimal
    quantity: ExactDecimal


class BookResult(BaseModel):
    """The visible ladder of a symbol, best prices first.

    `imbalance` is bids less asks over both, by the quantity shown, from -1 to 1; `spread_percent` is of the
    mid price. A figure that a one-sided book has not is null.
    """

    model_config = ConfigDict(extra="forbid")

    symbol: str
    venue: str
    bids: list[BookLevel]
    asks: list[BookLevel]
    mid: ExactDecimal | None
    spread: ExactDecimal | None
    spread_percent: ExactDecimal | None
    imbalance: ExactDecimal | None
    source: str
    as_of: datetime
    age_seconds: float
    stale_after_seconds: float
    is_stale: bool
    scenarios: list[ScenarioKind]

    @classmethod
    def of(cls, venue: Venue, book: Book, depth: int, now: datetime) -> Self:
        """Of a venue's book."""
        return cls(**book_fields(venue, book, depth, now))
