"""Subscribers: named cursors on the log, whose effects and whose position commit together.

A batch that fails is tried again event by event. An event that fails holds its subscriber back for a growing
while, and after MAX_ATTEMPTS is parked as a dead letter; nothing else stops.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from apps.system.access.services import ensure_root
from apps.system.events.events import EventParked
from apps.system.events.interests import read_patterns
from apps.system.events.models import DeadLetter, Event, SubscriberCursor
from apps.system.events.selectors import WINDOW, read_head
from apps.system.events.services import NewEvent, append_events

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 6
FIRST_DELAY = timedelta(seconds=1)
MAX_BATCHES = 50
MAX_ERROR = 2000

Take = Callable[[list[Event]], None]
T = TypeVar("T", bound=Take)


@dataclass(frozen=True)
class Subscriber:
    """A function that takes events of some types, in order and in batches."""

    name: str
    patterns: tuple[str, ...]
    batch: int
    take: Take


_subscribers: dict[str, Subscriber] = {}


def subscriber(name: str, *, types: Sequence[str], batch: int = 100) -> Callable[[T], T]:
    """Declare `def on_x(events: list[Event]) -> None` as a subscriber to `types` (`trade.*`, `agent.status`).

    It runs inside a transaction and must do its work there; what it has done is undone where it raises, and
    it is called again with the same events. `batch` is how many events it takes at once.
    """

    def register(take: T) -> T:
        if name in _subscribers:
            raise ValueError(f"Two subscribers are called {name}.")
        _subscribers[name] = Subscriber(name, read_patterns(list(types)), batch, take)
        return take

    return register


def list_subscribers() -> Iterator[str]:
    """The names of all subscribers."""
    return iter(sorted(_subscribers))


def is_subscriber(name: str) -> bool:
    """Whether a subscriber of this name is declared."""
    return name in _subscribers


def find_subscriber(name: str) -> Subscriber:
    """A declared subscriber."""
    return _subscribers[name]


def events_for(declared: Subscriber, after: int, until: int) -> "QuerySet[Event]":
    """The events that a subscriber takes with `after < seq <= until`, in order."""
    wanted = Q()
    for pattern in declared.patterns:
        wanted |= Q(type__startswith=pattern[:-1]) if pattern.endswith("*") else Q(type=pattern)
    return Event.objects.filter(wanted, seq__gt=after, seq__lte=until).order_by("seq")


def deliver_due(now: datetime) -> int:
    """Bring every subscriber forward, as far as it can go. Answers how many events were taken or parked."""
    return sum(_deliver_all_of(name, now) for name in list_subscribers())


def deliver(name: str, now: datetime) -> int | None:
    """Bring one subscriber forward by a batch. Answers how many events it took, None where nothing is to do.

    Only one delivers for a subscriber at a time; a second one finds nothing to do.
    """
    declared = _subscribers[name]
    SubscriberCursor.objects.get_or_create(name=name)
    with transaction.atomic():
        cursor = SubscriberCursor.objects.select_for_update(skip_locked=True).filter(name=name).first()
        if cursor is None or (cursor.retry_at is not None and cursor.retry_at > now):
            return None
        head = min(read_head(), cursor.seq + WINDOW)
        events = list(events_for(declared, cursor.seq, head)[: declared.batch])
        if not events and cursor.seq == head:
            return None
        # A batch that is full may have left others behind it; one that is not has read all there is.
        reached = events[-1].seq or head if len(events) == declared.batch else head
        return _take(declared, cursor, events, reached, now)


def hand_over(name: str, event: Event) -> Exception | None:
    """Have one subscriber take one event out of its turn. Answers what it raised; its work is then undone."""
    return _try(_subscribers[name], [event])


def park(name: str, event: Event, error: Exception, *, attempts: int, now: datetime) -> None:
    """Put an event where a person looks; what was put aside before is there again."""
    facts = {"error": describe_error(error), "attempts": attempts, "parked_at": now, "resolved_at": None}
    DeadLetter.objects.update_or_create(
        subscriber=name, event_id=event.id, defaults={**facts, "event_seq": event.seq or 0}
    )


def forget_parked(subscriber: str, *, until: int, but: Sequence[str], now: datetime) -> int:
    """Put aside the letters of events up to there, but for some: they were taken since, in their turn."""
    parked = DeadLetter.objects.filter(subscriber=subscriber, resolved_at=None, event_seq__lte=until)
    return parked.exclude(event_id__in=but).update(resolved_at=now)


def describe_error(error: Exception) -> str:
    """An error as a letter keeps it."""
    return f"{type(error).__name__}: {error}"[:MAX_ERROR]


def _deliver_all_of(name: str, now: datetime) -> int:
    total = 0
    for _ in range(MAX_BATCHES):
        done = deliver(name, now)
        if done is None:
            break
        total += done
    return total


def _take(
    declared: Subscriber, cursor: SubscriberCursor, events: list[Event], reached: int, now: datetime
) -> int:
    if not events or _try(declared, events) is None:
        _move(cursor, reached)
        return len(events)
    for done, event in enumerate(events):
        error = _try(declared, [event])
        if error is not None and not _give_up(declared, cursor, event, error, now):
            return done
        _move(cursor, event.seq or cursor.seq)
    _move(cursor, reached)
    return len(events)


def _try(declared: Subscriber, events: list[Event]) -> Exception | None:
    """Hand events over within a savepoint. A lost connection is nobody's failure and is raised."""
    try:
        with transaction.atomic():
            declared.take(events)
    except Exception as error:
        if not connection.is_usable():
            raise
        logger.warning("%s failed at %d events: %s", declared.name, len(events), error, exc_info=error)
        return error
    return None


def _move(cursor: SubscriberCursor, seq: int) -> None:
    cursor.seq, cursor.attempts, cursor.retry_at = seq, 0, None
    cursor.save()


def _give_up(
    declared: Subscriber, cursor: SubscriberCursor, event: Event, error: Exception, now: datetime
) -> bool:
    """Count a failure; park the event after the last one that is allowed."""
    cursor.attempts += 1
    if cursor.attempts < MAX_ATTEMPTS:
        cursor.retry_at = now + FIRST_DELAY * 2 ** (cursor.attempts - 1)
        cursor.save()
        return False
    park(declared.name, event, error, attempts=cursor.attempts, now=now)
    _tell_parked(declared.name, event, error, cursor.attempts)
    logger.error("%s gave up event %s after %d attempts.", declared.name, event.id, cursor.attempts)
    return True


def _tell_parked(name: str, event: Event, error: Exception, attempts: int) -> None:
    """Tell those who see everything; the news of a failure that fails is told no further."""
    if event.type == EventParked.type:
        return
    facts = {"event_id": event.id, "event_type": event.type, "attempts": attempts}
    told = EventParked(subscriber=name, error=describe_error(error), **facts)
    cause = (event.id, event.correlation_id)
    append_events([NewEvent(told, ensure_root().id, *cause)])
