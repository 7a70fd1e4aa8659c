"""Running sagas: each step commits with its progress, so a crash at any moment is resumed where it stood.

A transaction-scoped advisory lock per saga lets one worker move it at a time. A refusal (CivalError) takes
the steps done so far back, last first. Anything else that breaks is tried again a few times before that.
"""

import copy
import logging
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone

from apps.system.correlation import correlate, current_correlation
from apps.system.errors import CivalError
from apps.system.events.catalogue import EventPayload
from apps.system.events.services import append_event
from apps.system.sagas.events import SagaCompensated, SagaCompleted, SagaFailed, SagaStarted, SagaStepped
from apps.system.sagas.metrics import count_end
from apps.system.sagas.models import Saga, SagaStep
from apps.system.sagas.registry import Context, Step, definition_of
from apps.system.sagas.selectors import OPEN, list_untouched

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
RESUME_AFTER = timedelta(seconds=5)
RESUME_AT_ONCE = 100

saga_due = Signal()
"""Sent with `saga_id` after the transaction that started it has committed; whoever runs tasks listens."""


@transaction.atomic
def start_saga(name: str, context: Context, *, owner_id: UUID, call_id: UUID | None = None) -> Saga:
    """Record a saga to be run once this transaction has committed; `context` holds JSON values only."""
    names, now = [step.name for step in definition_of(name).steps], timezone.now()
    saga = Saga.objects.create(
        name=name,
        context=context,
        owner_id=owner_id,
        call_id=call_id,
        correlation_id=current_correlation(),
        started_at=now,
        touched_at=now,
    )
    SagaStep.objects.bulk_create(SagaStep(saga=saga, position=i, name=each) for i, each in enumerate(names))
    _tell(saga, SagaStarted(saga_id=saga.id, name=name, steps=names))
    transaction.on_commit(partial(saga_due.send, sender=Saga, saga_id=saga.id), robust=True)
    return saga


def advance_saga(saga_id: UUID, *, resumed: bool = False) -> None:
    """Carry a saga as far as it goes now. Safe to run twice, by two at once, and after a crash at any step.

    `resumed` counts the try before it is made, so that a step which kills its worker is not tried for ever.
    """
    counted = resumed and _count_try(saga_id)
    while _move(saga_id, counted=counted):
        counted = False


@transaction.atomic
def resume_due(now: datetime) -> list[UUID]:
    """Claim open sagas that nobody has moved for a few seconds; answers the ids to advance as `resumed`."""
    left = list_untouched(now, RESUME_AFTER).select_for_update(skip_locked=True)[:RESUME_AT_ONCE]
    due = [saga.id for saga in left]
    Saga.objects.filter(id__in=due).update(touched_at=now)
    return due


@transaction.atomic
def _count_try(saga_id: UUID) -> bool:
    saga = _take(saga_id)
    step = _current_step(saga) if saga else None
    if saga is None or step is None:
        return False
    if step.attempts >= MAX_ATTEMPTS:
        _turn_back(saga, step, "internal_error", f"{step.name} was tried {step.attempts} times.")
        return False
    step.attempts += 1
    step.save(update_fields=["attempts"])
    return True


@transaction.atomic
def _move(saga_id: UUID, *, counted: bool) -> bool:
    """One step forwards or backwards in one transaction; answers whether there is more to do now."""
    saga = _take(saga_id)
    if saga is None:
        return False
    with correlate(saga.correlation_id):
        step = _current_step(saga)
        if step is None:
            _end(saga, Saga.Status.COMPENSATED)
            return False
        try:
            with transaction.atomic():
                _do_step(saga, step)
        except Exception as error:
            return _handle_break(saga, step, error, counted=counted)
    return saga.status in OPEN


def _take(saga_id: UUID) -> Saga | None:
    """The saga, locked until the transaction ends; None if it is over or another worker has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [saga_id.int & (1 << 63) - 1])
        (is_ours,) = cursor.fetchone()
    return Saga.objects.filter(id=saga_id, status__in=OPEN).first() if is_ours else None


def _current_step(saga: Saga) -> SagaStep | None:
    """The step to do next, or on the way back the step to undo next."""
    if saga.status == Saga.Status.RUNNING:
        return saga.steps.filter(status=SagaStep.Status.PENDING).order_by("position").first()
    return saga.steps.filter(status=SagaStep.Status.DONE).order_by("-position").first()


def _do_step(saga: Saga, step: SagaStep) -> None:
    declared, context = _declared(saga, step), copy.deepcopy(saga.context)
    if saga.status == Saga.Status.RUNNING:
        context |= declared.run(context, saga) or {}
        _finish_step(step, SagaStep.Status.DONE)
    else:
        if declared.compensate is not None:
            declared.compensate(context, saga)
        _finish_step(step, SagaStep.Status.COMPENSATED)
    saga.context, saga.touched_at = context, timezone.now()
    saga.save(update_fields=["context", "touched_at"])
    _tell_step(saga, step)
    if saga.status == Saga.Status.RUNNING and _current_step(saga) is None:
        _end(saga, Saga.Status.COMPLETED)


def _declared(saga: Saga, step: SagaStep) -> Step:
    steps = {each.name: each for each in definition_of(saga.name).steps}
    if step.name not in steps:
        raise LookupError(f"Saga {saga.name} has no step {step.name} any more.")
    return steps[step.name]


def _finish_step(step: SagaStep, status: SagaStep.Status) -> None:
    step.status, step.finished_at = status, timezone.now()
    step.save(update_fields=["status", "finished_at"])


def _handle_break(saga: Saga, step: SagaStep, error: Exception, *, counted: bool) -> bool:
    """Note what went wrong; answers whether the saga goes on at once (a defect waits to be resumed)."""
    saga.refresh_from_db()
    step.refresh_from_db()
    step.attempts += 0 if counted else 1
    is_refusal = isinstance(error, CivalError)
    if not is_refusal:
        logger.error("Saga %s %s broke at %s", saga.name, saga.id, step.name, exc_info=error)
    if is_refusal or step.attempts >= MAX_ATTEMPTS:
        _turn_back(saga, step, *_told_reason(step, error))
        return saga.status in OPEN
    step.error, saga.touched_at = f"broke with {type(error).__name__}", timezone.now()
    step.save(update_fields=["attempts", "error"])
    saga.save(update_fields=["touched_at"])
    return False


def _told_reason(step: SagaStep, error: Exception) -> tuple[str, str]:
    """Code and reason for the owner; what a defect says of itself stays in the log."""
    if isinstance(error, CivalError):
        return error.reason_code, error.detail
    return "internal_error", f"{step.name} broke on our side {step.attempts} times."


def _turn_back(saga: Saga, step: SagaStep, code: str, reason: str) -> None:
    """From running to compensating; from compensating to failed, where a person must look."""
    step.error = reason
    if saga.status == Saga.Status.RUNNING:
        _finish_step(step, SagaStep.Status.FAILED)
        saga.steps.filter(status=SagaStep.Status.DONE).update(attempts=0)
        saga.status, saga.error_code, saga.error = Saga.Status.COMPENSATING, code, reason
    step.save(update_fields=["attempts", "error"])
    if step.status == SagaStep.Status.DONE:
        saga.error = f"{saga.error}; then taking back {step.name} broke: {reason}"
        _end(saga, Saga.Status.FAILED)
        return
    saga.touched_at = timezone.now()
    saga.save(update_fields=["status", "error_code", "error", "touched_at"])
    _tell_step(saga, step)


def _end(saga: Saga, status: Saga.Status) -> None:
    saga.status = status
    saga.finished_at = saga.touched_at = timezone.now()
    saga.save(update_fields=["status", "error", "finished_at", "touched_at"])
    count_end(saga)
    _tell(saga, _news_of_end(saga))
    if status == Saga.Status.COMPLETED:
        definition_of(saga.name).completed(saga)
    else:
        _call_failed(saga)


def _call_failed(saga: Saga) -> None:
    """The hook of a saga that ended badly must not keep it from ending: if it breaks, a person must look."""
    try:
        with transaction.atomic():
            definition_of(saga.name).failed(saga)
    except Exception as error:
        logger.exception("The end of saga %s %s broke", saga.name, saga.id)
        saga.status, saga.error = (
            Saga.Status.FAILED,
            f"{saga.error}; then its end broke with {type(error).__name__}",
        )
        saga.save(update_fields=["status", "error"])


def _news_of_end(saga: Saga) -> EventPayload:
    if saga.status == Saga.Status.COMPLETED:
        return SagaCompleted(saga_id=saga.id, name=saga.name)
    told = SagaCompensated if saga.status == Saga.Status.COMPENSATED else SagaFailed
    return told(saga_id=saga.id, name=saga.name, code=saga.error_code, reason=saga.error)


def _tell_step(saga: Saga, step: SagaStep) -> None:
    news = SagaStepped(
        saga_id=saga.id,
        name=saga.name,
        step=step.name,
        position=step.position,
        status=str(step.status),
        reason=step.error,
    )
    _tell(saga, news)


def _tell(saga: Saga, news: EventPayload) -> None:
    append_event(news, audience=saga.owner_id)
