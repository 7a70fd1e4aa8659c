"""Recorded quotes of our own making, in the shape in which markets record them."""

import io
import math
from datetime import datetime, timedelta
from decimal import Decimal

from apps.trading.models import Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services import import_candles, import_quotes
from apps.trading.services.recordings import Table, read_csv
from apps.trading.types import Interval
from tests.trading.desk import REPLAY_START

SIDES = ("open", "high", "low", "close", "size")
QUOTE_COLUMNS = ("timestamp", *(f"{side}_{name}" for side in ("bid", "ask") for name in SIDES))
CENT = Decimal("0.01")

Line = tuple[str, ...]


def quotes_csv(lines: list[Line]) -> Table:
    """Quotes as a table to import."""
    return read_csv(io.StringIO("\n".join(map(",".join, [QUOTE_COLUMNS, *lines])) + "\n"))


def stamp(minute: int) -> str:
    """When a minute opens."""
    return (REPLAY_START + timedelta(minutes=minute)).isoformat()


def at(minute: int) -> datetime:
    """When a minute opens."""
    return REPLAY_START + timedelta(minutes=minute)


def quote(minute: int, bid: str, ask: str, *, size: str = "2") -> Line:
    """A minute in which bid and ask open here, fall by 1, rise by 1, and close half a dollar higher."""
    line = [stamp(minute)]
    for text in (bid, ask):
        price = Decimal(text)
        line += [str(each) for each in (price, price + 1, price - 1, price + Decimal("0.5"))] + [size]
    return tuple(line)


def wave(minute: int) -> Decimal:
    """A middle price that goes up and down by rule."""
    return Decimal(str(round(7000 + 60 * math.sin(minute / 11) + 9 * math.sin(minute * 1.3), 2)))


def record_day(dataset: str, minutes: int = 240) -> Venue:
    """Bars and quotes of a made-up day: some minutes without a trade, some without a quote, thin books."""
    bars, quotes = [], []
    for minute in range(minutes):
        opened, closed = wave(minute), wave(minute + 1)
        if minute % 17 != 5:
            high, low = max(opened, closed) + CENT * 40, min(opened, closed) - CENT * 40
            bars.append(",".join([stamp(minute), *map(str, (opened, high, low, closed, 1 + minute % 3))]))
        if minute % 41 != 7:
            quotes.append(_quote_of(minute, opened, closed))
    header = "timestamp,open,high,low,close,volume\n"
    rows = io.StringIO(header + "\n".join(bars) + "\n")
    import_candles(dataset=dataset, symbol="BTC/USD", interval=Interval.M1, rows=rows)
    import_quotes(dataset=dataset, symbol="BTC/USD", rows=quotes_csv(quotes))
    return get_venue(f"replay:{dataset}")


def _quote_of(minute: int, opened: Decimal, closed: Decimal) -> Line:
    line = [stamp(minute)]
    for away in (-CENT * 5, CENT * 5):
        first, last = opened + away, closed + away
        line += [str(each) for each in (first, max(first, last) + CENT, min(first, last) - CENT, last)]
        line.append(str(Decimal(3 + minute % 5) / 10))
    return tuple(line)
