"""What operators can do with many agents at once."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from apps.agents.lifecycle import Action, Status
from apps.agents.sagas import changing
from apps.agents.sagas.changes import CONFIGURE, Change
from apps.agents.selectors.matching import Filter
from apps.mcp.registry import operator_command
from apps.mcp.types import Deferred, ToolContext
from apps.system.access.types import Scope
from apps.system.bodies import Text
from apps.system.errors import Forbidden
from apps.system.sagas.services import start_saga

MOST_NAMED = 10_000

OfStatus = Annotated[Status | None, Field(description="Only those in this state.")]
OfType = Annotated[str | None, Field(max_length=32, description="Only those of this type.")]
OfVenue = Annotated[str | None, Field(max_length=64, description="Only those of this market.")]
OfFarm = Annotated[UUID | None, Field(description="Only those of this farm.")]
Named = Annotated[list[UUID] | None, Field(max_length=MOST_NAMED, description="Only these.")]
Search = Annotated[Text | None, Field(max_length=120, description="Only those with this in their name.")]
Reason = Annotated[str, Field(max_length=500, description="Why, for the record.")]


class RefusedAgent(BaseModel):
    """An agent that was left as it was, and why."""

    agent_id: UUID
    name: str
    code: str
    reason: str


class ChangedAgents(BaseModel):
    """What came of doing something to many: `left` did not allow it; `refused` are the first 100 of them."""

    action: str
    done: int
    left: int
    refused: list[RefusedAgent]


@operator_command(category="agents", scope="operate", idempotent=True, per_minute=30)
def change_agents(
    context: ToolContext,
    *,
    action: Annotated[
        Literal["start", "pause", "resume", "stop"], Field(description="What is done to each of them.")
    ],
    status: OfStatus = None,
    type: OfType = None,
    venue: OfVenue = None,
    farm_id: OfFarm = None,
    agent_ids: Named = None,
    search: Search = None,
    reason: Reason = "",
) -> ChangedAgents | Deferred:
    """Start, pause, resume or stop all agents that match, two hundred at a time.

    It is a saga, whose step says how far it has come, and which can be called off between two batches. Agents
    whose state does not allow it are left as they are, and told with the reason.
    """
    wanted = Filter(status and status.value, type, venue, farm_id, agent_ids, search)
    return _begin(context, wanted, Change(action, reason))


@operator_command(category="agents", scope="operate", idempotent=True, per_minute=30)
def configure_agents(
    context: ToolContext,
    *,
    parameters: Annotated[dict[str, Any], Field(description="Those settings of the strategy that change.")],
    type: Annotated[str, Field(max_length=32, description="The type of agents whose settings they are.")],
    status: OfStatus = None,
    venue: OfVenue = None,
    farm_id: OfFarm = None,
    agent_ids: Named = None,
    search: Search = None,
) -> ChangedAgents | Deferred:
    """Change settings of all agents of a type that match, from the next bar of each on.

    Each gets a new version, to be rolled back by itself. Those that do not take the settings keep theirs, and
    are told with the reason. It is a saga like `change_agents`.
    """
    wanted = Filter(status and status.value, type, venue, farm_id, agent_ids, search)
    return _begin(context, wanted, Change(CONFIGURE, parameters=parameters))


@operator_command(
    category="agents", scope="operate", destructive=True, idempotent=True, per_minute=30, reduces_risk=True
)
def archive_agents(
    context: ToolContext,
    *,
    status: OfStatus = None,
    type: OfType = None,
    venue: OfVenue = None,
    farm_id: OfFarm = None,
    agent_ids: Named = None,
    search: Search = None,
    close_positions: Annotated[
        bool, Field(description="Sell what they hold at the market; without, who holds something is left.")
    ] = False,
) -> ChangedAgents | Deferred:
    """End all agents that match for good, each as `archive_agent` does, and wait until all have ended.

    Those that cannot be are told with the reason. Calling it off leaves those that are being archived to it.
    """
    if close_positions and Scope.TRADE not in context.caller.scopes:
        raise Forbidden("Closing positions takes the scope `trade`.", code="scope_missing")
    wanted = Filter(status and status.value, type, venue, farm_id, agent_ids, search)
    scopes, action = tuple(sorted(context.caller.scopes)), Action.ARCHIVE.value
    return _begin(context, wanted, Change(action, close_positions=close_positions, scopes=scopes))


def _begin(context: ToolContext, wanted: Filter, change: Change) -> Deferred:
    start = changing.context_of(wanted, change, by=context.actor, principal=context.caller.principal)
    owner_id = context.actor.owner_id
    saga = start_saga(changing.CHANGE_AGENTS, start, owner_id=owner_id, call_id=context.call_id)
    return Deferred(kind="saga", id=saga.id)
