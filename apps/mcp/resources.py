"""What the platform itself lets read by address: tools' manuals, executions, the audit trail."""

from datetime import datetime
from uuid import UUID

from apps.mcp.registry import get_tool, unknown_tool
from apps.mcp.reporting import AuditOut, present_audits
from apps.mcp.resource import resource
from apps.mcp.selectors import get_call, tools_for
from apps.mcp.serializers import ExecutionOut, ToolOut, present_execution, present_tool
from apps.system.access.models import Actor
from apps.system.access.selectors import get_actor
from apps.system.access.types import Caller
from apps.system.audit.models import AuditEntry
from apps.system.types import WireModel

NEWEST = 100
ENDS = ("mcp.result", "mcp.results", "mcp.error", "mcp.errors")


class ToolManual(WireModel):
    """Every tool of an actor, with what it takes and answers."""

    tools: list[ToolOut]


class AuditTrail(WireModel):
    """The newest audit entries of one actor, newest first."""

    entries: list[AuditOut]
    as_of: datetime


@resource("cival://tools", title="Manual of the tools")
def read_tools(caller: Caller, now: datetime) -> ToolManual:
    """What each of your tools does, takes and answers, and how often it may be called."""
    return ToolManual(tools=[present_tool(each) for each in tools_for(caller) if not each.operator])


@resource("cival://tools/{tool}", title="Manual of one tool")
def read_tool(caller: Caller, now: datetime, *, tool: str) -> ToolOut:
    """What one of your tools does, takes and answers. Operators' commands are told to people only."""
    found = get_tool(tool)
    if found not in tools_for(caller):
        raise unknown_tool(tool)
    return present_tool(found)


@resource("cival://executions/{execution_id}", title="An execution", changes=ENDS)
def read_execution(actor: Actor, now: datetime, *, execution_id: UUID) -> ExecutionOut:
    """One call of a tool: its parameters, where it stands, and what came of it."""
    return present_execution(get_call(actor, execution_id))


@resource("cival://agents/{agent_id}/audit", title="Audit trail of an agent", changes=("mcp.*",))
def read_agent_audit(actor: Actor, now: datetime, *, agent_id: UUID) -> AuditTrail:
    """The newest 100 entries of an agent's audit trail: what it asked for, and what came of it."""
    found = get_actor(actor, agent_id)
    entries = AuditEntry.objects.filter(actor_id=found.id).order_by("-id")[:NEWEST]
    return AuditTrail(entries=present_audits(list(entries)), as_of=now)
