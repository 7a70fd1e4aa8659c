"""Calling off what was asked for."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from apps.mcp.registry import operator_command
from apps.mcp.services import cancel_call
from apps.mcp.types import ToolContext


class CancelledExecution(BaseModel):
    """An execution that will not happen."""

    id: UUID
    tool: str
    status: str
    finished_at: datetime


@operator_command(scope="trade", destructive=True, idempotent=False, cheap=True, reduces_risk=True)
def cancel_execution(context: ToolContext, *, execution_id: UUID) -> CancelledExecution:
    """Call off an execution that no worker has finished yet.

    Raises `not_found` for one that you do not see, `not_cancellable` where it is too late.
    """
    call = cancel_call(context.actor, execution_id)
    return CancelledExecution(
        id=call.id, tool=call.tool, status=call.status, finished_at=call.finished_at or context.now
    )
