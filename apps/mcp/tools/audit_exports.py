"""The audit trail as a file, written by a worker."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from apps.mcp.exports import services
from apps.mcp.exports.answers import AuditExportAnswer, CancelledAuditExport
from apps.mcp.registry import operator_command
from apps.mcp.tools.auditing import Moment
from apps.mcp.types import Deferred, ToolContext
from apps.mcp.writing import FileType
from apps.system.access.selectors import get_actor
from apps.system.bodies import Text

Word = Annotated[Text, Field(max_length=64)]


@operator_command(scope="read", idempotent=False, per_minute=10, reduces_risk=True)
def export_audit_log(
    context: ToolContext,
    *,
    file_type: Annotated[FileType, Field(description="How it is written.")] = FileType.JSONL,
    agent_id: Annotated[UUID | None, Field(description="Only this agent's entries.")] = None,
    tool: Annotated[Word | None, Field(description="Only this tool's.")] = None,
    status: Annotated[Word | None, Field(description="Only SUCCEEDED, REFUSED, FAILED or CANCELLED.")] = None,
    interface: Annotated[Word | None, Field(description="Only of rest, socket, mcp, agent, system.")] = None,
    code: Annotated[Word | None, Field(description="Only refusals and failures of this code.")] = None,
    correlation_id: Annotated[UUID | None, Field(description="Only one story.")] = None,
    text: Annotated[
        Text | None, Field(max_length=200, description="Words of action, subject, code or reason.")
    ] = None,
    since: Annotated[Moment | None, Field(description="From this time on.")] = None,
    until: Annotated[Moment | None, Field(description="Before this time; now if not given.")] = None,
) -> AuditExportAnswer | Deferred:
    """Write the audit entries that you see to a file, the oldest first, with what was called and answered.

    A worker writes it, and tells how far it has come; it can be cancelled, and fetched from `download` until
    `expires_at`. Three at a time (`too_many_exports`); the newest twenty are kept; one of more than a
    gigabyte is refused with `export_too_large`: ask for a shorter period.
    """
    if agent_id is not None:
        get_actor(context.actor, agent_id)
    given = {
        "agent_id": agent_id and str(agent_id),
        "tool": tool,
        "status": status,
        "interface": interface,
        "code": code,
        "correlation_id": correlation_id and str(correlation_id),
        "text": text,
        "since": since and since.isoformat(),
        "until": until and until.isoformat(),
    }
    row = services.request_export(
        actor=context.actor,
        call_id=context.call_id,
        filters={name: value for name, value in given.items() if value is not None},
        until=until or context.now,
        file_type=file_type,
        now=context.now,
    )
    return Deferred(services.DEFERRED_KIND, row.id)


@operator_command(scope="read", idempotent=True, destructive=True, cheap=True, reduces_risk=True)
def cancel_audit_export(
    context: ToolContext, *, export_id: Annotated[UUID, Field(description="The export's id.")]
) -> CancelledAuditExport:
    """Call off an export of the audit log that waits or is being written; what is written of it goes.

    Refused with `export_ended` where it is over.
    """
    row = services.cancel_export(context.actor, export_id, context.now)
    return CancelledAuditExport(export_id=row.id, status=row.status.lower())
