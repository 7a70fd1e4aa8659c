"""Importing recorded quotes: what orders of a replay meet, instead of its bars."""

from collections.abc import Callable

from django.db import transaction

from apps.system.errors import Invalid
from apps.trading.models import Candle, RecordedQuote, Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services.candles import ensure_instrument
from apps.trading.services.recordings import (
    ImportReport,
    Progress,
    Record,
    Table,
    check_range,
    chunks,
    read_opening,
    read_price,
    read_quantity,
    read_rows,
)
from apps.trading.types import Interval

MOMENTS = ("open", "high", "low", "close")
PRICES = tuple(f"{side}_{moment}" for side in ("bid", "ask") for moment in MOMENTS)
SIZES = ("bid_size", "ask_size")
COLUMNS = ("timestamp", *PRICES, *SIZES)


@transaction.atomic
def import_quotes(
    *, dataset: str, symbol: str, rows: Table, on_progress: Progress | None = None
) -> ImportReport:
    """Import best bids and asks over the length of each bar of `replay:<dataset>`, one row a bar: columns
    timestamp, bid_open, bid_high, bid_low, bid_close, bid_size, and the same of the ask.

    From then on orders of the symbol meet these quotes, and only these: none fills outside a bar's bid and
    ask, and none in a bar without a quote. Quotes that are there already are left as they are. All or
    nothing: a bad row raises Invalid (`invalid_quotes`) with its line. Raises NotFound for a dataset that is
    not there, and Invalid (`no_bars`) where it has no bars of the symbol.
    """
    table = rows
    table.need(COLUMNS)
    venue = get_venue(f"replay:{dataset}")
    if not Candle.objects.filter(venue=venue, symbol=symbol).exists():
        raise Invalid(f"{venue.slug} has no bars of {symbol}: import those first.", code="no_bars")
    report = ImportReport(venue.slug, symbol, Interval(venue.config["interval"]))
    before = RecordedQuote.objects.filter(venue=venue, symbol=symbol).count()
    for chunk in chunks(read_rows(table, _parser(venue, symbol, report), code="invalid_quotes")):
        RecordedQuote.objects.bulk_create(chunk, ignore_conflicts=True)
        if on_progress is not None:
            on_progress(report.read, table.total)
    if not report.read:
        raise Invalid("The file holds no quotes.", code="no_quotes")
    report.added = RecordedQuote.objects.filter(venue=venue, symbol=symbol).count() - before
    ensure_instrument(venue, symbol, report.tick)
    _mark_quoted(venue, symbol)
    return report


def _parser(venue: Venue, symbol: str, report: ImportReport) -> Callable[[Record], RecordedQuote]:
    def parse(record: Record) -> RecordedQuote:
        opened_at = read_opening(record, report.interval, report.last)
        prices = {name: read_price(record, name) for name in PRICES}
        for side in ("bid", "ask"):
            low, high = prices[f"{side}_low"], prices[f"{side}_high"]
            check_range(low, high, prices[f"{side}_open"], prices[f"{side}_close"])
        if any(prices[f"bid_{moment}"] > prices[f"ask_{moment}"] for moment in MOMENTS):
            raise ValueError("a bid lies above its ask")
        sizes = {name: read_quantity(record, name) for name in SIZES}
        report.note(opened_at, list(prices.values()))
        return RecordedQuote(venue=venue, symbol=symbol, opened_at=opened_at, **prices, **sizes)

    return parse


def _mark_quoted(venue: Venue, symbol: str) -> None:
    locked = Venue.objects.select_for_update().get(slug=venue.slug)
    quoted = sorted({symbol, *locked.config.get("quoted", ())})
    locked.config = {**locked.config, "quoted": quoted}
    locked.save(update_fields=["config"])
