"""Whatever a fleet of whatever agents does on whatever market, nothing is made and nothing is lost."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from apps.agents.models import Decision
from apps.agents.runtime import decide_on_bars
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.types import CallStatus
from apps.system.access.models import Actor
from apps.trading.models import Fill, Position, Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services import advance, confirm_bars, pending_bars
from tests.agents.fleet import make_agent
from tests.agents.markets import VENUE, record
from tests.agents.strategies.scenes import SETTINGS
from tests.trading.books import assert_books_balance

NOW = datetime(2025, 1, 1, tzinfo=UTC)
KINDS = sorted(SETTINGS)

_settings = some.sampled_from(KINDS).flatmap(
    lambda kind: some.tuples(some.just(kind), some.sampled_from(SETTINGS[kind]))
)
_fleets = some.lists(some.tuples(_settings, some.integers(50, 200_000)), min_size=2, max_size=5)
_walks = some.lists(some.integers(-150, 150), min_size=20, max_size=40)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fleet=_fleets, walk=_walks)
def test_capital_is_conserved(owner: Actor, fleet: list[Any], walk: list[int]) -> None:
    with transaction.atomic():
        play(owner, fleet, closes_of(walk))
        assert_books_balance()
        assert_money_is_accounted_for()
        assert_each_bar_was_decided_once()
        transaction.set_rollback(True)


def closes_of(walk: Sequence[int]) -> list[int]:
    price, closes = 7000, []
    for step in walk:
        price = max(100, price + step)
        closes.append(price)
    return closes


def play(owner: Actor, fleet: list[Any], closes: list[int]) -> None:
    """Agents live through a recording, as the market process and a worker have them."""
    symbols = ("BTC/USD", "ETH/USD")
    venue = record(closes, symbols=symbols)
    Venue.objects.filter(pk=VENUE).update(market_time=None, bars_until=None, status="RUNNING")
    for number, ((kind, parameters), capital) in enumerate(fleet):
        there = {"venue": VENUE, "symbols": list(symbols), "initial_capital": Decimal(capital)}
        make_agent(
            owner, name=f"{kind} {number}", type=kind, parameters=parameters, enable_defi=False, **there
        )
    venue = get_venue(VENUE)
    while not advance(venue, NOW).is_finished:
        batch = pending_bars(venue)
        if batch.until is None:
            continue
        decide_on_bars(venue.slug, batch.bars, now=NOW)
        for call in ToolCall.objects.filter(status=CallStatus.QUEUED):
            run_call(call.id)
        confirm_bars(venue, batch.until)


def assert_money_is_accounted_for() -> None:
    """What each account has is what it was given, what it earned, and not what it paid in fees."""
    for position in Position.objects.select_related("account__actor__agent"):
        fills = Fill.objects.filter(account=position.account, instrument=position.instrument)
        bought = sum(each.quantity if each.side == "buy" else -each.quantity for each in fills)
        assert position.quantity == bought >= 0
    for account in {position.account for position in Position.objects.select_related("account")}:
        spent = sum(
            (each.cost if each.side == "buy" else -each.cost) + each.fee
            for each in Fill.objects.filter(account=account)
        )
        assert account.balances.get(asset="USD").total == account.funded - spent >= 0


def assert_each_bar_was_decided_once() -> None:
    rows = Decision.objects.values_list("agent_id", "symbol", "bar_at")
    assert len(set(rows)) == len(rows)
