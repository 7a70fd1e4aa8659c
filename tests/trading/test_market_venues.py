"""Simulated venues of their own seed and speed, and the scenarios that operators lay over them."""

import io
from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.types import Caller, Interface, Scope
from apps.system.errors import Conflict, Invalid, Refused
from apps.system.events.models import Event
from apps.trading.errors import RiskRefused
from apps.trading.market.scenarios import Scenario, ScenarioKind
from apps.trading.market.simulated import moment, scenarios_of
from apps.trading.market.sources import source_for
from apps.trading.models import Fill, Instrument, Venue
from apps.trading.selectors.candles import gaps_among, list_candles
from apps.trading.selectors.venues import find_quote, get_venue
from apps.trading.services import (
    NewScenario,
    advance,
    clear_market_scenario,
    confirm_bars,
    match_arrivals,
    match_venue,
    open_simulator,
    pending_bars,
    set_market_scenario,
    store_bars,
)
from apps.trading.types import Interval
from tests.system.people import actor_of, client_of, make_person
from tests.trading.books import assert_books_balance
from tests.trading.desk import NOON, buy, fund, record

pytestmark = pytest.mark.django_db
CRASH, OUTAGE, STALE, WIDE = ScenarioKind
MINUTE = timedelta(minutes=1)


def lay(venue: Venue, kind: ScenarioKind, *, seconds: int = 60, **terms: Any) -> Scenario:
    """Lay a scenario over a market at noon."""
    wanted = NewScenario(kind, timedelta(seconds=seconds), **terms)
    return set_market_scenario(venue=venue, wanted=wanted, now=NOON)


def later(seconds: float) -> Any:
    """A moment after noon."""
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def fast(sim: Venue) -> Venue:
    """A market that runs sixty times as fast, opened an hour before noon."""
    return open_simulator(name="fast", seed=7, speed=60, now=NOON - timedelta(hours=1))


def test_a_venue_of_another_seed_is_another_market(sim: Venue) -> None:
    venue = open_simulator(name="other", seed=7, speed=1, now=NOON)
    assert find_quote(venue, "BTC/USD", NOON) != find_quote(sim, "BTC/USD", NOON)
    assert Instrument.objects.filter(venue=venue).count() == Instrument.objects.filter(venue=sim).count()
    again = open_simulator(name="other", seed=7, speed=1, now=NOON + MINUTE)
    assert again.began_at == venue.began_at


@pytest.mark.parametrize(
    ("name", "seed", "speed"), [("A b", 1, 1), ("a", -1, 1), ("a", 1, 0), ("a", 1, 3601)]
)
def test_what_cannot_be_is_refused(sim: Venue, name: str, seed: int, speed: int) -> None:
    with pytest.raises(Invalid):
        open_simulator(name=name, seed=seed, speed=speed, now=NOON)


def test_a_name_has_one_market(fast: Venue) -> None:
    with pytest.raises(Conflict):
        open_simulator(name="fast", seed=8, speed=60, now=NOON)


def test_the_command_opens_a_market(sim: Venue) -> None:
    out = io.StringIO()
    call_command("simulate", "demo", seed=3, speed=60, stdout=out)
    assert "sim:demo runs 60 times" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("simulate", "demo", seed=4)


def test_an_accelerated_market_has_its_own_time_and_no_bar_that_lasts_less_than_a_second(fast: Venue) -> None:
    source = source_for(fast)
    begun = fast.began_at
    assert source.market_time(begun + timedelta(seconds=10)) == begun + timedelta(seconds=600)
    assert source.base_interval is Interval.M1
    assert source.candles("BTC/USD", Interval.S1, until=begun, count=5) == []
    assert len(source.candles("BTC/USD", Interval.M1, until=begun, count=5)) == 5


def test_a_quote_of_an_accelerated_market_is_as_fresh_as_any(fast: Venue, client_: APIClient) -> None:
    answer = client_.get("/api/v1/market/live-data/BTC-USD?venue=sim:fast").json()
    assert (answer["isStale"], answer["ageSeconds"] < 1, answer["staleAfterSeconds"]) == (False, True, 30)


@pytest.fixture
def client_(sim: Venue) -> APIClient:
    """Somebody's client."""
    return client_of(make_person())


def test_an_accelerated_market_hands_out_each_minute_once_also_after_a_pause(fast: Venue) -> None:
    confirm_bars(fast, source_for(fast).settled(source_for(fast).market_time(NOON) or NOON) or NOON)
    advance(fast, later(90))  # an hour and a half of market time
    opened, batches = [], 0
    while (batch := pending_bars(fast)).until is not None:
        batches += 1
        opened += [b.opened_at for b in batch.bars if (b.symbol, b.interval) == ("BTC/USD", Interval.M1)]
        confirm_bars(fast, batch.until)
    assert batches == 2
    assert opened == [opened[0] + n * MINUTE for n in range(90)]


def test_an_order_is_filled_at_the_accelerated_market_s_own_time(fast: Venue) -> None:
    account = fund(actor_of(), venue=fast)
    order = buy(account, "0.01", at=NOON)
    assert order.placed_at == source_for(fast).market_time(NOON)
    match_arrivals(fast, NOON)
    fill = Fill.objects.get()
    assert fill.market_time == order.placed_at
    second = source_for(fast).outsides(["BTC/USD"], order.placed_at)["BTC/USD"]
    assert second.low <= fill.price <= second.high
    assert_books_balance()


def test_two_batches_of_one_accelerated_second_share_its_depth(fast: Venue) -> None:
    at = source_for(fast).market_time(NOON) or NOON
    offered = sum(level.quantity for level in source_for(fast).outsides(["DOGE/USD"], at)["DOGE/USD"].asks)
    for _ in range(2):
        account = fund(actor_of(), venue=fast, capital="100000000")
        from_book = {"symbol": "DOGE/USD", "tif": "ioc"}
        buy(account, str(offered * 3 // 4), at=NOON, **from_book)
        match_arrivals(fast, NOON)
    assert sum(fill.quantity for fill in Fill.objects.all()) <= offered


def test_a_scenario_is_set_seen_over_by_itself_and_announced(sim: Venue) -> None:
    crash = lay(sim, CRASH, seconds=600, strength=30)
    soon = moment(crash.first)
    assert later(2) < soon <= later(4)
    plain = open_simulator(name="plain", seed=int(sim.config["seed"]), speed=1, now=NOON)
    fallen, ordinary = (find_quote(v, "BTC/USD", soon + MINUTE) for v in (get_venue("sim"), plain))
    assert fallen is not None
    assert ordinary is not None
    assert fallen.last / ordinary.last == pytest.approx(D("0.7"), abs=D("0.001"))
    over = source_for(get_venue("sim")).book("BTC/USD", soon + timedelta(seconds=600))
    assert over == source_for(plain).book("BTC/USD", soon + timedelta(seconds=600))
    event = Event.objects.get(type="market.scenario")
    assert (event.audience, event.payload["kind"], event.payload["strength"]) == (None, "flash_crash", 30)


@pytest.mark.parametrize(
    ("kind", "terms"),
    [
        (CRASH, {}),
        (CRASH, {"strength": 91}),
        (WIDE, {"strength": 1}),
        (OUTAGE, {"strength": 5}),
        (STALE, {"seconds": 0}),
        (STALE, {"seconds": 86_401}),
    ],
)
def test_a_scenario_that_cannot_be_is_refused(sim: Venue, kind: ScenarioKind, terms: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        lay(sim, kind, **terms)
    assert scenarios_of(get_venue("sim")) == ()


def test_what_has_been_told_is_not_changed(sim: Venue) -> None:
    with pytest.raises(Refused) as refusal:
        lay(sim, OUTAGE, starts_at=NOON)
    assert refusal.value.reason_code == "too_soon"


def test_two_of_a_kind_do_not_overlap_and_a_recording_is_what_it_is(sim: Venue) -> None:
    lay(sim, OUTAGE)
    lay(sim, WIDE, strength=5)
    with pytest.raises(Refused) as overlaps:
        lay(sim, OUTAGE)
    with pytest.raises(Refused) as recorded:
        lay(record("tape"), OUTAGE)
    assert [each.value.reason_code for each in (overlaps, recorded)] == ["scenario_overlaps", "not_simulated"]


def test_clearing_ends_what_lasts_and_drops_what_has_not_begun(sim: Venue) -> None:
    lasting = lay(sim, CRASH, seconds=600, strength=40)
    lay(sim, OUTAGE, starts_at=later(3000))
    lay(sim, WIDE, seconds=300, strength=3)
    assert len(clear_market_scenario(venue=sim, kind=WIDE, now=later(60))) == 1
    before = [find_quote(get_venue("sim"), "BTC/USD", later(each)) for each in (5, 30, 60)]
    ended = clear_market_scenario(venue=sim, kind=None, now=later(60))
    assert [each.kind for each in ended] == [CRASH, OUTAGE]
    left = {each.kind: each for each in scenarios_of(get_venue("sim"))}
    assert set(left) == {CRASH, WIDE}
    assert left[CRASH].first == lasting.first
    assert later(62) < moment(left[CRASH].end) <= later(64)
    assert [find_quote(get_venue("sim"), "BTC/USD", later(each)) for each in (5, 30, 60)] == before
    assert clear_market_scenario(venue=sim, kind=None, now=later(120)) == []


def test_with_a_stale_feed_orders_are_refused_once_the_price_is_too_old(sim: Venue) -> None:
    account = fund(actor_of())
    lay(sim, STALE, seconds=300)
    account.refresh_from_db()
    buy(account, "0.01", at=later(20), client="fresh enough")
    with pytest.raises(RiskRefused) as refusal:
        buy(account, "0.01", at=later(60), client="too old")
    assert refusal.value.reason_code == "stale_market"
    assert match_venue(get_venue("sim"), later(60)).fills == 0
    assert match_venue(get_venue("sim"), later(400)).fills == 1


def test_an_outage_leaves_a_gap_that_is_told_and_not_filled(sim: Venue) -> None:
    outage = lay(sim, OUTAGE, seconds=600)
    venue, begun = get_venue("sim"), moment(outage.first)
    until = begun + timedelta(minutes=15)
    bars = list_candles(venue, "BTC/USD", Interval.M1, until=until, count=20)
    (gap,) = gaps_among(bars, until)
    noon = NOON.replace(microsecond=0)  # the minutes of noon and of ten past had a market for a part
    assert (gap.after, gap.until, gap.bars) == (noon + MINUTE, noon + 10 * MINUTE, 9)
    within = list_candles(venue, "BTC/USD", Interval.M1, until=begun + 5 * MINUTE, count=20)
    assert gaps_among(within, begun + 5 * MINUTE)[-1].until == Interval.M1.floor(begun + 5 * MINUTE)


def test_candles_out_of_the_store_equal_the_computed_ones(sim: Venue) -> None:
    lay(sim, WIDE, seconds=200, strength=4)
    lay(sim, OUTAGE, seconds=45, starts_at=later(90))
    venue = get_venue("sim")
    confirm_bars(venue, NOON.replace(microsecond=0))
    advance(venue, later(400))
    while (batch := pending_bars(venue)).until is not None:
        store_bars(venue, batch.bars)
        confirm_bars(venue, batch.until)
    for symbol in ("BTC/USD", "ETH/BTC"):
        for interval in (Interval.S1, Interval.S15, Interval.M1, Interval.M5):
            for count in (3, 60, 300):
                found = list_candles(venue, symbol, interval, until=later(400), count=count)
                assert found == source_for(venue).candles(symbol, interval, until=later(400), count=count)


def operator(tool: str, **parameters: Any) -> ToolCall:
    """Call an operators' tool."""
    actor = actor_of()
    caller = Caller(actor, actor, AGENT_SCOPES | {Scope.OPERATE}, Interface.REST)
    requested = request_call(caller, tool, parameters)
    if not requested.is_finished:
        run_call(requested.id)
    return ToolCall.objects.get(id=requested.id)


def test_operators_set_and_clear_scenarios_and_everybody_sees_them(sim: Venue, client_: APIClient) -> None:
    starts_at = timezone.now() + timedelta(minutes=5)
    done = operator(
        "set_market_scenario",
        kind="flash_crash",
        length_seconds=600,
        strength=20,
        starts_at=starts_at.isoformat(),
    )
    assert (done.status, done.result["kind"], done.result["strength"]) == ("SUCCEEDED", "flash_crash", 20)
    (venue,) = client_.get("/api/v1/market/venues").json()["venues"]
    (scenario,) = venue["scenarios"]
    assert (scenario["kind"], scenario["isActive"], scenario["strength"]) == ("flash_crash", False, 20)
    assert (venue["speed"], venue["shortestInterval"]) == (1, "1s")
    cleared = operator("clear_market_scenario", kind="flash_crash")
    assert [each["kind"] for each in cleared.result["ended"]] == ["flash_crash"]
    assert client_.get("/api/v1/market/venues").json()["venues"][0]["scenarios"] == []
    refused = operator("set_market_scenario", kind="outage", length_seconds=5, strength=3)
    assert (refused.status, refused.code) == ("REFUSED", "invalid_strength")
