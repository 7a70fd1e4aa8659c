"""A log with things happening in it, for tests."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection, transaction

from apps.system.events.catalogue import EventPayload
from apps.system.events.models import Event
from apps.system.events.sequencer import Sequencer
from apps.system.events.services import append_event


class Happened(EventPayload, type="test.happened"):
    """Something happened in a test."""

    number: int
    agent_id: UUID | None = None
    farm_id: UUID | None = None
    symbol: str | None = None


class Noted(EventPayload, type="note.made.twice"):
    """Something else happened in a test."""

    number: int


class Padded(EventPayload, type="test.padded"):
    """Something long happened in a test."""

    number: int
    filler: str


class Ticked(EventPayload, type="test.tick", ephemeral=True):
    """Something passed in a test."""

    symbol: str
    price: int


def happen(
    number: int, audience: UUID | None = None, *, agent_id: UUID | None = None, symbol: str = ""
) -> UUID:
    """Append one event in a transaction of its own."""
    facts = Happened(number=number, agent_id=agent_id, symbol=symbol or None)
    with transaction.atomic():
        return append_event(facts, audience=audience)


@contextmanager
def sequencing() -> Iterator[Sequencer]:
    """A sequencer at work in this process."""
    stop = threading.Event()
    sequencer = Sequencer(beat=lambda details: None, audit_key=settings.AUDIT_KEY)

    def work() -> None:
        try:
            sequencer.run(stop)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield sequencer
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


def until(truth: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.01)


def all_numbered() -> bool:
    """Whether every event has its number."""
    return not Event.objects.filter(seq=None).exists()


def numbers() -> list[int | None]:
    """The numbers of all events, in order."""
    return list(Event.objects.order_by("seq").values_list("seq", flat=True))


def plain_link() -> "psycopg.Connection[tuple[object, ...]]":
    """A connection outside Django, to do what nobody should."""
    given = connection.settings_dict
    return psycopg.connect(
        dbname=given["NAME"],
        user=given["USER"] or None,
        password=given["PASSWORD"] or None,
        host=given["HOST"] or None,
        port=given["PORT"] or None,
        autocommit=True,
    )


def end_connections(application: str) -> int:
    """Cut every connection of one kind, as a restart of the database would."""
    with plain_link() as link:
        statement = (
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = %s"
        )
        row = link.execute(f"{statement} AND datname = current_database()", [application]).fetchone()
    return int(str(row[0])) if row else 0
