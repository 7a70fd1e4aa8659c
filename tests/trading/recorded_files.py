"""Recorded markets as files: of our own making, or real ones that are named in the environment.

`RECORDED_DAYS=folder make test ARGS=tests/agents/test_recorded_days.py` lives through the minute bars
`<name>-1m.csv` of that folder, with the quotes `<name>-1m-quotes.csv` beside each; `name` ends in the pair.
"""

import csv
import math
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

START = datetime(2018, 4, 4, tzinfo=UTC)
MADE_UP = "made-up-btcusd"
_BARS, _QUOTES = "-1m.csv", "-1m-quotes.csv"
_NAMES = ("open", "high", "low", "close")
_SIDES = [f"{side}_{name}" for side in ("bid", "ask") for name in (*_NAMES, "size")]

Row = dict[str, str]


@dataclass(frozen=True)
class Recording:
    """The files of one symbol."""

    symbol: str
    bars: Path
    quotes: Path

    def quotes_by_minute(self) -> dict[str, Row]:
        """The raw rows of the quotes by their timestamp."""
        with self.quotes.open(newline="") as file:
            return {row["timestamp"]: row for row in csv.DictReader(file)}

    def last_bar(self) -> Row:
        """The raw row of the last bar."""
        with self.bars.open(newline="") as file:
            return list(csv.DictReader(file))[-1]


def recording_names() -> list[str]:
    """What there is to live through."""
    folder = os.environ.get("RECORDED_DAYS")
    return (
        sorted(each.name.removesuffix(_BARS) for each in Path(folder).glob(f"*{_BARS}"))
        if folder
        else [MADE_UP]
    )


def recording(name: str, folder: Path, minutes: int) -> Recording:
    """The first `minutes` rows of a recording, as files in `folder`."""
    found = Recording(name.rpartition("-")[2].upper(), folder / f"{name}{_BARS}", folder / f"{name}{_QUOTES}")
    if name == MADE_UP:
        write_minutes(found.bars, minutes)
        write_quotes(found.quotes, found.bars)
        return found
    for path in (found.bars, found.quotes):
        with (Path(os.environ["RECORDED_DAYS"]) / path.name).open() as whole:
            path.write_text("".join(islice(whole, minutes + 1)))
    return found


def write_minutes(path: Path, minutes: int) -> dict[str, tuple[Decimal, Decimal]]:
    """Waves of two hours with ripples, some minutes absent as in real data; answers each bar's range."""
    ranges: dict[str, tuple[Decimal, Decimal]] = {}
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["timestamp", *_NAMES, "volume"])
        before = Decimal("7000.00")
        for minute in range(minutes):
            if minute % 37 == 5:
                continue
            wave = 150 * math.sin(minute / 19) + 8 * math.sin(minute * 1.7)
            close = Decimal(7000 + wave).quantize(Decimal("0.01"))
            high, low = max(before, close) + Decimal("1.5"), min(before, close) - Decimal("1.5")
            at = (START + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")
            rows.writerow([at, before, high, low, close, "5.25"])
            ranges[at] = (low, high)
            before = close
    return ranges


def write_quotes(path: Path, minutes: Path) -> dict[str, tuple[Decimal, Decimal]]:
    """Bids and asks ten cents apart for most of the minutes of a file; answers each minute's range."""
    ranges: dict[str, tuple[Decimal, Decimal]] = {}
    with minutes.open(newline="") as bars, path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["timestamp", *_SIDES])
        for number, bar in enumerate(csv.DictReader(bars)):
            if number % 31 == 9:
                continue
            prices = [Decimal(bar[name]) for name in _NAMES]
            bids, asks = ([price + side * Decimal("0.05") for price in prices] for side in (-1, 1))
            rows.writerow([bar["timestamp"], *bids, "4.5", *asks, "4.5"])
            ranges[bar["timestamp"]] = (bids[2], asks[1])
    return ranges
