"""Subscribers and parked events as they are answered."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count

from apps.system.events.cursors import encode_cursor
from apps.system.events.models import DeadLetter, SubscriberCursor
from apps.system.events.rows import EventRow
from apps.system.events.selectors import read_head
from apps.system.events.serializers import EventMessage, present_event
from apps.system.events.subscribers import Subscriber, find_subscriber, list_subscribers
from apps.system.projections.models import ProjectionRebuild
from apps.system.projections.registry import find_projection
from apps.system.projections.selectors import find_last
from apps.system.types import WireModel


class DeadLetterOut(WireModel):
    """An event that a subscriber could not take, and why."""

    id: UUID
    subscriber: str
    event_id: UUID
    event_seq: int
    error: str
    attempts: int
    parked_at: datetime
    resolved_at: datetime | None


class DeadLetterDetail(DeadLetterOut):
    """The same with the event itself; null where that is past retention."""

    event: EventMessage | None


class RebuildOut(WireModel):
    """A rebuild of a projection: how far it is (`seq` of `target`), and what it came to once it has ended."""

    id: UUID
    status: str
    seq: int | None
    target: int
    events: int
    skipped: int
    changed: int | None
    digest_before: str
    digest_after: str
    reason: str
    started_at: datetime
    finished_at: datetime | None


class SubscriberOut(WireModel):
    """One subscriber: `position` is its cursor, `behind` how many numbers of the log it has yet to look at.

    `attempts` and `retryAt` are of the event it is at. `tables` are what it owns, where it is a projection.
    """

    name: str
    patterns: list[str]
    batch: int
    position: str
    behind: int
    attempts: int
    retry_at: datetime | None
    parked: int
    tables: list[str]
    rebuild: RebuildOut | None


class SubscriberPage(WireModel):
    """All subscribers, by name."""

    results: list[SubscriberOut]
    count: int


def present_letter(letter: DeadLetter, event: EventRow | None) -> DeadLetterDetail:
    """A letter with its event."""
    facts = DeadLetterOut.model_validate(letter).model_dump()
    return DeadLetterDetail(**facts, event=None if event is None else present_event(event))


def present_subscribers() -> SubscriberPage:
    """Every declared subscriber."""
    cursors = {each.name: each for each in SubscriberCursor.objects.all()}
    open_letters = DeadLetter.objects.filter(resolved_at=None).values_list("subscriber")
    parked = dict(open_letters.annotate(count=Count("id")).order_by("subscriber"))
    head = read_head()
    results = [
        _present(find_subscriber(name), cursors.get(name), parked.get(name, 0), head)
        for name in list_subscribers()
    ]
    return SubscriberPage(results=results, count=len(results))


def _present(declared: Subscriber, cursor: SubscriberCursor | None, parked: int, head: int) -> SubscriberOut:
    at = cursor or SubscriberCursor(name=declared.name)
    projection = find_projection(declared.name)
    rebuild: ProjectionRebuild | None = find_last(declared.name) if projection else None
    return SubscriberOut(
        name=declared.name,
        patterns=list(declared.patterns),
        batch=declared.batch,
        position=encode_cursor(at.seq),
        behind=max(0, head - at.seq),
        attempts=at.attempts,
        retry_at=at.retry_at,
        parked=parked,
        tables=[each._meta.db_table for each in projection.tables] if projection else [],
        rebuild=None if rebuild is None else RebuildOut.model_validate(rebuild),
    )
