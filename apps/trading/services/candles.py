"""Importing recorded bars: each dataset is a venue of its own."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import TextIO

from django.db import transaction

from apps.system.errors import Conflict, Invalid
from apps.trading.market.gaps import Gap, find_gaps
from apps.trading.market.types import Bar
from apps.trading.models import Instrument, Venue
from apps.trading.models.amounts import BOUND
from apps.trading.services.catalogue import MAKER_FEE, MIN_NOTIONAL, TAKER_FEE, ensure_house
from apps.trading.services.storing import store_bars
from apps.trading.types import Interval

COLUMNS = ("timestamp", "open", "high", "low", "close", "volume")
CHUNK = 5000
MAX_DECIMALS = 8
LOT = Decimal("0.00000001")


@dataclass(slots=True)
class ImportReport:
    """What an import did."""

    venue: str
    symbol: str
    interval: Interval
    read: int = 0
    added: int = 0
    first: datetime | None = None
    last: datetime | None = None
    missing: int = 0
    longest: Gap | None = None


def import_candles(
    *,
    dataset: str,
    symbol: str,
    interval: Interval,
    rows: TextIO,
    on_progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Import a CSV (columns timestamp, open, high, low, close, volume; ISO times, rising) as
    `replay:<dataset>`.

    Bars that are there already are left as they are, so importing again changes nothing. Everything is
    checked first: a bad row raises Invalid with its line, and nothing is written. Raises Conflict for a
    second interval. `on_progress` is called with how many bars are done, of how many.
    """
    bars = list(read_bars(rows, symbol, interval))
    if not bars:
        raise Invalid("The file holds no bars.", code="no_bars")
    with transaction.atomic():
        venue = ensure_replay(dataset, interval)
        ensure_instrument(venue, symbol, tick_of(bars))
        report = _summarise(venue, symbol, interval, bars)
        for chunk in _chunks(bars):
            report.added += store_bars(venue, chunk)
            report.read += len(chunk)
            if on_progress is not None:
                on_progress(report.read, len(bars))
    return report


def read_bars(rows: TextIO, symbol: str, interval: Interval) -> Iterator[Bar]:
    """The bars of a CSV, checked one by one. Raises Invalid (`invalid_candles`) with the wrong line."""
    reader = csv.DictReader(rows)
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
        raise Invalid(f"The file lacks the columns {', '.join(missing)}.", code="invalid_candles")
    previous: datetime | None = None
    for record in reader:
        try:
            bar = _bar(record, symbol, interval)
            _check(bar, previous)
        except (ValueError, InvalidOperation, TypeError) as error:
            raise Invalid(f"Line {reader.line_num}: {error}", code="invalid_candles") from error
        previous = bar.opened_at
        yield bar


def _bar(record: dict[str, str], symbol: str, interval: Interval) -> Bar:
    opened_at = datetime.fromisoformat(record["timestamp"])
    if opened_at.tzinfo is None:
        raise ValueError("the timestamp has no time zone")
    numbers = {name: Decimal(record[name]) for name in COLUMNS[1:]}
    numbers["volume"] = (
        numbers["volume"].quantize(Decimal("1e-18")) if numbers["volume"].is_finite() else numbers["volume"]
    )
    return Bar(symbol=symbol, interval=interval, opened_at=opened_at.astimezone(UTC), **numbers)


def _check(bar: Bar, previous: datetime | None) -> None:
    prices = (bar.open, bar.high, bar.low, bar.close)
    if not all(number.is_finite() for number in (*prices, bar.volume)):
        raise ValueError("a number is not finite")
    if bar.low <= 0 or bar.high >= BOUND or bar.volume < 0:
        raise ValueError("prices are above zero, and a volume is not below it")
    if bar.low != min(prices) or bar.high != max(prices):
        raise ValueError("open and close lie between low and high")
    if any(int(price.normalize().as_tuple().exponent) < -MAX_DECIMALS for price in prices):
        raise ValueError(f"a price has at most {MAX_DECIMALS} decimals")
    if bar.interval.floor(bar.opened_at) != bar.opened_at:
        raise ValueError(f"{bar.opened_at.isoformat()} opens no bar of {bar.interval.value}")
    if previous is not None and bar.opened_at <= previous:
        raise ValueError("the timestamps do not rise")


def tick_of(bars: Iterable[Bar]) -> Decimal:
    """The finest price step that the bars use."""
    exponents = [
        int(price.normalize().as_tuple().exponent)
        for bar in bars
        for price in (bar.open, bar.high, bar.low, bar.close)
    ]
    return Decimal(1).scaleb(min(0, *exponents))


def ensure_replay(dataset: str, interval: Interval) -> Venue:
    """The venue of a dataset. Raises Conflict where it was recorded in another interval."""
    venue, _ = Venue.objects.get_or_create(
        slug=f"replay:{dataset}",
        defaults={"kind": Venue.Kind.REPLAY, "config": {"dataset": dataset, "interval": interval.value}},
    )
    if venue.config["interval"] != interval.value:
        raise Conflict(
            f"{venue.slug} is recorded in bars of {venue.config['interval']}.", code="other_interval"
        )
    ensure_house(venue)
    return venue


def ensure_instrument(venue: Venue, symbol: str, tick: Decimal) -> Instrument:
    """List a symbol at a venue, with the default fees; a finer tick than before is taken over."""
    base, quote = symbol.split("/")
    instrument, _ = Instrument.objects.get_or_create(
        venue=venue,
        symbol=symbol,
        defaults={
            "base": base,
            "quote": quote,
            "tick_size": tick,
            "lot_size": LOT,
            "min_notional": MIN_NOTIONAL,
            "maker_fee": MAKER_FEE,
            "taker_fee": TAKER_FEE,
        },
    )
    if tick < instrument.tick_size:
        instrument.tick_size = tick
        instrument.save(update_fields=["tick_size"])
    return instrument


def _chunks(bars: list[Bar]) -> Iterator[list[Bar]]:
    iterator = iter(bars)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _summarise(venue: Venue, symbol: str, interval: Interval, bars: list[Bar]) -> ImportReport:
    gaps = list(find_gaps(bars))
    return ImportReport(
        venue=venue.slug,
        symbol=symbol,
        interval=interval,
        first=bars[0].opened_at,
        last=bars[-1].opened_at,
        missing=sum(gap.bars for gap in gaps),
        longest=max(gaps, key=lambda gap: gap.bars, default=None),
    )
