"""What markets look like over REST, with camelCase names."""

from datetime import datetime
from typing import Self

from pydantic import Field

from apps.system.types import ExactDecimal, WireModel
from apps.trading.market.sources import source_for
from apps.trading.market.types import Book, Quote
from apps.trading.models import Instrument, Venue
from apps.trading.serializers.results import quote_fields
from apps.trading.types import Interval


class Level(WireModel):
    """One price of a ladder."""

    price: ExactDecimal
    quantity: ExactDecimal


class LiveData(WireModel):
    """The latest prices of a symbol. Volumes are in the base asset, `change24h` in percent."""

    symbol: str
    venue: str
    price: ExactDecimal
    bid: ExactDecimal
    ask: ExactDecimal
    change_24h: ExactDecimal = Field(alias="change24h")
    high_24h: ExactDecimal = Field(alias="high24h")
    low_24h: ExactDecimal = Field(alias="low24h")
    volume_24h: ExactDecimal = Field(alias="volume24h")
    source: str
    as_of: datetime

    @classmethod
    def of(cls, venue: Venue, quote: Quote) -> Self:
        """Of a venue's quote."""
        return cls(**quote_fields(venue, quote))


class VenueOut(WireModel):
    """A market with its own time; `asOf` is that time, null where it has not begun."""

    id: str
    kind: str
    status: str
    source: str
    as_of: datetime | None

    @classmethod
    def of(cls, venue: Venue, source: str) -> Self:
        """Of a venue and its market's source."""
        return cls(
            id=venue.slug,
            kind=venue.kind.lower(),
            status=venue.status.lower(),
            source=source,
            as_of=venue.market_time,
        )


class Venues(WireModel):
    """Every venue."""

    venues: list[VenueOut]


class SymbolOut(WireModel):
    """What a venue lists: steps, least notional, fees as fractions of the cost."""

    symbol: str
    venue: str
    base: str
    quote: str
    tick_size: ExactDecimal
    lot_size: ExactDecimal
    min_notional: ExactDecimal
    maker_fee: ExactDecimal
    taker_fee: ExactDecimal

    @classmethod
    def of(cls, instrument: Instrument) -> Self:
        """Of an instrument."""
        names = [name for name in cls.model_fields if name != "venue"]
        return cls(**{name: getattr(instrument, name) for name in names}, venue=instrument.venue_id)


class Symbols(WireModel):
    """What a venue lists, by symbol."""

    venue: str
    symbols: list[SymbolOut]
    source: str
    as_of: datetime | None


class CandleOut(WireModel):
    """One closed bar; volume in the base asset."""

    opened_at: datetime
    open: ExactDecimal
    high: ExactDecimal
    low: ExactDecimal
    close: ExactDecimal
    volume: ExactDecimal


class Candles(WireModel):
    """The last closed bars of a symbol, oldest first."""

    symbol: str
    venue: str
    interval: Interval
    candles: list[CandleOut]
    source: str
    as_of: datetime | None


class OrderBook(WireModel):
    """The visible ladder of a symbol, best prices first."""

    symbol: str
    venue: str
    bids: list[Level]
    asks: list[Level]
    source: str
    as_of: datetime

    @classmethod
    def of(cls, venue: Venue, book: Book) -> Self:
        """Of a venue's book."""
        return cls(
            symbol=book.symbol,
            venue=venue.slug,
            bids=[Level.model_validate(level) for level in book.bids],
            asks=[Level.model_validate(level) for level in book.asks],
            source=source_for(venue).source,
            as_of=book.as_of,
        )
