"""Bringing a database to what the code expects, once, however often and by however many it is asked.

Whoever asks while one runs gets that one. Steps run one after another under a lock of the session, each in
transactions of its own, outside the call that asked: they take locks and make tables. Whoever is killed in
the middle leaves what was done and a running row, and it is run again from the first step.
"""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import DatabaseError, transaction
from django.dispatch import Signal
from django.utils import timezone

from apps.system.access.services import ensure_root
from apps.system.errors import CivalError, Unavailable
from apps.system.events.services import publish_ephemeral
from apps.system.health.readiness import list_missing_migrations
from apps.system.initialization.events import InitializationStepped
from apps.system.initialization.models import Initialization
from apps.system.initialization.registry import Step, list_steps
from apps.system.initialization.selectors import find_untouched
from apps.system.initialization.types import StepReport, StepStatus
from apps.system.locks import if_free, one_at_a_time

logger = logging.getLogger(__name__)

LOCK = "initialize"
MAX_ATTEMPTS = 3
LEFT_AFTER = timedelta(seconds=15)

initialization_due = Signal()
"""Sent with `run_id` when one was asked for and that has committed; whoever runs tasks listens."""

initialization_ended = Signal()
"""Sent with `run` in the transaction that ends it, for what waits for it to end with it."""


@transaction.atomic
def start_run(*, asked_by: UUID | None, now: datetime) -> Initialization:
    """Ask for an initialization that a worker carries out, or join the one that runs.

    The row stays locked until the caller's transaction ends, so that what joins it is there when it ends.
    """
    run, is_new = _join_or_create(asked_by, now)
    if is_new:
        transaction.on_commit(partial(initialization_due.send, Initialization, run_id=run.id), robust=True)
    return run


def initialize_here(now: datetime) -> Iterator[StepReport]:
    """Carry out an initialization in this process, telling each step as it ends.

    Raises Unavailable while migrations are missing, and what the step raised that could not be done.
    """
    if missing := list_missing_migrations():
        raise Unavailable(f"Apply the migrations first: {', '.join(missing)}.", code="migrations_missing")
    with one_at_a_time(LOCK):
        run, _ = _join_or_create(None, now)
        yield from _carry_out(run)


def resume_run(run_id: UUID) -> None:
    """Carry out what was asked for. An initialization that has ended, or that another has, is left alone."""
    with if_free(LOCK) as is_ours:
        running = Initialization.objects.filter(id=run_id, status=Initialization.Status.RUNNING)
        run = running.first() if is_ours else None
        if run is None:
            return
        if run.attempts >= MAX_ATTEMPTS:
            _end(run, Initialization.Status.FAILED)
            return
        for report in _carry_out(run):
            logger.info("%s", report.line())


def find_left_run(now: datetime) -> UUID | None:
    """An initialization that nobody carries out any more."""
    left = find_untouched(now, LEFT_AFTER)
    return left.id if left else None


def _join_or_create(asked_by: UUID | None, now: datetime) -> tuple[Initialization, bool]:
    """The one row that runs: its unique index makes two who ask at once meet."""
    with transaction.atomic():
        run, is_new = Initialization.objects.select_for_update().get_or_create(
            status=Initialization.Status.RUNNING,
            defaults={"asked_by": asked_by, "started_at": now, "touched_at": now},
        )
    return run, is_new


def _carry_out(run: Initialization) -> Iterator[StepReport]:
    run.attempts, run.steps = run.attempts + 1, []
    run.save(update_fields=["attempts", "steps"])
    steps = list_steps()
    for position, each in enumerate(steps, start=1):
        report = _do(each)
        run.steps, run.touched_at = [*run.steps, report.model_dump(mode="json")], timezone.now()
        run.save(update_fields=["steps", "touched_at"])
        _tell(run, report, position, len(steps))
        if report.status == StepStatus.FAILED or position == len(steps):
            has_failed = report.status == StepStatus.FAILED
            _end(run, Initialization.Status.FAILED if has_failed else Initialization.Status.COMPLETED)
        yield report
        if report.status == StepStatus.FAILED:
            return


def _do(each: Step) -> StepReport:
    """Run a step. A refusal and a defect end it alike, with a reason; a lost database is raised."""
    began = time.monotonic()
    try:
        found = each.run(timezone.now())
    except CivalError as refusal:
        return _report(each, StepStatus.FAILED, refusal.detail, [], began)
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("The step %s of initialization broke", each.name)
        return _report(each, StepStatus.FAILED, f"It broke with {type(error).__name__}.", [], began)
    status = StepStatus.DONE if found.changed else StepStatus.UNCHANGED
    return _report(each, status, found.detail, list(found.changed), began)


def _report(each: Step, status: StepStatus, detail: str, changed: list[str], began: float) -> StepReport:
    seconds = round(time.monotonic() - began, 4)
    return StepReport(name=each.name, status=status, detail=detail, changed=changed, seconds=seconds)


def _tell(run: Initialization, report: StepReport, position: int, of: int) -> None:
    facts = report.model_dump(exclude={"name"})
    news = InitializationStepped(
        initialization_id=run.id, step=report.name, position=position, of=of, **facts
    )
    publish_ephemeral(news, audience=ensure_root().id)


@transaction.atomic
def _end(run: Initialization, status: Initialization.Status) -> None:
    locked = Initialization.objects.select_for_update().get(id=run.id)
    if locked.status != Initialization.Status.RUNNING:
        return
    locked.status, locked.finished_at = status, timezone.now()
    locked.save(update_fields=["status", "finished_at"])
    initialization_ended.send(Initialization, run=locked)
