"""Goals over REST; writes are tool calls."""

from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.agents.goals.selectors import get_goal, list_goals
from apps.agents.goals.serializers import GoalOut
from apps.agents.models import Goal
from apps.agents.selectors.agents import get_agent
from apps.mcp.documenting import query
from apps.mcp.views import ToolAlias
from apps.system.access.authentication import caller_of
from apps.system.pagination import Page, paginate
from apps.system.queries import Query, read_query

STATUS = query("status", "`active`, `completed`, `failed` or `cancelled`.")


class GoalFilter(Query):
    """Which goals."""

    status: Goal.Status | None = None


class GoalsFilter(GoalFilter):
    """Which goals, and whose."""

    actor_id: UUID | None = None


class AgentGoals(ToolAlias):
    """What an agent is to reach."""

    tools = {"post": "create_goal"}
    path_parameters = {"agent_id": "actor_id"}
    success_status = 201

    @extend_schema(operation_id="list_agent_goals", parameters=[STATUS], responses=Page[GoalOut])
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Newest first, as they were last judged."""
        agent = get_agent(caller_of(request).actor, agent_id)
        return Response(page_of_goals(request, agent.pk))


class Goals(APIView):
    """What agents and farms are to reach."""

    @extend_schema(
        operation_id="list_goals",
        parameters=[STATUS, query("actorId", "Only this agent's or farm's.", kind=OpenApiTypes.UUID)],
        responses=Page[GoalOut],
    )
    def get(self, request: Request) -> Response:
        """The goals of all agents and farms that you see, newest first."""
        wanted = read_query(request, GoalsFilter)
        rows = list_goals(caller_of(request).actor)
        rows = rows.filter(status=wanted.status) if wanted.status else rows
        rows = rows.filter(actor_id=wanted.actor_id) if wanted.actor_id else rows
        return Response(paginate(request, rows, GoalOut.of))


class OneGoal(ToolAlias):
    """One goal."""

    tools = {"delete": "cancel_goal"}
    path_parameters = {"goal_id": "goal_id"}

    @extend_schema(operation_id="get_goal", responses=GoalOut)
    def get(self, request: Request, goal_id: UUID) -> Response:
        """As it was last judged."""
        return Response(GoalOut.of(get_goal(caller_of(request).actor, goal_id)))


def page_of_goals(request: Request, actor_id: UUID) -> Page[GoalOut]:
    """A page of the goals of one agent or farm, newest first."""
    status = read_query(request, GoalFilter).status
    rows = list_goals(caller_of(request).actor).filter(actor_id=actor_id)
    return paginate(request, rows.filter(status=status) if status else rows, GoalOut.of)
