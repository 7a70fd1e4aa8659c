"""Running sagas: each step commits with its progress, so a crash at any moment is resumed where it stood.

A transaction-scoped advisory lock per saga lets one worker move it at a time. A refusal (CivalError) takes
the steps done so far back, last first. What breaks otherwise is tried again first, with growing pauses.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.system.correlation import correlate
from apps.system.errors import CivalError
from apps.system.sagas.models import Saga, SagaStep
from apps.system.sagas.registry import Context, Step, Wait, find_step
from apps.system.sagas.selectors import OPEN, current_step, has_passed_return, list_due, lock_number
from apps.system.sagas.services.endings import UNKNOWN_STEP, end, handle_break, turn_back
from apps.system.sagas.services.starting import RESUME_AFTER
from apps.system.sagas.services.telling import tell_step

RESUME_AT_ONCE = 100


class WaitedTooLong(CivalError):
    """What a step waited for did not come in time."""

    code = "timed_out"


def advance_saga(saga_id: UUID, *, resumed: bool = False) -> None:
    """Carry a saga as far as it goes now. Safe to run twice, by two at once, and after a crash at any step.

    `resumed` counts the try before it is made, so that a step which kills its worker is not tried for ever.
    """
    counted = resumed and _count_try(saga_id)
    while _move(saga_id, counted=counted, resumed=resumed):
        counted = resumed = False


@transaction.atomic
def resume_due(now: datetime) -> list[UUID]:
    """Claim open sagas whose time has come; answers the ids to advance as `resumed`."""
    left = list_due(now).select_for_update(skip_locked=True)[:RESUME_AT_ONCE]
    due = [saga.id for saga in left]
    Saga.objects.filter(id__in=due).update(retry_at=now + RESUME_AFTER)
    return due


@transaction.atomic
def _count_try(saga_id: UUID) -> bool:
    saga = _take(saga_id)
    step = current_step(saga) if saga else None
    if saga is None or step is None:
        return False
    declared = find_step(saga.name, step.name) or UNKNOWN_STEP
    if step.attempts >= declared.attempts:
        turn_back(saga, step, "internal_error", f"{step.name} was tried {step.attempts} times.")
        return False
    step.attempts += 1
    step.save(update_fields=["attempts"])
    return True


@transaction.atomic
def _move(saga_id: UUID, *, counted: bool, resumed: bool) -> bool:
    """One step forwards or backwards in one transaction; answers whether there is more to do now."""
    saga, now = _take(saga_id), timezone.now()
    if saga is None:
        return False
    with correlate(saga.correlation_id):
        step = current_step(saga)
        if step is None:
            end(saga, Saga.Status.COMPENSATED)
            return False
        if not resumed and _is_pausing(saga, step, now):
            return False
        if _is_overdue(saga, now):
            turn_back(
                saga, step, "timed_out", f"It was not done by its deadline, {saga.deadline:%H:%M:%S} UTC."
            )
            return saga.status in OPEN
        return _try_step(saga, step, now, counted=counted)


def _take(saga_id: UUID) -> Saga | None:
    """The saga, locked until the transaction ends; None if it is over or another worker has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_number(saga_id)])
        (is_ours,) = cursor.fetchone()
    return Saga.objects.filter(id=saga_id, status__in=OPEN).first() if is_ours else None


def _is_pausing(saga: Saga, step: SagaStep, now: datetime) -> bool:
    """Whether a step waits, or rests before its next try: a message that came twice does not hurry it."""
    is_waiting = saga.status == Saga.Status.RUNNING and step.status == SagaStep.Status.WAITING
    return (is_waiting or step.attempts > 0) and saga.retry_at is not None and saga.retry_at > now


def _is_overdue(saga: Saga, now: datetime) -> bool:
    is_late = saga.deadline is not None and saga.deadline <= now
    return is_late and saga.status == Saga.Status.RUNNING and not has_passed_return(saga)


def _try_step(saga: Saga, step: SagaStep, now: datetime, *, counted: bool) -> bool:
    declared = find_step(saga.name, step.name) or UNKNOWN_STEP
    try:
        with transaction.atomic(), _bounded(declared.statement_timeout):
            step.started_at = step.started_at or now
            is_waiting = _do_step(saga, step, declared, now, counted=counted)
    except Exception as error:
        return handle_break(saga, step, error, now, counted=counted)
    return saga.status in OPEN and not is_waiting


def _do_step(saga: Saga, step: SagaStep, declared: Step, now: datetime, *, counted: bool) -> bool:
    """Run or take back a step; answers whether it waits."""
    context = copy.deepcopy(saga.context)
    if saga.status == Saga.Status.RUNNING:
        answer = declared.run(context, saga)
        if isinstance(answer, Wait):
            _wait(saga, step, declared, answer, context, now)
            return True
        context |= answer or {}
        step.status = SagaStep.Status.DONE
    else:
        if declared.compensate is not None:
            declared.compensate(context, saga)
        step.status = SagaStep.Status.COMPENSATED
    _finish_step(saga, step, context, counted=counted)
    if saga.status == Saga.Status.RUNNING and current_step(saga) is None:
        end(saga, Saga.Status.COMPLETED)
    return False


def _finish_step(saga: Saga, step: SagaStep, context: Context, *, counted: bool) -> None:
    step.attempts += 0 if counted else 1
    step.finished_at, step.waits_for = timezone.now(), ""
    step.save(update_fields=["status", "attempts", "started_at", "finished_at", "waits_for"])
    tell_step(saga, step, status=step.status, reason=step.error)
    _keep(saga, context, step.finished_at, look_at=step.finished_at + RESUME_AFTER, waits_on=[])


def _wait(saga: Saga, step: SagaStep, declared: Step, answer: Wait, context: Context, now: datetime) -> None:
    """Keep what a step waits for and when it is looked at again. Raises WaitedTooLong."""
    since = step.waiting_since or now
    given_up_at = since + timedelta(seconds=declared.timeout)
    if now >= given_up_at:
        raise WaitedTooLong(f"{step.name} waited {declared.timeout:g} s until {answer.until}.")
    is_news = step.status != SagaStep.Status.WAITING or step.waits_for != answer.until
    step.status, step.waits_for, step.waiting_since = SagaStep.Status.WAITING, answer.until, since
    step.attempts, step.error = 0, ""
    step.save(update_fields=["status", "waits_for", "waiting_since", "attempts", "error", "started_at"])
    if is_news:
        tell_step(saga, step, status=step.status, reason=answer.until)
    ends = [given_up_at, *([saga.deadline] if saga.deadline and saga.deadline > now else [])]
    look_at = min(now + timedelta(seconds=answer.poll), *ends)
    _keep(saga, context | answer.learnt, now, look_at=look_at, waits_on=list(answer.on))


def _keep(saga: Saga, context: Context, now: datetime, *, look_at: datetime, waits_on: list[UUID]) -> None:
    saga.context, saga.touched_at, saga.retry_at, saga.waits_on = context, now, look_at, waits_on
    saga.save(update_fields=["context", "touched_at", "retry_at", "waits_on"])


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Within the block a statement takes so long at most, its waiting for a lock included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds * 1000:.0f}"])
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
