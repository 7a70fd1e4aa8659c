"""Telling owners how their sagas go on."""

from apps.system.events.catalogue import EventPayload
from apps.system.events.services import append_event
from apps.system.sagas.events import SagaCompensated, SagaCompleted, SagaFailed, SagaStepped
from apps.system.sagas.models import Saga, SagaStep


def tell(saga: Saga, news: EventPayload) -> None:
    """Append news to the log, for the owner."""
    append_event(news, audience=saga.owner_id)


def tell_step(saga: Saga, step: SagaStep, *, status: str, reason: str = "") -> None:
    """Tell how a step went on."""
    news = SagaStepped(
        saga_id=saga.id,
        name=saga.name,
        step=step.name,
        position=step.position,
        status=status,
        reason=reason,
        attempts=step.attempts,
        started_at=step.started_at,
    )
    tell(saga, news)


def tell_end(saga: Saga) -> None:
    """Tell how a saga ended."""
    if saga.status == Saga.Status.COMPLETED:
        tell(saga, SagaCompleted(saga_id=saga.id, name=saga.name))
        return
    told = SagaCompensated if saga.status == Saga.Status.COMPENSATED else SagaFailed
    tell(saga, told(saga_id=saga.id, name=saga.name, code=saga.error_code, reason=saga.error))
