"""What people do to sagas: have one turn back, have one go on, state that one was dealt with."""

from datetime import datetime
from uuid import UUID

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from apps.system.access.models import Actor
from apps.system.correlation import correlate
from apps.system.errors import Conflict, Unavailable
from apps.system.sagas.events import SagaResolved, SagaRetried
from apps.system.sagas.models import Saga
from apps.system.sagas.registry import definition_of
from apps.system.sagas.selectors import current_step, get_saga, has_passed_return, lock_number
from apps.system.sagas.services.endings import settle_or_alert, turn_back
from apps.system.sagas.services.starting import send_due
from apps.system.sagas.services.telling import tell

LOCK_MILLISECONDS = 2000
"""How long one waits for the step at hand to end."""


@transaction.atomic
def cancel_saga(actor: Actor, saga_id: UUID, *, reason: str) -> Saga:
    """Have a running saga turn back as soon as its step at hand has ended.

    Raises NotFound, Conflict (`saga_not_running`, `past_point_of_no_return`), and Unavailable while the step
    at hand takes long.
    """
    saga = _lock(actor, saga_id)
    if saga.status != Saga.Status.RUNNING:
        raise Conflict(f"The saga is {saga.status}: only a running one turns back.", code="saga_not_running")
    if has_passed_return(saga):
        step = definition_of(saga.name).point_of_no_return
        raise Conflict(f"It is past {step}, which cannot be taken back.", code="past_point_of_no_return")
    step_at_hand = current_step(saga)
    if step_at_hand is None:
        raise Conflict("Every step is done.", code="saga_not_running")
    with correlate(saga.correlation_id):
        turn_back(saga, step_at_hand, "cancelled", f"Cancelled by {actor.name}: {reason}")
    send_due(saga.id)
    return saga


@transaction.atomic
def retry_saga(actor: Actor, saga_id: UUID, *, now: datetime) -> Saga:
    """Have a failed saga go on from where it stands: back, or on if it is past its point of no return.

    Raises NotFound, and Conflict (`saga_needs_no_person`) where it is not failed, or is resolved.
    """
    saga = _lock_failed(actor, saga_id)
    saga.status = Saga.Status.COMPENSATING if saga.turned_back_at else Saga.Status.RUNNING
    saga.finished_at, saga.touched_at, saga.retry_at = None, now, now
    saga.save(update_fields=["status", "finished_at", "touched_at", "retry_at"])
    saga.steps.update(attempts=0)
    saga.steps.filter(status="WAITING").update(waiting_since=None)
    tell(saga, SagaRetried(saga_id=saga.id, name=saga.name, status=saga.status, by=actor.id))
    send_due(saga.id)
    return saga


@transaction.atomic
def resolve_saga(actor: Actor, saga_id: UUID, *, resolution: str, now: datetime) -> Saga:
    """Keep how a person dealt with a failed saga; it then needs nobody any more. Raises as `retry_saga`."""
    saga = _lock_failed(actor, saga_id)
    saga.resolved_at, saga.resolved_by, saga.resolution = now, actor.id, resolution
    saga.save(update_fields=["resolved_at", "resolved_by", "resolution"])
    tell(saga, SagaResolved(saga_id=saga.id, name=saga.name, by=actor.id, resolution=resolution))
    settle_or_alert(saga)
    return saga


def _lock_failed(actor: Actor, saga_id: UUID) -> Saga:
    saga = _lock(actor, saga_id)
    if not saga.needs_person:
        state = "resolved already" if saga.resolved_at else saga.status
        raise Conflict(f"The saga needs no person: it is {state}.", code="saga_needs_no_person")
    return saga


def _lock(actor: Actor, saga_id: UUID) -> Saga:
    """The saga as it stands between two steps; none begins until the transaction ends."""
    get_saga(actor, saga_id)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(LOCK_MILLISECONDS)])
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(saga_id)])
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise Unavailable("A step of it is under way. Ask again shortly.", retry_after=1) from error
    return get_saga(actor, saga_id)
