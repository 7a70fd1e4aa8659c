"""The market process: moves each venue's time, matches its orders, lets agents decide on bars that closed.

`manage.py run_market` works every venue in a thread of its own; with `--venue` it works those that are named,
so that venues can have processes of their own. A venue is leased: a second process stands by and takes over
when the first is gone. Trading and deciding are separate transactions.
"""

import logging
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
import redis
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from apps.agents.runtime import decide_on_bars, dispatch_bars
from apps.system.health.services import beat
from apps.system.mesh.registration import register
from apps.system.metrics.serving import serve_metrics
from apps.trading import services as trading
from apps.trading.market.replay import pace_of, step_length
from apps.trading.models import Venue
from apps.trading.selectors.venues import get_venue, list_venues
from apps.trading.services.wake import wait_for_wake
from config.collecting import spare_collector
from workers.collecting import BATCH

logger = logging.getLogger(__name__)

TICK = 1.0
LOOK_FOR_VENUES = 2.0
RECOVER = 1.0
POLL_WITHOUT_REDIS = 0.2
CALLS_STARTED = 0.005
PUBLISH_EVERY = 0.2
BEAT_EVERY = 2.0
_LEASE = "cival:market:"


class VenueLoop(threading.Thread):
    """Works one venue until told to stop. A store that is away is waited for; a bug ends the process."""

    def __init__(self, slug: str, stop: threading.Event) -> None:
        super().__init__(name=f"market:{slug}", daemon=True)
        self.slug = slug
        self.stop = stop
        self.failure: BaseException | None = None
        self._published = self._beaten = 0.0

    def run(self) -> None:
        """Lease the venue and work it, again and again."""
        try:
            while not self.stop.is_set():
                self._lease_and_work()
        except BaseException as failure:
            self.failure = failure
            self.stop.set()
        finally:
            connection.close()

    def _lease_and_work(self) -> None:
        try:
            with leased(self.slug) as lease:
                if lease is None:
                    self.stop.wait(RECOVER)
                    return
                logger.info("%s is ours", self.slug)
                self._work(lease)
        except (DatabaseError, psycopg.Error) as error:
            logger.warning("%s waits for the database: %s", self.slug, error)
            connection.close()
            self.stop.wait(RECOVER)

    def _work(self, lease: "psycopg.Connection[tuple[object, ...]]") -> None:
        due = 0.0
        while not self.stop.is_set():
            if (left := due - time.time()) > 0:
                self._match_arrivals(left)
                continue
            due = time.time() // TICK * TICK + TICK
            lease.execute("SELECT 1")  # raises once the lease's session is gone
            venue = get_venue(self.slug)
            if venue.status != Venue.Status.RUNNING:
                if venue.status == Venue.Status.FINISHED:
                    trading.advance(venue, timezone.now())  # refuses what was ordered just as it ended
                self.stop.wait(TICK)
            elif venue.kind == Venue.Kind.REPLAY:
                self._play(venue)
                due = 0.0
            else:
                self._tick(venue)
            self._beat(venue)

    def _match_arrivals(self, seconds: float) -> None:
        """Wait for an order, until the next tick is due at most, and match it as it arrives."""
        try:
            is_woken = wait_for_wake(self.slug, seconds)
        except redis.RedisError as error:
            logger.warning("%s looks for orders by itself: %s", self.slug, error)
            is_woken = not self.stop.wait(min(seconds, POLL_WITHOUT_REDIS))
        if is_woken:
            trading.match_arrivals(get_venue(self.slug), timezone.now())

    def _tick(self, venue: Venue) -> None:
        """Time, orders, prices; then what closed is stored and decided on, a minute of bars at a time."""
        trading.advance(venue, timezone.now())
        while (batch := trading.pending_bars(venue)).until is not None and not self.stop.is_set():
            trading.store_bars(venue, batch.bars)
            trading.publish_market(venue, batch.bars)
            trading.evaluate_price_alerts(venue, batch.bars, now=timezone.now())
            dispatch_bars(venue.slug, batch.bars)
            trading.confirm_bars(venue, batch.until)
            # Much to catch up with must not keep orders waiting.
            trading.match_arrivals(venue, timezone.now())

    def _play(self, venue: Venue) -> None:
        """One step of a replay. In lockstep time stands still until every decision has placed its order."""
        began = time.monotonic()
        trading.advance(venue, timezone.now())
        batch = trading.pending_bars(venue)
        if batch.until is None:
            return
        self._publish(venue, batch)
        trading.evaluate_price_alerts(venue, batch.bars, now=timezone.now())
        calls = decide_on_bars(venue.slug, batch.bars, now=timezone.now())
        while calls and pace_of(venue) is None and trading.are_waiting(calls):
            if self.stop.wait(CALLS_STARTED):
                return  # not confirmed: these bars are handed out again after a restart
        trading.confirm_bars(venue, batch.until)
        if (pace := pace_of(venue)) is not None:
            self.stop.wait(max(0.0, step_length(venue).total_seconds() / pace - (time.monotonic() - began)))

    def _publish(self, venue: Venue, batch: trading.BarBatch) -> None:
        """A replay may run a thousand times faster than anybody reads; the latest price wins."""
        if time.monotonic() - self._published >= PUBLISH_EVERY:
            self._published = time.monotonic()
            trading.publish_market(venue, batch.bars)

    def _beat(self, venue: Venue) -> None:
        if time.monotonic() - self._beaten >= BEAT_EVERY:
            self._beaten = time.monotonic()
            market_time = venue.market_time and venue.market_time.isoformat()
            beat(self.name, "market", {"status": venue.status, "market_time": market_time})


@contextmanager
def leased(slug: str) -> Iterator["psycopg.Connection[tuple[object, ...]] | None"]:
    """Hold a venue's lease in a session of its own; None where another process holds it."""
    parameters = connection.get_connection_params()
    wanted = {
        name: value for name, value in parameters.items() if name not in ("pool", "cursor_factory", "context")
    }
    with psycopg.connect(**wanted, autocommit=True) as session:
        row = session.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [_LEASE + slug]
        ).fetchone()
        yield session if row and row[0] else None


def run_market(venues: Sequence[str] = ()) -> None:
    """Work these venues, or (none named) all, later ones too, until SIGTERM or SIGINT.

    Raises what a venue's loop raised.
    """
    spare_collector(BATCH)
    stop, registration = threading.Event(), register("market")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    serve_metrics()
    loops: dict[str, VenueLoop] = {}
    while not stop.is_set():
        for slug in _slugs(venues) - loops.keys():
            loops[slug] = VenueLoop(slug, stop)
            loops[slug].start()
        stop.wait(LOOK_FOR_VENUES)
    for loop in loops.values():
        loop.join()
    if registration is not None:
        registration.deregister()
    if failures := [loop.failure for loop in loops.values() if loop.failure]:
        raise failures[0]


def _slugs(wanted: Sequence[str]) -> set[str]:
    try:
        return {venue.slug for venue in list_venues() if not wanted or venue.slug in wanted}
    except DatabaseError as error:
        logger.warning("The venues cannot be listed: %s", error)
        connection.close()
        return set()
