"""Using an agent's tools as its owner."""

from uuid import UUID

from apps.mcp.gates import refusals_audited
from apps.system.access.models import Actor
from apps.system.access.selectors import get_actor
from apps.system.access.types import Caller, Scope
from apps.system.errors import Conflict, Forbidden, NotFound


def act_as(caller: Caller, agent_id: UUID, *, tool_name: str) -> Caller:
    """The caller in the place of an agent that it sees. Needs the scope `trade`; refusals are audited.

    Raises NotFound for what is no agent or not visible, Conflict for an archived one, Forbidden without
    the scope.
    """
    if agent_id == caller.actor.id:
        return caller
    with refusals_audited(caller, tool_name):
        actor = get_actor(caller.actor, agent_id)
        if actor.kind != Actor.Kind.AGENT:
            raise NotFound(f"There is no agent {agent_id}.", code="unknown_agent")
        if Scope.TRADE not in caller.scopes:
            raise Forbidden("Acting as an agent needs the scope `trade`.", code="scope_missing")
        if actor.archived_at is not None:
            raise Conflict(f"{actor.name} is archived.", code="agent_archived")
    return caller.acting_as(actor)
