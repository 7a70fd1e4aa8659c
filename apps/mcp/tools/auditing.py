"""Keeping less of what was called than one could."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from apps.mcp import erasing
from apps.mcp.exports.services import withdraw_exports
from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.access.selectors import get_actor

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]


class ErasedPayloads(BaseModel):
    """What was erased; `has_more` tells to ask again."""

    actor_id: UUID
    before: datetime
    erased: int
    has_more: bool


@operator_command(scope="admin", destructive=True, idempotent=True, reduces_risk=True)
def erase_payloads(
    context: ToolContext,
    *,
    actor_id: Annotated[UUID, Field(description="Whose calls: this actor's own, not those of actors below.")],
    before: Annotated[
        Moment | None, Field(description="Calls requested before this time; now if not given.")
    ] = None,
) -> ErasedPayloads:
    """Erase what an actor's ended calls were given and answered, and what it asked for where a gate refused.

    That they were made, by whom, when and what came of them stays, with digests of what was erased: the
    audit trail is proven as before. Exports of the audit log that may tell of it are removed. Events that
    told of results go with the retention of the event log. 20,000 calls at a time: ask again while
    `has_more` is true.
    """
    until = min(before or context.now, context.now)
    whose = get_actor(context.actor, actor_id)
    done = erasing.erase_payloads(whose, before=until, now=context.now)
    withdraw_exports(whose, context.now)
    return ErasedPayloads(actor_id=actor_id, before=until, erased=done.requests, has_more=done.has_more)
