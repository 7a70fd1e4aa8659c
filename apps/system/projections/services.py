"""Building projections anew from the log: batch by batch beside the live tables, then exchanged in one.

Each batch and how far it came commit together, so a rebuild that is killed goes on where it stood. It follows
the subscriber and never passes it: the exchange happens where both have taken the same events.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.dispatch import Signal
from django.utils import timezone

from apps.system.access.services import ensure_root
from apps.system.errors import CivalError, Conflict, Refused
from apps.system.events.models import Event, SubscriberCursor
from apps.system.events.selectors import WINDOW, read_head
from apps.system.events.services import append_event, publish_ephemeral
from apps.system.events.subscribers import events_for, forget_parked, park
from apps.system.locks import if_free
from apps.system.projections import beside
from apps.system.projections.events import ProjectionRebuilding, ProjectionRebuilt
from apps.system.projections.models import ProjectionRebuild
from apps.system.projections.registry import Projection, find_projection, get_projection
from apps.system.projections.selectors import list_untouched

logger = logging.getLogger(__name__)

Status = ProjectionRebuild.Status

MAX_ATTEMPTS = 5
LEFT_AFTER = timedelta(seconds=15)
MOST_PARKED = 1000
MOST_AT_LAST = 50
"""Batches that are taken while the subscriber is held, so that the exchange comes to an end."""

rebuild_due = Signal()
"""Sent with `rebuild_id` when one was asked for and that has committed; whoever runs tasks listens."""

rebuild_ended = Signal()
"""Sent with `rebuild` in the transaction that ends it, for what waits for it to end with it."""


@transaction.atomic
def start_rebuild(name: str, *, asked_by: UUID, now: datetime) -> ProjectionRebuild:
    """Ask for a rebuild that a worker carries out, or join the one that runs.

    The row stays locked until the caller's transaction ends, so that what joins it is there when it ends.
    Raises NotFound (`unknown_projection`), Conflict (`log_cut`).
    """
    declared = get_projection(name)
    if not declared.dated and _is_cut():
        raise Conflict(
            "The log no longer reaches back to its first event, and the rows do not say of when they are.",
            code="log_cut",
        )
    rebuild, is_new = ProjectionRebuild.objects.select_for_update().get_or_create(
        projection=name,
        status=Status.RUNNING,
        defaults={"asked_by": asked_by, "started_at": now, "touched_at": now},
    )
    if is_new:
        due = partial(rebuild_due.send, ProjectionRebuild, rebuild_id=rebuild.id)
        transaction.on_commit(due, robust=True)
    return rebuild


def list_left(now: datetime) -> list[ProjectionRebuild]:
    """Rebuilds that nobody carries out any more."""
    return list_untouched(now, LEFT_AFTER)


def carry_out(rebuild_id: UUID) -> None:
    """Carry a rebuild to its end. One that has ended, or that another process has, is left alone."""
    with if_free(f"rebuild:{rebuild_id}") as is_ours:
        running = ProjectionRebuild.objects.filter(id=rebuild_id, status=Status.RUNNING)
        rebuild = running.first() if is_ours else None
        if rebuild is None:
            return
        rebuild.attempts += 1
        rebuild.save(update_fields=["attempts"])
        declared = find_projection(rebuild.projection)
        if declared is None or rebuild.attempts > MAX_ATTEMPTS:
            _fail(rebuild, "It was tried too often." if declared else "It is declared no more.")
            return
        _try_to_finish(rebuild, declared)


def _try_to_finish(rebuild: ProjectionRebuild, declared: Projection) -> None:
    """A defect ends it with a reason; a lost database is raised, and it goes on later."""
    try:
        while not _advance(rebuild, declared):
            _tell(rebuild)
    except DatabaseError:
        if not connection.is_usable():
            raise
        logger.exception("The rebuild of %s broke", declared.name)
        _fail(rebuild, "The database refused a statement; the log has it.")
    except CivalError as refusal:
        _fail(rebuild, refusal.detail)


@transaction.atomic
def _advance(rebuild: ProjectionRebuild, declared: Projection) -> bool:
    """Make the tables, or take the next batch; answers whether that was the last, and all is exchanged."""
    if rebuild.seq is None:
        _prepare(rebuild, declared)
        return False
    target = SubscriberCursor.objects.filter(name=declared.name).values_list("seq", flat=True).first() or 0
    if rebuild.seq < target:
        _take_next(rebuild, declared, target)
        return False
    return _exchange(rebuild, declared)


def _prepare(rebuild: ProjectionRebuild, declared: Projection) -> None:
    beside.make_tables(declared.tables)
    rebuild.seq = 0
    if _is_cut():
        first = _first_kept()
        month = (first.recorded_at if first else timezone.now()).replace(
            day=1, hour=0, minute=0, second=0, microsecond=0
        )
        beside.carry_over(declared.tables, declared.dated, month)
        rebuild.seq = (first.seq or 1) - 1 if first else read_head()
    _save(rebuild)


def _is_cut() -> bool:
    """Whether the first events of the log are past retention, which goes by whole months."""
    first = _first_kept()
    return (first.seq != 1) if first else read_head() > 0


def _first_kept() -> Event | None:
    return Event.objects.filter(seq__isnull=False).order_by("seq").first()


def _take_next(rebuild: ProjectionRebuild, declared: Projection, target: int) -> None:
    after = rebuild.seq or 0
    until = min(target, after + WINDOW)
    batch = declared.subscriber.batch
    events = list(events_for(declared.subscriber, after, until)[:batch])
    _take(rebuild, declared, events)
    rebuild.seq = (events[-1].seq or until) if len(events) == batch else until
    rebuild.events += len(events)
    rebuild.target = target
    _save(rebuild)


def _take(rebuild: ProjectionRebuild, declared: Projection, events: Sequence[Event]) -> None:
    """Have the projection take events beside; those that it cannot are parked."""
    if not events or _try(declared, events) is None:
        return
    failed = [(event, error) for event in events if (error := _try(declared, [event])) is not None]
    for event, error in failed:
        park(declared.name, event, error, attempts=1, now=timezone.now())
    rebuild.parked = [*rebuild.parked, *(str(event.id) for event, _ in failed)]
    if rebuild.skipped > MOST_PARKED:
        raise Refused(f"It cannot take {rebuild.skipped} events; mend it first.", code="indigestible")


def _try(declared: Projection, events: Sequence[Event]) -> Exception | None:
    try:
        with transaction.atomic(), beside.writing_beside():
            declared.subscriber.take(list(events))
    except Exception as error:
        if not connection.is_usable():
            raise
        logger.warning("%s failed at %d events: %s", declared.name, len(events), error, exc_info=error)
        return error
    return None


def _exchange(rebuild: ProjectionRebuild, declared: Projection) -> bool:
    """With the subscriber held: take what it took meanwhile, and exchange what differs."""
    SubscriberCursor.objects.get_or_create(name=declared.name)
    cursor = SubscriberCursor.objects.select_for_update().get(name=declared.name)
    for _ in range(MOST_AT_LAST):
        if (rebuild.seq or 0) >= cursor.seq:
            break
        _take_next(rebuild, declared, cursor.seq)
    else:
        return False
    rebuild.digest_before = beside.digest_live(declared.tables)
    rebuild.digest_after = beside.digest_new(declared.tables)
    rebuild.changed = beside.take_over(declared.tables)
    beside.drop_tables(declared.tables)
    forget_parked(declared.name, until=cursor.seq, but=rebuild.parked, now=timezone.now())
    _end(rebuild, Status.COMPLETED)
    return True


@transaction.atomic
def _fail(rebuild: ProjectionRebuild, reason: str) -> None:
    if declared := find_projection(rebuild.projection):
        beside.drop_tables(declared.tables)
    rebuild.reason = reason
    _end(rebuild, Status.FAILED)


def _end(rebuild: ProjectionRebuild, status: ProjectionRebuild.Status) -> None:
    # The row is locked as `start_rebuild` locks it, so that nobody joins what has just ended.
    ProjectionRebuild.objects.select_for_update().get(id=rebuild.id)
    rebuild.status, rebuild.finished_at = status, timezone.now()
    _save(rebuild)
    facts = {name: getattr(rebuild, name) for name in _TOLD}
    append_event(ProjectionRebuilt(rebuild_id=rebuild.id, **facts), audience=ensure_root().id)
    rebuild_ended.send(ProjectionRebuild, rebuild=rebuild)


_TOLD = (
    "projection",
    "status",
    "events",
    "skipped",
    "changed",
    "digest_before",
    "digest_after",
    "reason",
)


def _save(rebuild: ProjectionRebuild) -> None:
    rebuild.touched_at = timezone.now()
    rebuild.save()


def _tell(rebuild: ProjectionRebuild) -> None:
    news = ProjectionRebuilding(
        rebuild_id=rebuild.id,
        projection=rebuild.projection,
        done=rebuild.seq or 0,
        total=max(rebuild.target, rebuild.seq or 0),
    )
    publish_ephemeral(news, audience=ensure_root().id)
