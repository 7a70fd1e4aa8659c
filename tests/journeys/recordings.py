"""Recorded markets for journeys, and agents that live through them."""

import csv
import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tests.journeys.stack import Owner, Stack
from tests.journeys.waiting import eventually

START = datetime(2018, 4, 4, tzinfo=UTC)
MINUTES = 240


def write_minutes(path: Path) -> dict[str, tuple[Decimal, Decimal]]:
    """Waves of two hours with ripples, some minutes absent as in real data; answers each bar's range."""
    ranges: dict[str, tuple[Decimal, Decimal]] = {}
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["timestamp", "open", "high", "low", "close", "volume"])
        before = Decimal("7000.00")
        for minute in range(MINUTES):
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
    names = ("open", "high", "low", "close")
    with minutes.open(newline="") as bars, path.open("w", newline="") as file:
        rows = csv.writer(file)
        sides = [f"{side}_{name}" for side in ("bid", "ask") for name in (*names, "size")]
        rows.writerow(["timestamp", *sides])
        for number, bar in enumerate(csv.DictReader(bars)):
            if number % 31 == 9:
                continue
            prices = [Decimal(bar[name]) for name in names]
            bids, asks = ([price + side * Decimal("0.05") for price in prices] for side in (-1, 1))
            rows.writerow([bar["timestamp"], *bids, "4.5", *asks, "4.5"])
            ranges[bar["timestamp"]] = (bids[2], asks[1])
    return ranges


def run_through(stack: Stack, owner: Owner, dataset: str, file: Path, quotes: Path | None = None) -> str:
    """Import the minutes, let a momentum agent live through them to their end, and answer its id."""
    stack.manage("import_candles", str(file), "--dataset", dataset, "--symbol", "BTC/USD", "--interval", "1m")
    if quotes is not None:
        stack.manage("import_quotes", str(quotes), "--dataset", dataset, "--symbol", "BTC/USD")
    venue = f"replay:{dataset}"
    agent = owner.create_agent(venue=venue, symbols=["BTC/USD"], interval="1m", parameters={"lookback": 5})
    stack.manage("replay", dataset, "--lockstep")
    eventually(lambda: owner.venue(venue)["status"] == "finished", seconds=300)
    eventually(lambda: not owner.everything("/trading/orders", agentId=agent, status="live"), seconds=60)
    return agent
