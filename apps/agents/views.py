"""The REST reads of agents; writes are tool calls."""

from functools import partial
from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.agents.checkpoints.selectors import list_checkpoints
from apps.agents.fleet import present_fleet, summarise_agents
from apps.agents.kinds import StrategyOut, StrategyPage
from apps.agents.lifecycle import Status
from apps.agents.models import Agent
from apps.agents.selectors.agents import (
    all_agents,
    get_agent,
    get_configuration,
    get_strategy_state,
    list_agents,
    list_decisions,
)
from apps.agents.selectors.matching import Filter, matching
from apps.agents.serializers import (
    AgentOut,
    AgentSummary,
    DecisionOut,
    FleetStatus,
    PersistenceOut,
    present_agents,
    present_decisions,
)
from apps.mcp.documenting import query
from apps.mcp.rule_answers import (
    AutonomyOut,
    BudgetsOut,
    PermissionsOut,
    present_autonomy,
    present_budgets,
    present_permissions,
)
from apps.mcp.selectors import tools_of, within_key
from apps.mcp.serializers import ToolArray, present_tool
from apps.mcp.views import ToolAlias
from apps.system.access.authentication import caller_of
from apps.system.pagination import Page, paginate_together
from apps.system.queries import Query, read_query
from apps.trading.strategies.registry import load_strategies
from apps.vaults.selectors import get_vault_of
from apps.vaults.serializers import VaultOut, present_vault

NEWEST_CHECKPOINTS = 20
FILTERS = [
    OpenApiParameter(
        "status", str, enum=[each.value for each in Status], description="Only those in this state."
    ),
    query("type", "Only those of this type."),
    query("venue", "Only those of this market."),
    query("farmId", "Only those of this farm.", kind=OpenApiTypes.UUID),
    query("search", "Only those with this in their name."),
]


class AgentQuery(Query):
    """Which agents."""

    status: Status | None = None
    type: Annotated[str, Field(max_length=32)] | None = None
    venue: Annotated[str, Field(max_length=64)] | None = None
    farm_id: UUID | None = None
    search: Annotated[str, Field(max_length=120)] | None = None


def _agent(request: Request, agent_id: UUID) -> Agent:
    return get_agent(caller_of(request).actor, agent_id)


def _wanted(request: Request) -> QuerySet[Agent]:
    actor, asked = caller_of(request).actor, read_query(request, AgentQuery)
    wanted = Filter(asked.status, asked.type, asked.venue, asked.farm_id, search=asked.search)
    return matching(list_agents(actor) if asked.status is None else all_agents(actor), wanted)


class AgentList(APIView):
    """The agents that the caller sees."""

    @extend_schema(operation_id="list_agents", parameters=FILTERS, responses=Page[AgentOut])
    def get(self, request: Request) -> Response:
        """Newest first; archived ones only where `status` asks for them."""
        shown = partial(present_agents, now=timezone.now())
        return Response(paginate_together(request, _wanted(request), shown))


class AgentsWorth(APIView):
    """What the agents that the caller sees are worth."""

    @extend_schema(operation_id="list_agent_worth", parameters=FILTERS, responses=Page[AgentSummary])
    def get(self, request: Request) -> Response:
        """The same agents in the same order as `list_agents`, page by page."""
        rows, now = _wanted(request).select_related("account"), timezone.now()
        return Response(paginate_together(request, rows, lambda found: summarise_agents(found, now)))


class AgentDetail(ToolAlias):
    """One agent."""

    tools = {"patch": "update_agent", "delete": "archive_agent"}

    @extend_schema(operation_id="get_agent", responses=AgentOut)
    def get(self, request: Request, agent_id: UUID) -> Response:
        """The agent as it stands."""
        return Response(present_agents([_agent(request, agent_id)], now=timezone.now())[0])


class AgentsStatus(APIView):
    """All agents of the caller at a glance."""

    @extend_schema(operation_id="get_agents_status", responses=FleetStatus)
    def get(self, request: Request) -> Response:
        """Counts by state, what the agents are worth, and the newest 100 of them."""
        return Response(present_fleet(caller_of(request).actor, timezone.now()))


class StrategyList(APIView):
    """The kinds of agents there are."""

    @extend_schema(operation_id="list_strategies", responses=StrategyPage)
    def get(self, request: Request) -> Response:
        """By name: what each does, and what can be set of it."""
        found = [StrategyOut.of(strategy) for strategy in load_strategies().values()]
        return Response(StrategyPage(results=found, count=len(found)))


class AgentPersistence(APIView):
    """What an agent would go on from."""

    @extend_schema(operation_id="get_agent_persistence", responses=PersistenceOut)
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Its configuration, strategy state, last bar, last decision and newest 20 checkpoints."""
        agent = _agent(request, agent_id)
        last = list_decisions(agent).order_by("-id").first()
        kept = list(list_checkpoints(agent).order_by("-id")[:NEWEST_CHECKPOINTS])
        state = get_strategy_state(agent)
        return Response(PersistenceOut.of(agent, get_configuration(agent), state, last, kept))


class AgentTools(APIView):
    """The tools that an agent may use."""

    @extend_schema(operation_id="list_agent_tools", responses=ToolArray)
    def get(self, request: Request, agent_id: UUID) -> Response:
        """A bare array; empty for an agent without tools."""
        agent = _agent(request, agent_id)
        caller = caller_of(request)
        return Response([present_tool(each) for each in tools_of(agent.actor) if within_key(caller, each)])


class AgentPermissions(ToolAlias):
    """Which tools an agent may call."""

    tools = {"put": "set_permissions"}
    path_parameters = {"agent_id": "actor_id"}

    @extend_schema(operation_id="get_agent_permissions", responses=PermissionsOut)
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Its own rules, and for each tool what holds and which row of whom says so."""
        return Response(present_permissions(_agent(request, agent_id).actor))


class AgentAutonomy(ToolAlias):
    """How far an agent goes without a person."""

    tools = {"put": "set_autonomy"}
    path_parameters = {"agent_id": "actor_id"}

    @extend_schema(operation_id="get_agent_autonomy", responses=AutonomyOut)
    def get(self, request: Request, agent_id: UUID) -> Response:
        """The level that binds it, and whose it is."""
        return Response(present_autonomy(_agent(request, agent_id).actor))


class AgentBudget(ToolAlias):
    """What an agent may spend in a day."""

    tools = {"put": "set_budget"}
    path_parameters = {"agent_id": "actor_id"}

    @extend_schema(operation_id="get_agent_budget", responses=BudgetsOut)
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Every budget that binds it, its own last, with what is used."""
        return Response(present_budgets(_agent(request, agent_id).actor, timezone.now()))


class AgentVault(APIView):
    """An agent's vault."""

    @extend_schema(operation_id="get_agent_vault", responses=VaultOut)
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Its addresses and balances; 404 `vault_disabled` for an agent without DeFi."""
        agent = _agent(request, agent_id)
        return Response(present_vault(get_vault_of(caller_of(request).actor, agent.pk)))


class AgentDecisions(APIView):
    """What an agent decided, and why."""

    @extend_schema(operation_id="list_agent_decisions", responses=Page[DecisionOut])
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Newest first."""
        return Response(
            paginate_together(request, list_decisions(_agent(request, agent_id)), present_decisions)
        )
