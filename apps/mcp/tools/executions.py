"""Calling off what was asked for."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from apps.mcp.registry import operator_command
from apps.mcp.services import cancel_call
from apps.mcp.types import ToolContext


class CancelledExecution(BaseModel):
    """An execution that will not happen, or, while it is DEFERRED, one that is being called off."""

    id: UUID
    tool: str
    status: str
    finished_at: datetime | None


@operator_command(scope="trade", destructive=True, idempotent=False, cheap=True, reduces_risk=True)
def cancel_execution(context: ToolContext, *, execution_id: UUID) -> CancelledExecution:
    """Call off an execution that has not ended; one that runs is stopped, and what it did is undone.

    One that waits for something (a backtest, an order, a saga) ends with that thing, which is called off in
    its stead. Raises `not_found` for one that you do not see, `not_cancellable` where it is too late.
    """
    call = cancel_call(context.actor, execution_id, context.now)
    return CancelledExecution(id=call.id, tool=call.tool, status=call.status, finished_at=call.finished_at)
