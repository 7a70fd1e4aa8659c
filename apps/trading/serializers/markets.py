"""What markets look like over REST, with camelCase names."""

from datetime import datetime
from typing import Literal, Self

from pydantic import Field

from apps.system.types import ExactDecimal, WireModel
from apps.trading.market.replay import pace_of
from apps.trading.market.scenarios import Scenario, ScenarioKind
from apps.trading.market.simulated import moment, speed_of
from apps.trading.market.sources import source_for
from apps.trading.market.types import Book, DayQuote
from apps.trading.models import Instrument, Venue
from apps.trading.selectors.scenarios import list_scenarios
from apps.trading.serializers.prices import book_fields, quote_fields
from apps.trading.types import Interval


class Level(WireModel):
    """One price of a ladder."""

    price: ExactDecimal
    quantity: ExactDecimal


class Origin(WireModel):
    """Where a price comes from and how old it is, in seconds of the market's own time.

    `scenarios` names what is laid over a simulated market, so that it is not taken for an ordinary one.
    """

    venue: str
    source: str
    as_of: datetime
    age_seconds: float
    stale_after_seconds: float
    is_stale: bool
    scenarios: list[ScenarioKind]


class LiveData(Origin):
    """The latest prices of a symbol. Volumes are in the base asset, `change24h` in percent.

    What an exchange does not tell of its last 24 hours is null.
    """

    symbol: str
    price: ExactDecimal
    bid: ExactDecimal
    ask: ExactDecimal
    change_24h: ExactDecimal | None
    high_24h: ExactDecimal | None = Field(alias="high24h")
    low_24h: ExactDecimal | None = Field(alias="low24h")
    volume_24h: ExactDecimal | None = Field(alias="volume24h")

    @classmethod
    def of(cls, venue: Venue, quote: DayQuote, now: datetime) -> Self:
        """Of a venue's quote."""
        return cls(**quote_fields(venue, quote, now))


class ScenarioOut(WireModel):
    """What is, or will be, laid over a simulated market, in market time.

    `strength` is in percent for a fall, and how many times as wide for a spread.
    """

    kind: ScenarioKind
    starts_at: datetime
    ends_at: datetime
    strength: int | None
    is_active: bool

    @classmethod
    def of(cls, scenario: Scenario, at: datetime | None) -> Self:
        """Of a scenario, at a market time."""
        first, end = moment(scenario.first), moment(scenario.end)
        return cls(
            kind=scenario.kind,
            starts_at=first,
            ends_at=end,
            strength=scenario.strength or None,
            is_active=at is not None and first <= at < end,
        )


class VenueOut(WireModel):
    """A market with its own time; `asOf` is that time, null where it has not begun.

    `speed` is how many market seconds pass in a real one; null: as many as decisions allow. `scenarios` are
    those of a simulated market that are not over.
    """

    id: str
    kind: str
    status: str
    speed: float | None
    shortest_interval: Interval
    scenarios: list[ScenarioOut]
    source: str
    as_of: datetime | None

    @classmethod
    def of(cls, venue: Venue, now: datetime) -> Self:
        """Of a venue."""
        source = source_for(venue)
        at = source.market_time(now)
        return cls(
            id=venue.slug,
            kind=venue.kind.lower(),
            status=venue.status.lower(),
            speed=pace_of(venue) if venue.kind == Venue.Kind.REPLAY else speed_of(venue),
            shortest_interval=source.base_interval,
            scenarios=[ScenarioOut.of(each, at) for each in list_scenarios(venue, at)],
            source=source.source,
            as_of=at,
        )


class Venues(WireModel):
    """Every venue."""

    venues: list[VenueOut]


class SymbolOut(WireModel):
    """What a venue lists: steps, least notional, fees as fractions of the cost.

    `status`: `trading` while its market runs and has a price, `halted` while it runs without one, `closed`
    before it begins and after it has ended.
    """

    symbol: str
    venue: str
    base: str
    quote: str
    tick_size: ExactDecimal
    lot_size: ExactDecimal
    min_notional: ExactDecimal
    maker_fee: ExactDecimal
    taker_fee: ExactDecimal
    status: Literal["trading", "halted", "closed"]

    @classmethod
    def of(cls, instrument: Instrument, venue: Venue, *, is_priced: bool) -> Self:
        """Of an instrument and its venue."""
        names = [name for name in cls.model_fields if name not in ("venue", "status")]
        open_status: Literal["trading", "halted"] = "trading" if is_priced else "halted"
        return cls(
            **{name: getattr(instrument, name) for name in names},
            venue=venue.slug,
            status=open_status if venue.status == Venue.Status.RUNNING else "closed",
        )


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


class GapOut(WireModel):
    """Bars that are missing, from the opening of the first to that of the next one there; none is made up."""

    after: datetime
    until: datetime
    bars: int


class Candles(WireModel):
    """The last closed bars of a symbol, oldest first, and where bars are missing among and after them.

    `scenarios` names what was laid over a simulated market while they lasted.
    """

    symbol: str
    venue: str
    interval: Interval
    candles: list[CandleOut]
    gaps: list[GapOut]
    scenarios: list[ScenarioKind]
    source: str
    as_of: datetime | None


class OrderBook(Origin):
    """The visible ladder of a symbol, best prices first.

    `imbalance` is bids less asks over both, by the quantity shown, from -1 to 1; `spreadPercent` is of the
    mid price. A figure that a one-sided book has not is null.
    """

    symbol: str
    bids: list[Level]
    asks: list[Level]
    mid: ExactDecimal | None
    spread: ExactDecimal | None
    spread_percent: ExactDecimal | None
    imbalance: ExactDecimal | None

    @classmethod
    def of(cls, venue: Venue, book: Book, depth: int, now: datetime) -> Self:
        """Of a venue's book."""
        return cls(**book_fields(venue, book, depth, now))


class CandleGaps(WireModel):
    """How whole the stored bars of a symbol are; the longest gaps first, at most 200."""

    symbol: str
    venue: str
    interval: Interval
    bars: int
    missing: int
    first: datetime | None
    last: datetime | None
    gaps: list[GapOut]
    source: str
    as_of: datetime | None
