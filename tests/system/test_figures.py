"""`GET /system/metrics`: figures of what really happened, for those who may see them."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.system.access.models import Role
from apps.system.events.models import Counter
from apps.system.events.sequencer import number_events
from apps.system.measuring.counting import QUICK
from apps.system.measuring.figures import View, figures, headline, list_groups, list_headlines
from apps.system.measuring.tallies import (
    KEPT_SECONDS,
    Tallies,
    count_minutes,
    minutes_passed,
    read_level,
    tallies,
)
from apps.system.metrics.requests import SLOWER, quantile
from apps.system.redis import key, redis_client
from apps.system.tasks import publish_metrics
from apps.system.types import WireModel
from tests.system.people import client_of, make_key, make_person
from tests.system.sockets import admitted, off_loop
from tests.system.streams import happen, plain_link, until
from tests.tallying import fresh_tallies

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_fresh")]

METRICS = "/api/v1/system/metrics"
PLATFORM = {"requests", "events", "sockets", "queues"}


@pytest.fixture
def _fresh() -> Any:
    with fresh_tallies():
        yield


def _figures(role: Role = Role.OPERATOR) -> dict[str, Any]:
    answer = client_of(make_person(role)).get(METRICS)
    assert answer.status_code == 200, answer.content
    figures: dict[str, Any] = answer.json()
    return figures


def test_who_operates_sees_the_platform_and_others_what_is_theirs() -> None:
    for role, of in ((Role.OPERATOR, "platform"), (Role.ADMIN, "platform"), (Role.TRADER, "own")):
        seen = _figures(role)
        hidden = {name for name in PLATFORM if seen[name] is None}
        assert (seen["of"], hidden) == (of, set() if of == "platform" else PLATFORM)
        assert seen["asOf"] <= timezone.now().isoformat()


def test_every_group_and_headline_is_declared_once() -> None:
    names = [each.name for each in list_groups()]
    assert names == ["events", "fleet", "queues", "requests", "sockets", "tools", "trading"]
    assert {name for name, _ in list_headlines()} == {*names, "health"}
    with pytest.raises(ValueError, match="trading"):
        figures("trading")(_measure_nothing)
    with pytest.raises(ValueError, match="trading"):
        headline("trading")(lambda now: {})


def _measure_nothing(view: View) -> WireModel:
    return WireModel()


def test_requests_are_those_that_were_made() -> None:
    client = client_of(make_person(Role.OPERATOR))
    for _ in range(5):
        client.get("/api/v1/account/me")
    for _ in range(2):
        client.get("/nowhere")
    seen = client.get(METRICS).json()["requests"]
    for window in (seen["fiveMinutes"], seen["hour"]):
        assert (window["total"], window["refused"], window["broken"]) == (7, 2, 0)
        assert 0 < window["p50"] <= window["p95"] <= window["p99"]
    assert client.get(METRICS).json()["requests"]["hour"]["total"] == 8


@pytest.mark.django_db(transaction=True)
def test_events_are_counted_by_their_places_and_what_waits_is_late() -> None:
    for number in range(7):
        happen(number)
    assert _figures()["events"]["lagSeconds"] > 0
    _number_all()
    seen = _figures()["events"]
    assert (seen["fiveMinutes"], seen["hour"], seen["head"]) == (7, 7, 7)
    assert (seen["perMinute"], seen["lagSeconds"]) == (7 / 5, 0)


def _number_all() -> None:
    Counter.objects.get_or_create(name="events")
    with plain_link() as link:
        while number_events(link):
            continue


@pytest.mark.django_db(transaction=True)
async def test_sockets_are_those_that_are_open_and_their_messages() -> None:
    key = await off_loop(lambda: make_key(make_person()))
    async with admitted(key) as first, admitted(key) as second:
        for client in (first, second):
            await client.send("ping")
            await client.hear()
        seen = (await off_loop(_figures))["sockets"]
    assert (seen["open"], seen["sentInHour"], seen["receivedInHour"]) == (2, 4, 2)
    assert (await off_loop(_figures))["sockets"]["open"] == 0


# --- Percentiles from buckets


@pytest.mark.parametrize(
    ("counts", "share", "milliseconds"),
    [
        ({}, 0.5, None),
        ({"0.1": 10}, 0.5, 75.0),
        ({"0.1": 10}, 1.0, 100.0),
        ({"0.001": 50, "0.005": 50}, 0.75, 3.75),
        ({"0.001": 1, SLOWER: 9}, 0.99, 30_000.0),
    ],
)
def test_a_percentile_lies_within_its_bucket(
    counts: dict[str, int], share: float, milliseconds: float | None
) -> None:
    assert quantile(counts, share) == milliseconds
    assert QUICK[-1] == 30


# --- Tallies


def test_processes_add_up_and_old_minutes_are_left_out() -> None:
    one, other, now = Tallies(), Tallies(), datetime.now(UTC)
    one.add("doors", {"opened": 2})
    other.add("doors", {"opened": 3, "closed": 1})
    other.add("doors", {"opened": 100}, now=time.time() - 600)
    for each in (one, other, other):
        each.flush()
    assert count_minutes("doors", 5, now) == {"opened": 5, "closed": 1}
    assert count_minutes("doors", 60, now) == {"opened": 105, "closed": 1}


def test_the_window_is_as_long_as_has_passed_of_it() -> None:
    assert minutes_passed(5, datetime(2026, 5, 1, 12, 0, 30, tzinfo=UTC)) == 4.5
    assert minutes_passed(1, datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)) == 1 / 60


def test_a_level_is_forgotten_soon_after_its_process_fell_silent() -> None:
    one, now = Tallies(), datetime.now(UTC)
    one.raise_level("doors", 2)
    one.flush()
    assert read_level("doors", now) == 2
    assert read_level("doors", now + timedelta(seconds=11)) == 0
    assert redis_client().hlen(key("level", "doors")) == 1
    assert read_level("doors", now + timedelta(seconds=KEPT_SECONDS + 1)) == 0
    assert redis_client().hlen(key("level", "doors")) == 0


def test_a_process_tells_by_itself_what_it_counted() -> None:
    tallies.add("doors", {"opened": 1})
    until(lambda: count_minutes("doors", 5, datetime.now(UTC)) == {"opened": 1})


def test_what_is_counted_for_nobody_is_not_kept_for_ever() -> None:
    tallies.add("doors", {"opened": 1})
    tallies.flush()
    (name,) = redis_client().scan_iter(key("tally", "doors", "*"))
    assert 0 < redis_client().ttl(name) <= 2 * 3600  # type: ignore[operator]


# --- The event


@pytest.mark.django_db(transaction=True)
async def test_headlines_go_to_those_who_see_everything() -> None:
    admin, trader = await off_loop(make_person, Role.ADMIN), await off_loop(make_person)
    async with (
        admitted(await off_loop(make_key, admin)) as boss,
        admitted(await off_loop(make_key, trader)) as other,
    ):
        for client in (boss, other):
            await client.subscribe("system.metrics")
        await off_loop(publish_metrics)
        heard = await boss.hear()
        assert await other.is_silent()
    assert heard["type"] == "system.metrics"
    assert heard["payload"]["figures"]["health"]["score"] >= 0
    assert set(heard["payload"]["figures"]) == {name for name, _ in list_headlines()}
