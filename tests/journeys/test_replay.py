"""An agent trades through recorded minutes: with reasons, within each bar, and the same way every time.

Whole days, and what buy and hold earns in them, are `tests/agents/test_recorded_days.py`, in one process.
"""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.journeys.recordings import run_through
from tests.journeys.stack import Owner, Stack
from tests.trading.recorded_files import write_minutes, write_quotes

MINUTES, SHORT = 160, 150


def shape(fills: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return sorted((f["marketTime"], f["side"], f["price"], f["quantity"], f["fee"]) for f in fills)


def test_an_agent_trades_through_recorded_minutes_the_same_way_each_time(
    stack: Stack, owner: Owner, tmp_path: Path
) -> None:
    file = tmp_path / "minutes.csv"
    ranges = write_minutes(file, MINUTES)

    first, second = (run_through(stack, owner, dataset, file) for dataset in ("first", "second"))
    fills, again = (owner.everything("/trading/fills", agentId=agent) for agent in (first, second))
    decisions = owner.everything(f"/agents/{first}/decisions")

    assert len(fills) >= 4
    assert {fill["side"] for fill in fills} == {"buy", "sell"}
    for fill in fills:
        low, high = ranges[minute_of(fill["marketTime"])]
        assert low <= Decimal(fill["price"]) <= high
        assert fill["source"] == "paper"
    assert all(decision["reasoning"] and decision["inputs"] for decision in decisions)
    assert shape(again) == shape(fills)


def test_with_recorded_quotes_an_agent_trades_at_each_minute_s_bid_and_ask(
    stack: Stack, owner: Owner, tmp_path: Path
) -> None:
    bars, quotes = tmp_path / "minutes.csv", tmp_path / "quotes.csv"
    write_minutes(bars, SHORT)
    ranges = write_quotes(quotes, bars)

    agent = run_through(stack, owner, "quoted", bars, quotes)
    fills = owner.everything("/trading/fills", agentId=agent)

    assert {fill["side"] for fill in fills} == {"buy", "sell"}
    for fill in fills:
        bid, ask = ranges[minute_of(fill["marketTime"])]
        assert bid <= Decimal(fill["price"]) <= ask


def minute_of(market_time: str) -> str:
    return datetime.fromisoformat(market_time).replace(second=0, microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")
