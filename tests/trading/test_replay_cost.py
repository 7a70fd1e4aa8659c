"""What a recording's prices cost to read does not grow with the recording, nor with the day behind them."""

import io
import json
from collections.abc import Iterator
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.trading.market.sources import source_for
from apps.trading.models import Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services import import_candles, import_quotes
from apps.trading.types import Interval
from tests.system.people import client_of, make_person
from tests.trading.recordings import at, quote, quotes_csv, stamp

pytestmark = pytest.mark.django_db

MINUTES = 2 * 24 * 60
END = MINUTES - 1


@pytest.fixture
def two_days(sim: Venue) -> Venue:
    """Two days of bars that rise a dollar a minute, with a quote in each minute."""
    bars = [f"{stamp(n)},{1000 + n},{1002 + n},{999 + n},{1001 + n},2" for n in range(MINUTES)]
    rows = io.StringIO("timestamp,open,high,low,close,volume\n" + "\n".join(bars) + "\n")
    import_candles(dataset="days", symbol="BTC/USD", interval=Interval.M1, rows=rows)
    quotes = [quote(n, str(1000 + n), str(1001 + n)) for n in range(MINUTES)]
    import_quotes(dataset="days", symbol="BTC/USD", rows=quotes_csv(quotes))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE trading_candle, trading_recorded_quote")
    return get_venue("replay:days")


def rows_read(act: Any) -> int:
    """How many rows of tables a call reads, by the plans of its statements."""
    with CaptureQueriesContext(connection) as captured:
        act()
    plans = []
    with connection.cursor() as cursor:
        for each in captured:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {each['sql']}")
            told = cursor.fetchone()[0]
            plans.append((json.loads(told) if isinstance(told, str) else told)[0]["Plan"])
    return sum(_read_by(node) for plan in plans for node in _nodes(plan))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from _nodes(each)


def _read_by(node: dict[str, Any]) -> int:
    if "Relation Name" not in node:
        return 0
    read = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return int(read * node["Actual Loops"])


def test_a_price_and_its_change_of_24_hours_are_read_of_three_rows(two_days: Venue) -> None:
    source = source_for(two_days)
    assert rows_read(lambda: source.quotes(["BTC/USD"], at(END))) == 3

    told = source.quotes(["BTC/USD"], at(END))["BTC/USD"]
    first = 1000 + END - 24 * 60  # the opening of the first bar of the 24 hours that end with the last
    assert (told.last, told.open_24h) == (D(1000 + END), D(first))
    assert told.change_24h == ((D(1000 + END) / first - 1) * 100).quantize(D("0.0001"))


def test_only_who_asks_for_the_range_of_the_day_has_its_bars_read(two_days: Venue) -> None:
    source = source_for(two_days)
    told = source.day_quote("BTC/USD", at(END))
    assert told is not None
    assert (told.high_24h, told.low_24h) == (D(1001 + END), D(999 + END - 24 * 60))
    assert told.volume_24h == 2 * 24 * 60
    assert source.day_quote("ETH/USD", at(END)) is None
    assert source.day_quote("BTC/USD", at(0)) is None
    assert rows_read(lambda: source.day_quote("BTC/USD", at(END))) < 24 * 60 + 10


def test_the_prices_of_a_recording_over_rest_are_those_of_its_day(two_days: Venue) -> None:
    Venue.objects.filter(slug=two_days.slug).update(market_time=at(END), status=Venue.Status.RUNNING)
    told = client_of(make_person()).get(f"/api/v1/market/live-data/BTC-USD?venue={two_days.slug}").json()
    assert told["high24h"] == str(1001 + END)
    assert told["volume24h"] == str(2 * 24 * 60)
    assert told["source"] == "replay"
