"""Recorded bars and quotes come in whole or not at all, and a wrong row is named by its line."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from apps.system.errors import Conflict, Invalid, NotFound
from apps.trading.models import Candle, Instrument, RecordedQuote, Venue
from apps.trading.selectors.candles import measure_completeness
from apps.trading.services import import_candles, import_quotes
from apps.trading.services.recordings import CHUNK, read_csv
from apps.trading.types import Interval
from tests.trading.desk import BARS, REPLAY_START, bars_csv, record
from tests.trading.recordings import QUOTE_COLUMNS, at, quote, quotes_csv, stamp

pytestmark = pytest.mark.django_db
GOOD = quote(0, "100", "101")


def changed(**values: str) -> tuple[str, ...]:
    """The quote of the second minute with some columns changed."""
    row = dict(zip(QUOTE_COLUMNS, quote(1, "100", "101"), strict=True))
    return tuple((row | values).values())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (changed(timestamp="yesterday"), "no ISO time"),
        (changed(timestamp="2018-04-04T00:01:00"), "no time zone"),
        (changed(timestamp="2018-04-04T00:01:30Z"), "opens no bar of 1m"),
        (changed(timestamp=stamp(0)), "do not rise"),
        (changed(bid_close=""), "bid_close is no number"),
        (changed(bid_close="NaN"), "bid_close is not a number below"),
        (changed(ask_high="1e30"), "ask_high is not a number below"),
        (changed(bid_low="0"), "bid_low is not above zero"),
        (changed(ask_size="-1"), "ask_size is below zero"),
        (changed(ask_open="101.000000001"), "more than 8 decimals"),
        (changed(ask_low="101.2"), "between low and high"),
        (changed(bid_open="101.5", bid_high="101.5", ask_open="101"), "bid lies above its ask"),
        (changed()[:5], "is no number: None"),
    ],
)
def test_a_bad_quote_is_refused_by_its_line_and_nothing_is_written(
    sim: Venue, line: tuple[str, ...], reason: str
) -> None:
    record("tape")
    with pytest.raises(Invalid, match=f"Line 3: .*{reason}"):
        import_quotes(dataset="tape", symbol="BTC/USD", rows=quotes_csv([GOOD, line]))
    assert not RecordedQuote.objects.exists()
    assert "quoted" not in Venue.objects.get(slug="replay:tape").config


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("yesterday,1,1,1,1,1", "the timestamp 'yesterday' is no ISO time"),
        ("2018-04-04T00:01:00Z,1,2,3,1,1", "open and close lie between low and high"),
        ("2018-04-04T00:01:00Z,one,1,1,1,1", "open is no number: 'one'"),
        ("2018-04-04T00:01:00Z,1,1,1,1,-1", "volume is below zero"),
    ],
)
def test_a_bad_bar_far_down_takes_all_before_it_back(sim: Venue, line: str, reason: str) -> None:
    before = [REPLAY_START - timedelta(minutes=CHUNK + 9 - number) for number in range(CHUNK + 9)]
    lines = ["timestamp,open,high,low,close,volume", *(f"{at.isoformat()},1,1,1,1,1" for at in before), line]
    rows = io.StringIO("\n".join(lines) + "\n")
    with pytest.raises(Invalid, match=f"Line {CHUNK + 11}: {reason}"):
        import_candles(dataset="bad", symbol="BTC/USD", interval=Interval.M1, rows=rows)
    assert not Candle.objects.exists()
    assert not Venue.objects.filter(slug="replay:bad").exists()


def test_quotes_belong_to_bars_that_are_there(sim: Venue) -> None:
    with pytest.raises(NotFound):
        import_quotes(dataset="tape", symbol="BTC/USD", rows=quotes_csv([GOOD]))
    record("tape")
    with pytest.raises(Invalid, match="import those first"):
        import_quotes(dataset="tape", symbol="ETH/USD", rows=quotes_csv([GOOD]))
    with pytest.raises(Invalid, match="no quotes"):
        import_quotes(dataset="tape", symbol="BTC/USD", rows=quotes_csv([]))
    with pytest.raises(Invalid, match="lacks the columns ask_open"):
        import_quotes(
            dataset="tape", symbol="BTC/USD", rows=read_csv(io.StringIO(",".join(QUOTE_COLUMNS[:6]) + "\n"))
        )


def test_importing_quotes_again_adds_nothing_and_a_finer_tick_is_taken_over(sim: Venue) -> None:
    record("tape")
    lines = [GOOD, changed(ask_close="101.25"), quote(4, "99", "99.5")]
    first, second = (
        import_quotes(dataset="tape", symbol="BTC/USD", rows=quotes_csv(lines)) for _ in range(2)
    )
    assert (first.read, first.added, first.missing) == (3, 3, 2)
    assert (second.read, second.added, RecordedQuote.objects.count()) == (3, 0, 3)
    assert first.longest is not None
    assert (first.longest.after, first.longest.until, first.longest.bars) == (at(2), at(4), 2)
    assert Instrument.objects.get(venue_id="replay:tape").tick_size == D("0.01")
    assert Venue.objects.get(slug="replay:tape").config["quoted"] == ["BTC/USD"]


def as_strings(value: D | str) -> Any:
    return str(value)


def as_floats(value: D | str) -> Any:
    return float(value)


@pytest.mark.parametrize("number", [as_strings, as_floats, D])
def test_a_parquet_file_is_the_same_as_a_csv(
    sim: Venue, tmp_path: Path, number: Callable[[str], Any]
) -> None:
    record("text")
    times = pa.array([at(bar[0]) for bar in BARS], pa.timestamp("ns", tz="UTC"))
    names = ("open", "high", "low", "close", "volume")
    numbers = {name: [number(str(bar[n])) for bar in BARS] for n, name in enumerate(names, start=1)}
    table = pa.table({"timestamp": times, **numbers})
    file = tmp_path / "bars.parquet"
    pq.write_table(table, file)
    out = io.StringIO()
    call_command("import_candles", str(file), dataset="arrow", symbol="BTC/USD", stdout=out)
    assert "5 of 5 bars (100 %)" in out.getvalue()
    shape = ("opened_at", "open", "high", "low", "close", "volume")
    of = {
        name: list(Candle.objects.filter(venue=f"replay:{name}").order_by("opened_at").values_list(*shape))
        for name in ("text", "arrow")
    }
    assert of["text"] == of["arrow"]


def test_a_bad_parquet_file_or_row_is_refused(sim: Venue, tmp_path: Path) -> None:
    nonsense, naive = tmp_path / "nonsense.parquet", tmp_path / "naive.pq"
    nonsense.write_text("timestamp,open")
    prices = {name: [1.0, 1.0] for name in ("open", "high", "low", "close", "volume")}
    times = [at(minute).replace(tzinfo=None) for minute in range(2)]
    pq.write_table(pa.table({"timestamp": times, **prices}), naive)
    with pytest.raises(CommandError, match=r"nonsense.parquet is no Parquet file"):
        call_command("import_candles", str(nonsense), dataset="bad", symbol="BTC/USD")
    with pytest.raises(CommandError, match="Row 1: the timestamp has no time zone"):
        call_command("import_candles", str(naive), dataset="bad", symbol="BTC/USD")
    assert not Candle.objects.exists()


def test_the_command_imports_quotes_and_tells_gaps(sim: Venue, tmp_path: Path) -> None:
    record("tape")
    file, out = tmp_path / "quotes.csv", io.StringIO()
    lines = [GOOD, quote(5, "97", "97.5")]
    file.write_text("\n".join(map(",".join, [QUOTE_COLUMNS, *lines])) + "\n")
    call_command("import_quotes", str(file), dataset="tape", symbol="btc-usd", stdout=out)
    told = out.getvalue()
    assert "2 of 2 quotes (100 %)" in told
    assert "2 quotes read, 2 added" in told
    assert "Longest gap: 4 quotes from 2018-04-04 00:01 UTC" in told
    with pytest.raises(CommandError, match="There is no venue"):
        call_command("import_quotes", str(file), dataset="nothing", symbol="BTC/USD")


def test_a_dataset_of_another_interval_is_refused_also_where_nothing_else_is_wrong(sim: Venue) -> None:
    record("tape")
    with pytest.raises(Conflict):
        import_candles(dataset="tape", symbol="BTC/USD", interval=Interval.M5, rows=bars_csv())


def test_what_a_recording_lacks_can_be_asked_for(sim: Venue) -> None:
    venue = record("tape")
    ever = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
    found = measure_completeness(venue, "BTC/USD", Interval.M1, since=ever[0], until=ever[1])
    assert (found.bars, found.missing, found.first, found.last) == (5, 2, at(0), at(6))
    assert [(gap.after, gap.until, gap.bars) for gap in found.gaps] == [(at(3), at(5), 2)]
    nothing = measure_completeness(venue, "ETH/USD", Interval.M1, since=ever[0], until=ever[1])
    assert (nothing.bars, nothing.missing, nothing.first, nothing.gaps) == (0, 0, None, [])
    whole = measure_completeness(venue, "BTC/USD", Interval.M1, since=at(0), until=at(3))
    assert (whole.bars, whole.missing, whole.gaps) == (3, 0, [])
