"""How steps break and sagas end: tried again, taken back, or left to a person."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from psycopg.errors import QueryCanceled

from apps.system.alerts.models import Alert
from apps.system.alerts.services import raise_alert, settle_alert
from apps.system.errors import CivalError
from apps.system.sagas.metrics import count_end
from apps.system.sagas.models import Saga, SagaStep
from apps.system.sagas.registry import Context, Step, Wait, definition_of, find_step
from apps.system.sagas.selectors import OPEN, has_passed_return
from apps.system.sagas.services.starting import RESUME_AFTER
from apps.system.sagas.services.telling import tell_end, tell_step

logger = logging.getLogger(__name__)

ALERTS = "sagas"
_TO_UNDO = (SagaStep.Status.DONE, SagaStep.Status.WAITING)


def _is_gone(context: Context, saga: Saga) -> Context | Wait | None:
    raise LookupError(f"Saga {saga.name} has no such step any more.")


def _cannot_be_taken_back(context: Context, saga: Saga) -> None:
    _is_gone(context, saga)


UNKNOWN_STEP = Step("unknown", _is_gone, _cannot_be_taken_back)
"""Stands for a step whose code is gone: a defect, which ends with a person."""


def handle_break(saga: Saga, step: SagaStep, error: Exception, now: datetime, *, counted: bool) -> bool:
    """Note what went wrong; answers whether the saga goes on at once (else it waits for its next try)."""
    saga.refresh_from_db()
    step.refresh_from_db()
    declared = find_step(saga.name, step.name) or UNKNOWN_STEP
    step.attempts += 0 if counted else 1
    step.started_at = step.started_at or now
    if not isinstance(error, CivalError):
        logger.error("Saga %s %s broke at %s", saga.name, saga.id, step.name, exc_info=error)
    is_final = isinstance(error, CivalError) and not isinstance(error, declared.retryable)
    if is_final or step.attempts >= declared.attempts:
        turn_back(saga, step, *_told_reason(step, declared, error))
        return saga.status in OPEN
    step.error = error.detail if isinstance(error, CivalError) else f"broke with {type(error).__name__}"
    step.save(update_fields=["attempts", "error", "started_at"])
    saga.touched_at, saga.retry_at = now, now + declared.pause_after(step.attempts, error)
    saga.save(update_fields=["touched_at", "retry_at"])
    return False


def _told_reason(step: SagaStep, declared: Step, error: Exception) -> tuple[str, str]:
    """Code and reason for the owner; what a defect says of itself stays in the log."""
    if isinstance(error, CivalError):
        return error.reason_code, error.detail
    if isinstance(error.__cause__, QueryCanceled):
        return "timed_out", f"A statement of {step.name} took longer than {declared.statement_timeout:g} s."
    return "internal_error", f"{step.name} broke on our side {step.attempts} times."


def turn_back(saga: Saga, step: SagaStep, code: str, reason: str) -> None:
    """From running to compensating; from compensating, or past the point of no return, to failed."""
    step.error = reason
    if saga.status == Saga.Status.COMPENSATING or has_passed_return(saga):
        step.save(update_fields=["attempts", "error", "started_at"])
        _leave_to_person(saga, step, code, reason)
        return
    now = timezone.now()
    if step.status != SagaStep.Status.WAITING:  # one that waited may have done a part, which is taken back
        step.status, step.finished_at = SagaStep.Status.FAILED, now
    step.save(update_fields=["status", "attempts", "error", "started_at", "finished_at"])
    tell_step(saga, step, status=SagaStep.Status.FAILED, reason=reason)
    saga.steps.filter(status__in=_TO_UNDO).update(attempts=0)
    saga.status, saga.error_code, saga.error = Saga.Status.COMPENSATING, code, reason
    saga.turned_back_at = saga.touched_at = now
    saga.retry_at, saga.waits_on = now + RESUME_AFTER, []
    fields = ["status", "error_code", "error", "turned_back_at", "touched_at", "retry_at", "waits_on"]
    saga.save(update_fields=fields)


def _leave_to_person(saga: Saga, step: SagaStep, code: str, reason: str) -> None:
    if saga.turned_back_at is None:
        saga.error_code, saga.error = code, f"{step.name}, past the point of no return: {reason}"
    else:
        saga.error = f"{saga.error}; then taking back {step.name} broke: {reason}"
    end(saga, Saga.Status.FAILED)


def end(saga: Saga, status: Saga.Status) -> None:
    """Close a saga: its hook, its news and its alert commit with it."""
    saga.status = status
    saga.finished_at = saga.touched_at = timezone.now()
    saga.retry_at, saga.waits_on = None, []
    if status == Saga.Status.COMPLETED:
        saga.error_code = saga.error = ""
        _save_end(saga)
        tell_end(saga)
        definition_of(saga.name).completed(saga)
    else:
        _save_end(saga)
        tell_end(saga)
        _call_failed(saga)
    count_end(saga)
    settle_or_alert(saga)


def _save_end(saga: Saga) -> None:
    fields = ["status", "error_code", "error", "finished_at", "touched_at", "retry_at", "waits_on"]
    saga.save(update_fields=fields)


def _call_failed(saga: Saga) -> None:
    """The hook of a saga that ended badly must not keep it from ending: if it breaks, a person must look."""
    try:
        with transaction.atomic():
            definition_of(saga.name).failed(saga)
    except Exception as error:
        logger.exception("The end of saga %s %s broke", saga.name, saga.id)
        was_told, saga.status = saga.status, Saga.Status.FAILED
        saga.error = f"{saga.error}; then its end broke with {type(error).__name__}"
        saga.save(update_fields=["status", "error"])
        if was_told != saga.status:
            tell_end(saga)


def settle_or_alert(saga: Saga) -> None:
    """Have an alert open as long as a saga needs a person."""
    now, subject = timezone.now(), f"saga:{saga.id}"
    if not saga.needs_person:
        settle_alert(source=ALERTS, subject=subject, now=now)
        return
    raise_alert(
        source=ALERTS,
        subject=subject,
        severity=Alert.Severity.CRITICAL,
        title=f"The saga {saga.name} needs a person",
        detail=saga.error,
        measured={"saga_id": str(saga.id), "code": saga.error_code},
        audience=saga.owner_id,
        now=now,
    )
