"""Sagas on the wire."""

from datetime import datetime
from uuid import UUID

from apps.system.sagas.models import Saga
from apps.system.types import WireModel


class SagaStepOut(WireModel):
    """One step: PENDING, DONE, FAILED with its reason, or COMPENSATED (taken back)."""

    position: int
    name: str
    status: str
    attempts: int
    error: str
    finished_at: datetime | None


class SagaOut(WireModel):
    """One long operation and where it stands; `error` says why it was taken back or needs a person."""

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
    steps: list[SagaStepOut]


def present_saga(saga: Saga) -> SagaOut:
    """A saga with its steps (fetched with it)."""
    fields = {name: getattr(saga, name) for name in SagaOut.model_fields if name != "steps"}
    return SagaOut(**fields, steps=[SagaStepOut.model_validate(step) for step in saga.steps.all()])
