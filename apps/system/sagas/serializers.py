"""Sagas on the wire."""

from datetime import datetime
from uuid import UUID

from apps.system.sagas.models import Saga
from apps.system.sagas.selectors import has_passed_return
from apps.system.types import WireModel


class SagaStepOut(WireModel):
    """One step: PENDING, WAITING (`waitsFor` says for what), DONE, FAILED with its reason, or COMPENSATED."""

    position: int
    name: str
    status: str
    attempts: int
    error: str
    waits_for: str
    waiting_since: datetime | None
    started_at: datetime | None
    finished_at: datetime | None


class SagaOut(WireModel):
    """One long operation and where it stands; `error` says why it was taken back or needs a person.

    While it is open: `nextTryAt` is when it is looked at again at the latest, `deadline` when it turns back,
    and `canTurnBack` whether it still does. `resolution` is what the person said who dealt with a failed one.
    """

    id: UUID
    name: str
    status: str
    owner_id: UUID
    call_id: UUID | None
    correlation_id: UUID
    error_code: str
    error: str
    started_at: datetime
    touched_at: datetime
    finished_at: datetime | None
    deadline: datetime | None
    next_try_at: datetime | None
    turned_back_at: datetime | None
    can_turn_back: bool
    needs_person: bool
    resolved_at: datetime | None
    resolved_by: UUID | None
    resolution: str
    steps: list[SagaStepOut]


_COMPUTED = {"steps", "next_try_at", "can_turn_back"}


def present_saga(saga: Saga) -> SagaOut:
    """A saga with its steps (fetched with it)."""
    fields = {name: getattr(saga, name) for name in SagaOut.model_fields if name not in _COMPUTED}
    return SagaOut(
        **fields,
        next_try_at=saga.retry_at,
        can_turn_back=saga.status == Saga.Status.RUNNING and not has_passed_return(saga),
        steps=[SagaStepOut.model_validate(step) for step in saga.steps.all()],
    )
