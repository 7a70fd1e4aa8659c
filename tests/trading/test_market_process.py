"""The real market process: fills what arrives, plays recordings, stands by, can be killed at any moment."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from apps.system.health.models import Heartbeat
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Candle, Fill, Order, Venue
from apps.trading.selectors.candles import list_candles
from apps.trading.services import ensure_catalogue, start_replay
from apps.trading.services.catalogue import open_simulator
from apps.trading.types import Interval
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance
from tests.trading.desk import buy, fund, record

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60.0


@pytest.fixture
def sim() -> Venue:
    """The simulated venue, committed."""
    return ensure_catalogue()


@pytest.fixture
def account(sim: Venue) -> Account:
    """A committed account."""
    return fund(actor_of(), capital="1000000")


@contextmanager
def market_process(project: Path, *venues: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The market process, of some venues or all, ended at the end of the block."""
    only = [f"--venue={each}" for each in venues]
    process = subprocess.Popen([sys.executable, "manage.py", "run_market", *only], cwd=project)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(condition: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def _beating() -> list[str]:
    return list(Heartbeat.objects.values_list("process", flat=True))


def filled() -> int:
    """How many orders are filled."""
    return Order.objects.filter(status="filled").count()


def test_orders_are_filled_as_they_arrive_and_the_process_stops_when_told(
    project: Path, account: Account
) -> None:
    with market_process(project) as process:
        for number in range(3):
            buy(account, "0.01", at=timezone.now(), client=str(number))
            until(lambda number=number: filled() == number + 1)  # type: ignore[misc]
        until(lambda: Heartbeat.objects.filter(process="market:sim").exists())
        process.terminate()
        assert process.wait(timeout=PATIENCE) == 0
    assert_books_balance()


def test_venues_can_have_processes_of_their_own(project: Path, account: Account) -> None:
    other = open_simulator(name="other", seed=7, speed=1, now=timezone.now() - timedelta(minutes=1))
    account_there = fund(actor_of(), capital="1000000", venue=other)
    buy(account, "0.01", at=timezone.now())
    buy(account_there, "0.01", at=timezone.now())
    with market_process(project, other.slug):
        until(lambda: filled() == 1)
        assert Order.objects.get(status="filled").account == account_there
        with market_process(project, "sim"):
            until(lambda: filled() == 2)
            until(lambda: set(_beating()) == {"market:sim", f"market:{other.slug}"})


def test_a_killed_process_loses_nothing_and_repeats_nothing(project: Path, account: Account) -> None:
    for round_ in range(3):
        with market_process(project) as process:
            until(lambda: Heartbeat.objects.exists())
            for number in range(20):
                buy(account, "0.01", at=timezone.now(), client=f"{round_}-{number}")
            process.kill()
    with market_process(project):
        until(lambda: filled() == 60)
    assert Fill.objects.values("order_id").distinct().count() == 60
    assert_books_balance()


def test_every_bar_is_stored_once_also_over_restarts(project: Path, sim: Venue) -> None:
    began = Venue.objects.get(slug=sim.slug).bars_until
    assert began is not None

    def stored() -> list[datetime]:
        seconds = Candle.objects.filter(venue=sim, symbol="ETH/BTC", interval="1s").order_by("opened_at")
        return list(seconds.values_list("opened_at", flat=True))

    for least in (3, 6):
        with market_process(project) as process:
            until(lambda least=least: len(stored()) >= least)  # type: ignore[misc]
            process.kill()
    opened = stored()
    assert opened == [began + timedelta(seconds=number) for number in range(len(opened))]
    asked = {"until": began + timedelta(seconds=len(opened)), "count": len(opened)}
    found = list_candles(sim, "ETH/BTC", Interval.S1, **asked)  # type: ignore[arg-type]
    assert found == source_for(sim).candles("ETH/BTC", Interval.S1, **asked)  # type: ignore[arg-type]


def test_a_standby_takes_over(project: Path, account: Account) -> None:
    with market_process(project) as first, market_process(project):
        buy(account, "0.01", at=timezone.now(), client="before")
        until(lambda: filled() == 1)
        first.kill()
        buy(account, "0.01", at=timezone.now(), client="after")
        until(lambda: filled() == 2)
    assert_books_balance()


def test_a_started_recording_is_played_to_its_end(project: Path, sim: Venue) -> None:
    venue = start_replay(record("tape"), speed=None)
    with market_process(project):
        until(lambda: Venue.objects.get(slug=venue.slug).status == "FINISHED")
    played = Venue.objects.get(slug=venue.slug)
    assert played.bars_until == played.market_time
