"""The sequencer numbers what has been committed, densely and in one order, and seals the audit trail.

One works at a time: it holds a session lock on a connection of its own and does all its work on that same
connection, so whoever loses the connection has lost the lead with it. A row that becomes visible late (its
transaction was long) is simply numbered later; readers follow `seq` and miss nothing.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import psycopg

from apps.system.audit.heads import HeadKeeper
from apps.system.audit.sealing import seal_batch
from apps.system.events.database import BY_INDEX, connection_parameters
from apps.system.events.metrics import NUMBERED
from apps.system.events.services import APPENDED, poke_readers
from apps.system.events.wakeups import Wakeups

logger = logging.getLogger(__name__)

Link = psycopg.Connection[tuple[Any, ...]]
Beat = Callable[[Mapping[str, Any]], None]

APPLICATION = "cival-sequencer"
POLL = 0.25
BATCH = 2000
SEAL_EVERY = 0.2
BEAT_EVERY = 1.0
MAX_BACK_OFF = 5.0

_LOCK = 0x73657175  # "sequ"
_COUNTERS = (
    "INSERT INTO system_counter (name, last) VALUES ('events', 0), ('audit', 0) ON CONFLICT DO NOTHING"
)
_ANY_NEW = "SELECT EXISTS (SELECT FROM system_event WHERE seq IS NULL)"
_HOLD = "SELECT last FROM system_counter WHERE name = 'events' FOR UPDATE"
_NUMBER = """
    WITH fresh AS (SELECT id FROM system_event WHERE seq IS NULL ORDER BY id LIMIT %(limit)s),
         placed AS (SELECT id, row_number() OVER (ORDER BY id) AS place FROM fresh)
    UPDATE system_event AS event SET seq = %(last)s + placed.place
    FROM placed WHERE event.id = placed.id AND event.seq IS NULL
"""
_ADVANCE = "UPDATE system_counter SET last = %s WHERE name = 'events'"


class Sequencer:
    """Leads while it holds the lock, waits for it otherwise, and connects again whenever it must."""

    def __init__(self, *, beat: Beat, audit_key: str) -> None:
        self._beat = beat
        self._audit_key = audit_key
        self._heads = HeadKeeper(audit_key)
        self._sealed_at = self._beaten_at = 0.0
        self.head = 0

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop."""
        back_off = 0.1
        while not stop.is_set():
            try:
                with psycopg.connect(**connection_parameters(APPLICATION, **BY_INDEX)) as link:
                    if self._take_lead(link, stop):
                        back_off = 0.1
                        self._lead(link, stop)
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                logger.warning("The sequencer lost its connection: %s", error)
                stop.wait(back_off)
                back_off = min(2 * back_off, MAX_BACK_OFF)

    def work(self, link: Link) -> bool:
        """Number one batch, and seal one where it is time. Answers whether there may be more at once."""
        numbered = number_events(link)
        if numbered:
            NUMBERED.inc(numbered - self.head)
            self.head = numbered
            poke_readers(numbered)
        return bool(numbered) | self._seal(link)

    def _take_lead(self, link: Link, stop: threading.Event) -> bool:
        while not stop.is_set():
            if _one(link, "SELECT pg_try_advisory_lock(%s)", _LOCK):
                logger.info("This sequencer leads.")
                return True
            self._tell("waiting")
            stop.wait(POLL)
        return False

    def _lead(self, link: Link, stop: threading.Event) -> None:
        link.execute(_COUNTERS)
        self.head = int(_one(link, "SELECT last FROM system_counter WHERE name = 'events'"))
        wakeups = Wakeups(APPENDED, stop)
        try:
            while not stop.is_set():
                busy = self.work(link)
                self._tell("leading")
                if not busy:
                    wakeups.wait(POLL)
        finally:
            wakeups.close()

    def _seal(self, link: Link) -> bool:
        if time.monotonic() - self._sealed_at < SEAL_EVERY:
            return False
        head, is_full = seal_batch(link, audit_key=self._audit_key, now=datetime.now(UTC))
        if head is not None:
            self._heads.export(head)
        if not is_full:
            self._sealed_at = time.monotonic()
        return is_full

    def _tell(self, role: str) -> None:
        if time.monotonic() - self._beaten_at >= BEAT_EVERY:
            self._beaten_at = time.monotonic()
            self._beat({"role": role, "head": self.head})


def number_events(link: Link, limit: int = BATCH) -> int:
    """Number the oldest unnumbered events in one transaction. Answers the new head, 0 where none was new."""
    if not _one(link, _ANY_NEW):
        return 0
    with link.transaction():
        # The lock is a statement of its own, so that the next one sees all that was numbered before it.
        last = int(_one(link, _HOLD))
        numbered = link.execute(_NUMBER, {"limit": limit, "last": last}).rowcount
        link.execute(_ADVANCE, [last + numbered])
    return last + numbered if numbered else 0


def _one(link: Link, statement: str, *parameters: Any) -> Any:
    row = link.execute(statement.encode(), parameters or None).fetchone()
    return row[0] if row else None
