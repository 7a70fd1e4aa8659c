"""What a market says: levels, books, quotes, bars, and what an arriving order may meet."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from apps.trading.types import Interval


class Level(NamedTuple):
    """One price of a ladder and the quantity of base asset that stands there."""

    price: Decimal
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Quote:
    """The best prices of a symbol at a market time, and what it cost 24 hours before; None: nobody says."""

    symbol: str
    bid: Decimal
    ask: Decimal
    last: Decimal
    as_of: datetime
    open_24h: Decimal | None

    @property
    def mid(self) -> Decimal:
        """Half way between bid and ask."""
        return (self.bid + self.ask) / 2

    @property
    def change_24h(self) -> Decimal | None:
        """Change over 24 hours in percent, to four digits; None where it is not known from what."""
        if not self.open_24h:
            return None
        return ((self.last / self.open_24h - 1) * 100).quantize(Decimal("0.0001"))


@dataclass(frozen=True, slots=True)
class DayQuote(Quote):
    """A quote with the range of the 24 hours up to it, and what was traded in them, of the base asset.

    An exchange may not tell one of these: it is None then, and nothing stands in for it.
    """

    high_24h: Decimal | None
    low_24h: Decimal | None
    volume_24h: Decimal | None


@dataclass(frozen=True, slots=True)
class Book:
    """The visible ladder of a symbol, best prices first."""

    symbol: str
    bids: tuple[Level, ...]
    asks: tuple[Level, ...]
    as_of: datetime

    @property
    def mid(self) -> Decimal | None:
        """Half way between the best prices; None where a side is empty."""
        return (self.bids[0].price + self.asks[0].price) / 2 if self.bids and self.asks else None

    @property
    def spread(self) -> Decimal | None:
        """How far the best prices are apart; None where a side is empty."""
        return self.asks[0].price - self.bids[0].price if self.bids and self.asks else None

    @property
    def spread_percent(self) -> Decimal | None:
        """The spread in percent of the mid price, to six digits; None where a side is empty."""
        if self.spread is None or self.mid is None:
            return None
        return (self.spread / self.mid * 100).quantize(Decimal("0.000001"))

    @property
    def imbalance(self) -> Decimal | None:
        """Bids less asks over both, by quantity, from -1 to 1, to four digits; None where nothing stands."""
        bids, asks = (sum((each.quantity for each in side), Decimal(0)) for side in (self.bids, self.asks))
        return ((bids - asks) / (bids + asks)).quantize(Decimal("0.0001")) if bids + asks else None


@dataclass(frozen=True, slots=True)
class Bar:
    """One candle; `volume` is in the base asset."""

    symbol: str
    interval: Interval
    opened_at: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal

    @property
    def closed_at(self) -> datetime:
        """The first moment that is no longer part of the bar."""
        return self.opened_at + self.interval.length


@dataclass(slots=True)
class Outside:
    """What orders meet in one update of a market.

    Nobody changes one. It is not frozen, because that would triple what making one costs.

    `asks` and `bids` are what an arriving order takes. Where the update is a whole bar, `dips_to` is the
    lowest price anybody could buy at during it and `rises_to` the highest anybody could sell at: these
    reach orders that rest. `prints` are trades that were seen: they serve who rests at their price, in turn.
    No fill lies outside `low`..`high`, and all fills together take at most
    `volume` of the base asset.
    """

    asks: tuple[Level, ...]
    bids: tuple[Level, ...]
    dips_to: Decimal | None
    rises_to: Decimal | None
    low: Decimal
    high: Decimal
    volume: Decimal
    at: datetime
    prints: tuple[Level, ...] = ()


def outside_of_bar(bar: Bar) -> Outside:
    """A bar as orders meet it: whoever arrives takes its open, whoever rests is reached by its range."""
    open_level = (Level(bar.open, bar.volume),)
    return Outside(
        asks=open_level,
        bids=open_level,
        dips_to=bar.low,
        rises_to=bar.high,
        low=bar.low,
        high=bar.high,
        volume=bar.volume,
        at=bar.opened_at,
    )
