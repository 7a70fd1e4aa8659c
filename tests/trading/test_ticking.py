"""The simulator's clock: every bar is handed out once it has closed, and once only."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from redis.client import PubSub

from apps.system.events.messages import read_ephemeral
from apps.system.events.services import EPHEMERAL
from apps.system.redis import key, redis_client
from apps.trading.market.types import Bar
from apps.trading.models import Venue
from apps.trading.services import advance, confirm_bars, pending_bars, publish_market
from apps.trading.types import Interval
from tests.trading.desk import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticking(sim: Venue) -> Venue:
    """The simulator, all of whose bars are confirmed up to noon."""
    confirm_bars(sim, NOON.replace(microsecond=0))
    return sim


def test_a_fraction_of_a_second_closes_no_bar(ticking: Venue) -> None:
    advance(ticking, NOON)
    batch = pending_bars(ticking)
    assert (batch.bars, batch.until) == ([], None)


def test_bars_end_once_they_are_confirmed_also_at_a_fraction_of_a_second(ticking: Venue) -> None:
    advance(ticking, NOON + timedelta(seconds=1))
    batch = pending_bars(ticking)
    assert batch.until == NOON.replace(microsecond=0) + timedelta(seconds=1)
    assert {bar.interval for bar in batch.bars} == {Interval.S1}
    confirm_bars(ticking, batch.until)
    assert pending_bars(ticking).until is None


def test_a_long_pause_is_caught_up_a_minute_at_a_time_without_skipping_or_repeating(ticking: Venue) -> None:
    advance(ticking, NOON + timedelta(seconds=150))
    handed = []
    while (batch := pending_bars(ticking)).until is not None:
        handed += batch.bars
        assert len(handed) < 10_000
        confirm_bars(ticking, batch.until)
    seconds = [bar.opened_at for bar in handed if (bar.symbol, bar.interval) == ("BTC/USD", Interval.S1)]
    start = NOON.replace(microsecond=0)
    assert seconds == [start + timedelta(seconds=n) for n in range(150)]
    minutes = [bar for bar in handed if (bar.symbol, bar.interval) == ("BTC/USD", Interval.M1)]
    assert [bar.closed_at for bar in minutes] == [start + timedelta(minutes=1), start + timedelta(minutes=2)]


def test_what_was_not_confirmed_is_handed_out_again(ticking: Venue) -> None:
    advance(ticking, NOON + timedelta(seconds=5))
    assert pending_bars(ticking) == pending_bars(Venue.objects.get(slug=ticking.slug))


def test_what_is_told_of_another_market_or_interval_is_no_news_of_the_same(ticking: Venue) -> None:
    advance(ticking, NOON)
    candles = [
        Bar("BTC/USD", interval, NOON, Decimal(1), Decimal(2), Decimal(1), Decimal(2), Decimal(1))
        for interval in (Interval.M1, Interval.H1)
    ]
    with redis_client().pubsub() as listener:
        listener.subscribe(key(EPHEMERAL))
        publish_market(ticking, candles)
        heard = [read_ephemeral(each["data"]) for each in _all_of(listener)]
    told = [(row.type, row.symbol, row.about) for row in heard]
    assert len(set(told)) == len(told)
    assert ("market.tick", "BTC/USD", "sim") in told
    assert [about for kind, _, about in told if kind == "market.candle"] == ["sim 1m", "sim 1h"]


def _all_of(listener: PubSub) -> Iterator[Any]:
    """What has been published since, up to a second of silence."""
    while (said := listener.get_message(timeout=1)) is not None:
        if said["type"] == "message":
            yield said
