"""An agent trades through recorded minutes: with reasons, within each bar, and the same way every time."""

import csv
import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

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


def run_through(
    stack: Stack, owner: Owner, dataset: str, file: Path
) -> tuple[list[dict[str, Any]], list[Any]]:
    """Import the minutes, let a momentum agent live through them, and answer its fills and decisions."""
    stack.manage("import_candles", str(file), "--dataset", dataset, "--symbol", "BTC/USD", "--interval", "1m")
    venue = f"replay:{dataset}"
    agent = owner.create_agent(venue=venue, symbols=["BTC/USD"], interval="1m", parameters={"lookback": 5})
    stack.manage("replay", dataset, "--lockstep")
    eventually(lambda: owner.venue(venue)["status"] == "finished", seconds=90)
    eventually(lambda: not owner.everything("/trading/orders", agentId=agent, status="live"))
    fills = owner.everything("/trading/fills", agentId=agent)
    return fills, owner.everything(f"/agents/{agent}/decisions")


def shape(fills: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return sorted((f["marketTime"], f["side"], f["price"], f["quantity"], f["fee"]) for f in fills)


def test_an_agent_trades_through_recorded_minutes_the_same_way_each_time(
    stack: Stack, owner: Owner, tmp_path: Path
) -> None:
    file = tmp_path / "minutes.csv"
    ranges = write_minutes(file)

    fills, decisions = run_through(stack, owner, "first", file)
    again, _ = run_through(stack, owner, "second", file)

    assert len(fills) >= 4
    assert {fill["side"] for fill in fills} == {"buy", "sell"}
    for fill in fills:
        low, high = ranges[minute_of(fill["marketTime"])]
        assert low <= Decimal(fill["price"]) <= high
        assert fill["source"] == "paper"
    assert all(decision["reasoning"] and decision["inputs"] for decision in decisions)
    assert shape(again) == shape(fills)


def minute_of(market_time: str) -> str:
    return datetime.fromisoformat(market_time).replace(second=0, microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")
