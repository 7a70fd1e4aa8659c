"""Importing recorded bars: each dataset is a venue of its own."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TextIO

from django.db import transaction

from apps.system.errors import Conflict, Invalid
from apps.trading.market.types import Bar
from apps.trading.models import Instrument, Venue
from apps.trading.services.catalogue import MAKER_FEE, TAKER_FEE, ensure_house, min_notional
from apps.trading.services.recordings import (
    ImportReport,
    Progress,
    Record,
    Table,
    check_range,
    chunks,
    read_csv,
    read_opening,
    read_price,
    read_quantity,
    read_rows,
)
from apps.trading.services.storing import store_bars
from apps.trading.types import Interval

PRICES = ("open", "high", "low", "close")
COLUMNS = ("timestamp", *PRICES, "volume")
LOT = Decimal("0.00000001")


@transaction.atomic
def import_candles(
    *,
    dataset: str,
    symbol: str,
    interval: Interval,
    rows: Table | TextIO,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Import bars (columns timestamp, open, high, low, close, volume; ISO times, rising) as
    `replay:<dataset>`.

    Bars that are there already are left as they are, so importing again changes nothing. All or nothing: a
    bad row raises Invalid (`invalid_candles`) with its line, and nothing is written. Raises Conflict for a
    second interval.
    """
    table = rows if isinstance(rows, Table) else read_csv(rows)
    table.need(COLUMNS)
    venue = ensure_replay(dataset, interval)
    report = ImportReport(venue=venue.slug, symbol=symbol, interval=interval)
    parse = _parser(symbol, interval, report)
    for chunk in chunks(read_rows(table, parse, code="invalid_candles")):
        report.added += store_bars(venue, chunk)
        if on_progress is not None:
            on_progress(report.read, table.total)
    if not report.read:
        raise Invalid("The file holds no bars.", code="no_bars")
    ensure_instrument(venue, symbol, report.tick)
    return report


def _parser(symbol: str, interval: Interval, report: ImportReport) -> Callable[[Record], Bar]:
    def parse(record: Record) -> Bar:
        opened_at: datetime = read_opening(record, interval, report.last)
        prices = {name: read_price(record, name) for name in PRICES}
        check_range(prices["low"], prices["high"], prices["open"], prices["close"])
        bar = Bar(symbol, interval, opened_at, **prices, volume=read_quantity(record, "volume"))
        report.note(opened_at, list(prices.values()))
        return bar

    return parse


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
            "min_notional": min_notional(quote),
            "maker_fee": MAKER_FEE,
            "taker_fee": TAKER_FEE,
        },
    )
    if tick < instrument.tick_size:
        instrument.tick_size = tick
        instrument.save(update_fields=["tick_size"])
    return instrument
