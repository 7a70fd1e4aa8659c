"""What watchlists and price alerts look like, over REST and in the results of tools."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Self
from uuid import UUID

from apps.system.types import ExactDecimal, WireModel
from apps.trading.market.sources import source_for
from apps.trading.market.types import Quote
from apps.trading.models import Instrument, PriceAlert, Watchlist


class WatchedOut(WireModel):
    """A symbol of a watchlist with its latest prices; null while its market has none."""

    symbol: str
    venue: str
    price: ExactDecimal | None
    bid: ExactDecimal | None
    ask: ExactDecimal | None
    change_24h: ExactDecimal | None
    source: str
    as_of: datetime | None

    @classmethod
    def of(cls, instrument: Instrument, quote: Quote | None) -> Self:
        """Of a listed symbol (with its venue) and what it costs."""
        return cls(
            symbol=instrument.symbol,
            venue=instrument.venue_id,
            price=quote.last if quote else None,
            bid=quote.bid if quote else None,
            ask=quote.ask if quote else None,
            change_24h=quote.change_24h if quote else None,
            source=source_for(instrument.venue).source,
            as_of=quote.as_of if quote else None,
        )


class WatchlistOut(WireModel):
    """A watchlist, its symbols in order."""

    id: UUID
    name: str
    symbols: list[WatchedOut]
    updated_at: datetime

    @classmethod
    def of(cls, watchlist: Watchlist, quotes: Mapping[int, Quote]) -> Self:
        """Of a list as `list_watchlists` reads it."""
        return cls(
            id=watchlist.id,
            name=watchlist.name,
            symbols=[
                WatchedOut.of(item.instrument, quotes.get(item.instrument_id))
                for item in watchlist.items.all()
            ],
            updated_at=watchlist.updated_at,
        )


class Watchlists(WireModel):
    """Watchlists, by name."""

    watchlists: list[WatchlistOut]
    as_of: datetime


def watched_ids(watchlists: Iterable[Watchlist]) -> set[int]:
    """The instruments on these lists."""
    return {item.instrument_id for watchlist in watchlists for item in watchlist.items.all()}


class PriceAlertOut(WireModel):
    """A price that somebody waits for: `price` to be above, below or crossed, or a change in `percent`.

    `status` is `active`, `triggered`, `cancelled` or `expired`. While it rests after it was told
    (`restsUntil`) it tells nothing. `setsOffAbove` and `setsOffBelow` are the prices it waits for now.
    """

    id: UUID
    symbol: str
    venue: str
    condition: str
    price: ExactDecimal | None
    percent: ExactDecimal | None
    sets_off_above: ExactDecimal | None
    sets_off_below: ExactDecimal | None
    repeats: bool
    cooldown_seconds: int
    note: str
    status: str
    times_triggered: int
    triggered_at: datetime | None
    triggered_price: ExactDecimal | None
    rests_until: datetime | None
    expires_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, alert: PriceAlert) -> Self:
        """Of an alert with its instrument."""
        same = ("id", "condition", "price", "percent", "repeats", "cooldown_seconds", "note")
        more = ("times_triggered", "triggered_at", "triggered_price", "rests_until", "expires_at")
        return cls(
            **{name: getattr(alert, name) for name in (*same, *more, "created_at")},
            symbol=alert.instrument.symbol,
            venue=alert.instrument.venue_id,
            sets_off_above=alert.at_or_above,
            sets_off_below=alert.at_or_below,
            status=alert.status.lower(),
        )
