"""What people do to long operations."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.sagas import services
from apps.system.sagas.models import Saga

SagaId = Annotated[UUID, Field(description="The saga, as `GET /system/sagas` lists it.")]
Statement = Annotated[
    str,
    Field(min_length=1, max_length=2000, pattern=r"\S", description="How it was dealt with, for the record."),
]
Reason = Annotated[
    str, Field(min_length=1, max_length=500, pattern=r"\S", description="Why, for the record.")
]


class SagaState(BaseModel):
    """Where a saga stands, and whether it still needs a person."""

    id: UUID
    name: str
    status: str
    needs_person: bool
    error: str


@operator_command(scope="operate", destructive=True, idempotent=False, reduces_risk=True)
def cancel_saga(context: ToolContext, *, saga_id: SagaId, reason: Reason) -> SagaState:
    """Have a running saga turn back: once its step at hand has ended, what it did is taken back.

    Refused with `saga_not_running`, and with `past_point_of_no_return` where it does not turn back any more.
    """
    return _state(services.cancel_saga(context.actor, saga_id, reason=reason))


@operator_command(scope="operate", idempotent=False, reduces_risk=True)
def retry_saga(context: ToolContext, *, saga_id: SagaId) -> SagaState:
    """Have a failed saga go on from where it stands. Refused with `saga_needs_no_person` otherwise."""
    return _state(services.retry_saga(context.actor, saga_id, now=context.now))


@operator_command(scope="operate", idempotent=False, reduces_risk=True)
def resolve_saga(context: ToolContext, *, saga_id: SagaId, resolution: Statement) -> SagaState:
    """State in writing that a failed saga was dealt with by hand; it then needs nobody any more."""
    return _state(services.resolve_saga(context.actor, saga_id, resolution=resolution, now=context.now))


def _state(saga: Saga) -> SagaState:
    return SagaState(
        id=saga.id, name=saga.name, status=saga.status, needs_person=saga.needs_person, error=saga.error
    )
