"""A recorded market whose bars go where a test wants them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Candle, Instrument, Venue
from apps.trading.services.catalogue import ensure_house
from apps.trading.types import Interval

VENUE = "replay:test"
START = datetime(2018, 4, 4, tzinfo=UTC)
RISING = [7000 + 10 * n for n in range(12)]
FLAT = [7000] * 12


def record(closes: Sequence[int], *, symbols: Sequence[str] = ("BTC/USD",)) -> Venue:
    """A replay venue with one-minute bars of these closes, played to their end."""
    length = Interval.M1.length
    venue, _ = Venue.objects.get_or_create(
        slug=VENUE, defaults={"kind": Venue.Kind.REPLAY, "config": {"interval": "1m"}, "status": "RUNNING"}
    )
    venue.market_time = START + len(closes) * length
    venue.save()
    ensure_house(venue)
    for symbol in symbols:
        _list(venue, symbol)
        for n, close in enumerate(closes):
            ohlc = dict.fromkeys(("open", "high", "low", "close"), Decimal(close))
            keys = {"venue": venue, "symbol": symbol, "interval": "1m", "opened_at": START + n * length}
            Candle.objects.update_or_create(**keys, defaults={**ohlc, "volume": Decimal(1000)})
    return venue


def _list(venue: Venue, symbol: str) -> None:
    base, quote = symbol.split("/")
    terms = {
        "tick_size": "0.01",
        "lot_size": "0.0001",
        "min_notional": 1,
        "maker_fee": "0.0005",
        "taker_fee": "0.001",
    }
    Instrument.objects.get_or_create(
        venue=venue, symbol=symbol, defaults={"base": base, "quote": quote, **terms}
    )


def last_bars(venue: Venue) -> list[Bar]:
    """The bars that closed last, of every symbol."""
    source, until = source_for(venue), venue.market_time
    assert until is not None
    return [source.candles(each, Interval.M1, until=until, count=1)[-1] for each in source.symbols()]
