"""Arbitrage between two venues: each side is an agent at its own, which looks at the price of the other."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from apps.agents.errors import BadSettings
from apps.agents.history.rerunning import rerun_decision
from apps.agents.models import Agent, Decision
from apps.agents.runtime import decide_on_bars
from apps.agents.services.configuration import configure_agent
from apps.agents.services.creation import check_new_agent
from apps.mcp.gateway import request_call
from apps.mcp.runner import run_call
from apps.system.access.models import Actor, Role
from apps.system.access.roles import SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.errors import CivalError
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Order, Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services.catalogue import open_simulator
from apps.trading.types import Interval
from tests.agents.fleet import make_agent, wanted
from tests.agents.markets import RISING, VENUE, record
from tests.agents.strategies import slow
from tests.agents.strategies.scenes import candles_of

HERE, THERE = "sim", "sim:two"
LOOKBACK, ENTRY = 20, Decimal("-1.2")
ENTRIES = {"lookback": LOOKBACK, "entry": str(ENTRY), "exit": "3"}
FIRST = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def two(owner: Actor) -> Venue:
    """A second simulated venue, whose prices go their own way."""
    return open_simulator(name="two", seed=7, speed=1, now=timezone.now())


def side(owner: Actor, venue: str, other: str, **changes: Any) -> Agent:
    """One of the two sides."""
    parameters = {**ENTRIES, "other_venue": other}
    return make_agent(
        owner, type="arbitrage", venue=venue, enable_defi=False, parameters=parameters, **changes
    )


def bars_of(venue: str, until: datetime, count: int = 1) -> list[Bar]:
    return source_for(get_venue(venue)).candles("BTC/USD", Interval.M1, until=until, count=count)


def live_through(agent: Agent, closes: Sequence[datetime]) -> list[Decision]:
    """Its decisions on bars that close one after another; orders are placed, and nobody matches them."""
    for closed_at in closes:
        decide_on_bars(agent.venue_id, bars_of(agent.venue_id, closed_at), now=closed_at)
    return list(Decision.objects.filter(agent=agent).order_by("bar_at"))


def minutes(count: int) -> list[datetime]:
    return [FIRST + number * timedelta(minutes=1) for number in range(count)]


def score(ours: str, theirs: str, closed_at: datetime) -> float:
    """How unusual one venue's price is in terms of the other's, by the slow reference."""
    pair = [candles_of(bars_of(each, closed_at, LOOKBACK)) for each in (ours, theirs)]
    return slow.spread_score(pair[0], pair[1], LOOKBACK)


def test_each_side_decides_bar_by_bar_as_the_slow_reference(owner: Actor, two: Venue) -> None:
    bought = 0
    for here, there in ((HERE, THERE), (THERE, HERE)):
        has_order = False
        decisions = live_through(side(owner, here, there), minutes(40))
        assert len(decisions) == 40
        for decision, closed_at in zip(decisions, minutes(40), strict=True):
            expected = score(here, there, closed_at)
            assert float(decision.inputs["spread"]) == pytest.approx(expected, abs=1e-6)
            buys = expected <= float(ENTRY) and not has_order
            assert decision.action == ("buy" if buys else "hold")
            has_order = has_order or buys
        bought += has_order
    assert bought == 2  # both have been the cheap one once


def test_an_order_goes_to_the_venue_of_the_agents_account(owner: Actor, two: Venue) -> None:
    agent = side(owner, THERE, HERE)
    live_through(agent, minutes(40))
    order = Order.objects.select_related("instrument").get(account=agent.account)
    assert (order.side, order.instrument.venue_id) == ("buy", THERE)


def test_such_a_decision_made_again_is_the_same(owner: Actor, two: Venue) -> None:
    agent = side(owner, HERE, THERE)
    for decision in live_through(agent, minutes(5)):
        again = rerun_decision(agent, decision)
        assert again.is_of_the_same is True
        assert dict(again.signal.inputs) == decision.inputs
        assert [rule.as_data() for rule in again.signal.rules] == decision.reasoning
        other = rerun_decision(agent, decision, changes={"other_venue": ""})
        assert other.signal.inputs["spread"] == "unknown"  # it has one symbol only


def test_a_bar_that_the_other_venue_has_not_told_of_is_held_on(owner: Actor, two: Venue) -> None:
    agent = side(owner, HERE, THERE)
    Venue.objects.filter(pk=THERE).update(kind=Venue.Kind.EXCHANGE, config={"symbols": ["BTC/USD"]})
    (decision,) = live_through(agent, minutes(1))
    assert (decision.action, decision.inputs["spread"]) == ("hold", "unknown")
    assert decision.sentence == "Stayed out: spread is unknown, not <= -1.2."


def test_agents_of_one_venue_and_of_two_decide_side_by_side(owner: Actor, two: Venue) -> None:
    across = side(owner, HERE, THERE)
    within = make_agent(
        owner,
        type="arbitrage",
        enable_defi=False,
        symbols=["BTC/USD", "ETH/USD"],
        parameters={"lookback": LOOKBACK},
    )
    source = source_for(get_venue(HERE))
    bars = [source.candles(each, Interval.M1, until=FIRST, count=1)[0] for each in ("BTC/USD", "ETH/USD")]
    decide_on_bars(HERE, bars, now=FIRST)
    spreads = {
        (each.agent_id, each.symbol): each.inputs["spread"] for each in Decision.objects.order_by("id")
    }
    btc, eth = (
        candles_of(source.candles(each, Interval.M1, until=FIRST, count=LOOKBACK))
        for each in ("BTC/USD", "ETH/USD")
    )
    expected = {
        (across.pk, "BTC/USD"): score(HERE, THERE, FIRST),
        (within.pk, "BTC/USD"): slow.spread_score(btc, eth, LOOKBACK),
        (within.pk, "ETH/USD"): slow.spread_score(eth, btc, LOOKBACK),
    }
    assert {key: float(each) for key, each in spreads.items()} == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"parameters": {}}, "no_pair"),
        ({"parameters": {"other_venue": HERE}}, "same_venue"),
        ({"parameters": {"other_venue": VENUE}}, "another_time"),
        ({"venue": VENUE, "parameters": {"other_venue": HERE}}, "another_time"),
        ({"parameters": {"other_venue": "sim:fast"}}, "another_time"),
        ({"parameters": {"other_venue": "nowhere"}}, "unknown_venue"),
    ],
)
def test_what_could_never_be_compared_is_refused(owner: Actor, change: dict[str, Any], code: str) -> None:
    record(RISING)
    open_simulator(name="fast", seed=7, speed=60, now=timezone.now())
    with pytest.raises(CivalError) as refused:
        check_new_agent(wanted(type="arbitrage", **change))
    assert refused.value.reason_code == code


def test_nor_can_it_be_configured_so_later(owner: Actor, two: Venue) -> None:
    agent = side(owner, HERE, THERE)
    with pytest.raises(BadSettings) as refused:
        configure_agent(agent, changes={"other_venue": HERE}, by=owner, now=FIRST)
    assert refused.value.reason_code == "same_venue"


def test_a_backtest_of_one_market_refuses_it(owner: Actor) -> None:
    caller = Caller(owner, owner, SCOPES[Role.OPERATOR], Interface.REST)
    asked = {"strategy": "arbitrage", "symbol": "BTC/USD", "venue": HERE, "interval": "1m"}
    call = request_call(caller, "backtest_strategy", asked)
    if not call.is_finished:
        run_call(call.id)
        call.refresh_from_db()
    assert (call.status, call.code) == ("REFUSED", "strategy_needs_pair")
    assert "a backtest has one" in call.reason
