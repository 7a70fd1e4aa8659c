"""Agents trade through recorded days: at each minute's real bid and ask, for what it earned, always alike.

They are made by the saga that makes them in the product, and decide and order as the market process and a
worker have them do it, in one process. `tests/journeys/test_replay.py` is the same through all processes.
What they did is held against the rows of the files, not against what was made of them.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from apps.agents.models import Agent, Decision
from apps.agents.runtime import decide_on_bars
from apps.mcp.runner import run_call
from apps.system.access.models import Actor
from apps.trading.models import Fill, Instrument, Order, Venue
from apps.trading.selectors.portfolio import summarise_portfolio
from apps.trading.selectors.venues import get_venue
from apps.trading.services import advance, confirm_bars, pending_bars
from tests.agents.fleet import make_agent
from tests.trading.books import assert_books_balance
from tests.trading.recorded_files import Recording, recording, recording_names

# Each minute commits: days within one transaction would keep every version of every row.
pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOURS, DAYS = 3 * 60, 2 * 24 * 60
CAPITAL = Decimal(10_000)

names = pytest.mark.parametrize("name", recording_names())
lengths = pytest.mark.parametrize(
    "minutes", [HOURS, pytest.param(DAYS, marks=(pytest.mark.deep, pytest.mark.timeout(1800)))]
)

Trade = tuple[str, str, Decimal, Decimal, Decimal]


def live_through(owner: Actor, dataset: str, of: Recording, *kinds: str) -> list[Agent]:
    """Agents of these kinds from the first minute of a recording to its last."""
    named = {"dataset": dataset, "symbol": of.symbol}
    call_command("import_candles", str(of.bars), **named, interval="1m")
    call_command("import_quotes", str(of.quotes), **named)
    venue = get_venue(f"replay:{dataset}")
    symbol = Instrument.objects.get(venue=venue).symbol
    there = {"venue": venue.slug, "symbols": [symbol], "initial_capital": CAPITAL, "enable_defi": False}
    agents = [make_agent(owner, name=kind, type=kind, **there) for kind in kinds]
    call_command("replay", dataset)
    play(get_venue(venue.slug))
    return agents


def play(venue: Venue) -> None:
    """What the market process and a worker do, minute by minute, to the end of a recording."""
    while not advance(venue, NOW).is_finished:
        batch = pending_bars(venue)
        assert batch.until is not None
        for call_id in decide_on_bars(venue.slug, batch.bars, now=NOW):
            run_call(call_id)
        confirm_bars(venue, batch.until)


def trades_of(agent: Agent) -> list[Trade]:
    """What an agent traded, in sequence: when in the recording, side, price, quantity, fee."""
    fills = Fill.objects.filter(account=agent.account).order_by("market_time", "id")
    return [(_minute(each), each.side, each.price, each.quantity, each.fee) for each in fills]


def _minute(fill: Fill) -> str:
    return fill.market_time.strftime("%Y-%m-%dT%H:%M:%SZ")


@names
@lengths
def test_no_fill_is_outside_the_bid_and_ask_of_its_minute(
    owner: Actor, tmp_path: Path, name: str, minutes: int
) -> None:
    files = recording(name, tmp_path, minutes)
    (agent,) = live_through(owner, "days", files, "momentum")

    quotes, trades = files.quotes_by_minute(), trades_of(agent)
    assert {side for _, side, *_ in trades} == {"buy", "sell"}
    for minute, side, price, quantity, _ in trades:
        row = quotes[minute]
        assert Decimal(row["bid_low"]) <= price <= Decimal(row["ask_high"])
        taken, there = ("ask_open", "ask_size") if side == "buy" else ("bid_open", "bid_size")
        assert price == Decimal(row[taken])  # it takes what the minute opened with,
        assert quantity <= Decimal(row[there])  # and no more of it than stood there
    decisions = Decision.objects.filter(agent=agent)
    assert all(each.sentence and each.reasoning and each.inputs for each in decisions)
    assert not Order.objects.filter(account=agent.account, closed_at=None).exists()
    assert_books_balance()


@names
@lengths
def test_buy_and_hold_earns_what_the_series_did_less_the_fee(
    owner: Actor, tmp_path: Path, name: str, minutes: int
) -> None:
    """To a millionth of a dollar of the 10,000: the ledger rounds the cost and the fee of a fill."""
    files = recording(name, tmp_path, minutes)
    (agent,) = live_through(owner, "days", files, "buy_and_hold")

    ((minute, side, _, quantity, _),) = trades_of(agent)
    entry = Decimal(files.quotes_by_minute()[minute]["ask_open"])
    own_return = Decimal(files.last_bar()["close"]) / entry - 1
    put_in = quantity * entry
    fee = put_in * Instrument.objects.get(venue="replay:days").taker_fee
    worth = summarise_portfolio(agent.actor, NOW).equity
    assert side == "buy"
    assert put_in > CAPITAL * Decimal("0.9")
    assert worth is not None
    assert worth == pytest.approx(CAPITAL + put_in * own_return - fee, abs=Decimal("1e-6"))


@names
@lengths
def test_the_same_days_are_the_same_twice(owner: Actor, tmp_path: Path, name: str, minutes: int) -> None:
    files, kinds = recording(name, tmp_path, minutes), ("momentum", "sma_cross", "buy_and_hold")
    first, second = (live_through(owner, dataset, files, *kinds) for dataset in ("first", "second"))

    lives = [list(map(trades_of, agents)) for agents in (first, second)]
    assert all(lives[0])
    assert lives[1] == lives[0]
    assert [decided(each) for each in second] == [decided(each) for each in first]


def decided(agent: Agent) -> Sequence[Any]:
    """What an agent decided on each bar, and why."""
    rows = Decision.objects.filter(agent=agent).order_by("bar_at")
    return list(rows.values_list("bar_at", "symbol", "action", "quantity", "sentence", "inputs"))
