"""Price alerts: told once, to whom they belong, at no cost while nothing happens."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from apps.system.access.models import Actor
from apps.system.alerts.models import Alert
from apps.system.errors import Invalid, NotFound
from apps.system.events.models import Event
from apps.trading.arming import Arms, arm, set_off_by
from apps.trading.errors import TooMany
from apps.trading.market.types import Bar
from apps.trading.models import PriceAlert, Venue
from apps.trading.selectors.venues import find_quote, get_instrument
from apps.trading.services import evaluate_price_alerts, expire_price_alerts, start_replay
from apps.trading.services.price_alerts import PriceWish, cancel_price_alert, create_price_alert
from apps.trading.services.ticking import advance, pending_bars
from apps.trading.types import Interval
from tests.queries import BY_THE_CLOCK
from tests.system.people import actor_of, client_of, make_person
from tests.trading.desk import NOON, record

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
WHOLE = NOON.replace(microsecond=0)
prices = st.integers(1, 10**6).map(D)


def wait(actor: Actor, sim: Venue, condition: str = "above", **wish: Any) -> PriceAlert:
    """An alert on BTC/USD, set at noon."""
    asked = PriceWish(condition=condition, **wish)
    return create_price_alert(actor=actor, venue=sim, symbol="BTC/USD", wish=asked, now=NOON)


def wait_above(actor: Actor, sim: Venue, distances: Iterable[int]) -> D:
    """Alerts on BTC/USD so many dollars above what it costs, which is answered."""
    now, instrument = price(sim), get_instrument(sim, "BTC/USD")
    shared = {"actor": actor, "instrument": instrument, "reference": now}
    PriceAlert.objects.bulk_create(
        PriceAlert(
            condition="above",
            price=now + each,
            at_or_above=now + each,
            armed_at=NOON,
            created_at=NOON,
            **shared,
        )
        for each in distances
    )
    return now


def bar(low: str, high: str, *, after: int = 1, close: str | None = None) -> Bar:
    """A second of BTC/USD, so many seconds after noon."""
    opened, last = WHOLE + after * SECOND, D(close or high)
    return Bar("BTC/USD", Interval.S1, opened, D(low), D(high), D(low), last, D(1))


def told() -> list[dict[str, Any]]:
    """What was told."""
    return list(
        Event.objects.filter(type="market.price_alert").order_by("id").values_list("payload", flat=True)
    )


def price(sim: Venue) -> D:
    """What BTC costs at noon."""
    quote = find_quote(sim, "BTC/USD", NOON)
    assert quote is not None
    return quote.last


@given(prices, prices, prices)
def test_whatever_is_armed_waits_for_a_price_that_is_not_there_yet(line: D, now: D, tick: D) -> None:
    crosses = arm("crosses", price=line, percent=None, reference=now, tick=tick)
    change = arm("change", price=None, percent=D(5), reference=now, tick=tick)

    assert set_off_by(crosses, now, now) is None
    assert set_off_by(change, now, now) is None
    assert set_off_by(crosses, max(line, now) + tick, min(line, now) - tick) is not None
    assert arm("above", price=line, percent=None, reference=now, tick=tick) == Arms(at_or_above=line)
    assert arm("below", price=line, percent=None, reference=now, tick=tick) == Arms(at_or_below=line)


def test_a_price_that_is_reached_is_told_once_to_whom_it_belongs(alice: Actor, sim: Venue) -> None:
    line = price(sim) + 100
    alert = wait(alice, sim, price=line, note="sell some")

    assert evaluate_price_alerts(sim, [bar("1", str(line - 1))], now=NOON + SECOND) == 0
    assert evaluate_price_alerts(sim, [bar("1", str(line + 5), after=2)], now=NOON + 2 * SECOND) == 1
    assert evaluate_price_alerts(sim, [bar("1", str(line + 9), after=3)], now=NOON + 3 * SECOND) == 0

    (event,) = told()
    assert (event["alertId"], event["symbol"], event["condition"]) == (str(alert.id), "BTC/USD", "above")
    assert (D(event["price"]), D(event["last"]), event["status"]) == (line, line + 5, "TRIGGERED")
    assert (event["note"], event["source"]) == ("sell some", "simulated")
    assert Event.objects.get(type="market.price_alert").audience == alice.id
    raised = Alert.objects.get(source="price-alert")
    assert (raised.audience, raised.severity, raised.detail) == (alice.id, "INFO", "sell some")
    alert.refresh_from_db()
    assert (alert.status, alert.times_triggered) == ("TRIGGERED", 1)


@pytest.mark.parametrize(
    ("condition", "wish", "reaching"),
    [
        ("below", {"price": "-100"}, ("-101", "0")),
        ("crosses", {"price": "-50"}, ("-51", "0")),
        ("crosses", {"price": "50"}, ("0", "51")),
        ("change", {"percent": D(1)}, ("0", "1%")),
        ("change", {"percent": D(1)}, ("-1%", "0")),
    ],
)
def test_each_condition_is_reached_by_the_high_or_low_of_a_bar(
    alice: Actor, sim: Venue, condition: str, wish: dict[str, Any], reaching: tuple[str, str]
) -> None:
    now = price(sim)

    def at(offset: str) -> str:
        return str(now * (1 + D(offset[:-1]) / 100) if offset.endswith("%") else now + D(offset))

    if "price" in wish:
        wish = {"price": D(at(wish["price"]))}
    wait(alice, sim, condition, **wish)

    assert evaluate_price_alerts(sim, [bar(str(now - 1), str(now + 1))], now=NOON + SECOND) == 0
    low, high = at(reaching[0]), at(reaching[1])
    assert evaluate_price_alerts(sim, [bar(low, high, after=2)], now=NOON + 2 * SECOND) == 1


def test_bars_of_before_it_was_set_do_not_count(alice: Actor, sim: Venue) -> None:
    line = price(sim) + 100
    wait(alice, sim, price=line)

    assert evaluate_price_alerts(sim, [bar("1", str(line + 5), after=0)], now=NOON) == 0


def test_a_crash_before_the_commit_tells_nothing_and_the_next_look_tells_it_once(
    alice: Actor, sim: Venue
) -> None:
    line = price(sim) + 100
    wait(alice, sim, price=line)
    bars = [bar("1", str(line + 5))]

    def evaluate_and_die() -> None:
        with transaction.atomic():
            assert evaluate_price_alerts(sim, bars, now=NOON + SECOND) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate_and_die()
    assert told() == []

    assert evaluate_price_alerts(sim, bars, now=NOON + 2 * SECOND) == 1
    assert evaluate_price_alerts(sim, bars, now=NOON + 3 * SECOND) == 0
    assert len(told()) == 1


def test_one_that_repeats_rests_and_is_not_told_again_of_the_same_bars(alice: Actor, sim: Venue) -> None:
    line = price(sim) + 100
    alert = wait(alice, sim, price=line, repeats=True, cooldown=timedelta(minutes=1))
    bars, later = [bar("1", str(line + 5))], NOON + timedelta(minutes=5)

    assert evaluate_price_alerts(sim, bars, now=NOON + SECOND) == 1
    assert evaluate_price_alerts(sim, bars, now=later) == 0  # handed out again after a crash
    resting = [bar("1", str(line + 5), after=30)]
    assert evaluate_price_alerts(sim, resting, now=NOON + 31 * SECOND) == 0
    again = [bar("1", str(line + 5), after=90)]
    assert evaluate_price_alerts(sim, again, now=NOON + 91 * SECOND) == 1

    alert.refresh_from_db()
    assert (alert.status, alert.times_triggered, len(told())) == ("ACTIVE", 2, 2)
    assert Alert.objects.get(source="price-alert").times_seen == 2


def test_a_crossing_that_repeats_waits_on_the_other_side_next(alice: Actor, sim: Venue) -> None:
    line = price(sim) + 100
    alert = wait(alice, sim, "crosses", price=line, repeats=True)

    evaluate_price_alerts(sim, [bar(str(line - 1), str(line + 5))], now=NOON + SECOND)
    alert.refresh_from_db()
    assert (alert.at_or_above, alert.at_or_below) == (None, line)
    assert (
        evaluate_price_alerts(sim, [bar(str(line + 1), str(line + 9), after=3)], now=NOON + 4 * SECOND) == 0
    )
    assert (
        evaluate_price_alerts(sim, [bar(str(line - 1), str(line + 9), after=5)], now=NOON + 6 * SECOND) == 1
    )


def test_what_is_over_waits_no_longer(alice: Actor, sim: Venue) -> None:
    line, bars = price(sim) + 100, [bar("1", "99999999")]
    cancelled = wait(alice, sim, price=line)
    expiring = wait(alice, sim, price=line, expires_at=NOON + SECOND)
    told_of = wait(alice, sim, price=line + 1, expires_at=NOON + 10 * SECOND)
    cancel_price_alert(cancelled, now=NOON)

    assert evaluate_price_alerts(sim, bars, now=NOON + 2 * SECOND) == 1
    assert expire_price_alerts(NOON + 2 * SECOND) == 1

    for each in (cancelled, expiring, told_of):
        each.refresh_from_db()
    assert [each.status for each in (cancelled, expiring, told_of)] == ["CANCELLED", "EXPIRED", "TRIGGERED"]
    cancel_price_alert(told_of, now=NOON + 3 * SECOND)
    assert Alert.objects.get(source="price-alert").status == "RESOLVED"


def test_ten_thousand_that_are_not_reached_cost_one_query(alice: Actor, sim: Venue) -> None:
    now = wait_above(alice, sim, range(100, 10_100))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE trading_price_alert")

    with CaptureQueriesContext(connection) as captured:
        assert evaluate_price_alerts(sim, [bar(str(now - 1), str(now + 1))], now=NOON + SECOND) == 0

    (look,) = [each["sql"] for each in captured if "trading_price_alert" in each["sql"]]
    # Savepoint, instruments, the look, savepoint.
    assert len([each for each in captured if BY_THE_CLOCK not in each["sql"]]) == 4
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {look}")
        plan = cursor.fetchone()[0][0]["Plan"]
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 20


def test_all_are_told_though_several_bars_reach_the_same_ones(alice: Actor, sim: Venue) -> None:
    now = wait_above(alice, sim, [10] * 300 + [20] * 100)
    bars = [bar("1", str(now + high), after=second) for second, high in enumerate((11, 11, 21), start=1)]

    assert evaluate_price_alerts(sim, bars, now=NOON + 3 * SECOND) == 400
    assert len({each["alertId"] for each in told()}) == 400


def test_each_that_is_told_is_a_story_of_its_own(alice: Actor, sim: Venue) -> None:
    now = wait_above(alice, sim, [10, 10])

    assert evaluate_price_alerts(sim, [bar("1", str(now + 11))], now=NOON + SECOND) == 2

    news = Event.objects.filter(type__in=["market.price_alert", "system.alert"])
    stories = news.order_by("correlation_id", "type").values_list("correlation_id", "type")
    kinds: dict[UUID, list[str]] = {}
    for story, kind in stories:
        kinds.setdefault(story, []).append(kind)
    assert list(kinds.values()) == [["market.price_alert", "system.alert"]] * 2


def test_many_at_once_are_all_told(alice: Actor, sim: Venue) -> None:
    now = wait_above(alice, sim, [10] * 501)

    assert evaluate_price_alerts(sim, [bar("1", str(now + 11))], now=NOON + SECOND) == 501
    assert len({each["alertId"] for each in told()}) == 501


def test_a_replay_tells_in_its_market_time(alice: Actor, sim: Venue) -> None:
    tape = start_replay(record("tape"), speed=None)
    advance(tape, NOON)
    wish = PriceWish("below", price=D("98.5"))
    create_price_alert(actor=alice, venue=tape, symbol="BTC/USD", wish=wish, now=NOON)

    for _ in range(2):
        advance(tape, NOON)
        batch = pending_bars(tape)
        evaluate_price_alerts(tape, batch.bars, now=NOON)

    (event,) = told()
    assert (event["price"], event["last"], event["source"]) == ("98.5", "99", "replay")
    assert event["marketTime"].startswith("2018-04-04T00:03:00")


@pytest.mark.parametrize(
    "wish",
    [
        PriceWish("above"),
        PriceWish("change", price=D(5)),
        PriceWish("above", price=D(5), percent=D(5)),
        PriceWish("above", price=D(5), expires_at=NOON),
    ],
)
def test_a_wish_that_says_nothing_is_refused(alice: Actor, sim: Venue, wish: PriceWish) -> None:
    with pytest.raises(Invalid) as refusal:
        create_price_alert(actor=alice, venue=sim, symbol="BTC/USD", wish=wish, now=NOON)
    assert refusal.value.reason_code == "invalid_price_alert"


def test_a_market_without_a_price_and_a_thousand_are_refused(alice: Actor, sim: Venue) -> None:
    wish = PriceWish("above", price=D(5))
    with pytest.raises(NotFound):
        create_price_alert(actor=alice, venue=record("tape"), symbol="BTC/USD", wish=wish, now=NOON)
    shared = {
        "actor": alice,
        "instrument": get_instrument(sim, "BTC/USD"),
        "reference": D(1),
        "armed_at": NOON,
        "created_at": NOON,
    }
    PriceAlert.objects.bulk_create(
        PriceAlert(condition="above", price=D(9), at_or_above=D(9), **shared) for _ in range(1000)
    )
    with pytest.raises(TooMany):
        wait(alice, sim, price=D(9))
    assert wait(actor_of(), sim, price=D(9)).status == "ACTIVE"


@pytest.mark.django_db(transaction=True)
def test_price_alerts_over_rest(sim: Venue) -> None:
    client, stranger = client_of(make_person()), client_of(make_person())
    body = {"symbol": "btc-usd", "condition": "above", "price": "10000000", "note": "=cmd()"}

    made = client.post("/api/v1/trading/price-alerts", body, format="json")

    assert made.status_code == 201, made.content
    path = f"/api/v1/trading/price-alerts/{made.json()['id']}"
    assert (made.json()["setsOffAbove"], made.json()["status"]) == ("10000000", "active")
    listed = client.get("/api/v1/trading/price-alerts?status=active&symbol=BTC-USD").json()["results"]
    assert [each["id"] for each in listed] == [made.json()["id"]]
    assert stranger.get("/api/v1/trading/price-alerts").json()["results"] == []
    assert stranger.delete(path).status_code == 404
    ended = client.delete(path)  # cancel_price_alert
    assert (ended.status_code, ended.json()["status"]) == (200, "cancelled")
    assert client.get("/api/v1/trading/price-alerts?status=active").json()["results"] == []
    refused = client.post("/api/v1/trading/price-alerts", {**body, "condition": "change"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_price_alert")


def test_the_moment_of_an_alert_is_recorded(alice: Actor, sim: Venue) -> None:
    alert = wait(alice, sim, price=price(sim) + 10)
    assert isinstance(alert.armed_at, datetime)
    evaluate_price_alerts(sim, [bar("1", str(price(sim) + 10))], now=NOON + SECOND)
    alert.refresh_from_db()
    assert (alert.triggered_at, alert.triggered_price) == (NOON + SECOND, price(sim) + 10)
