"""The REST reads of farms; writes are tool calls."""

from functools import partial
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.agents.goals.serializers import GoalOut
from apps.agents.goals.views import STATUS, page_of_goals
from apps.agents.serializers import AgentOut, present_agents
from apps.farms.selectors import get_farm, list_farms, list_members
from apps.farms.serializers import FarmOut, present_farm
from apps.mcp.views import ToolAlias
from apps.system.access.authentication import caller_of
from apps.system.pagination import Page, paginate, paginate_together


class FarmList(APIView):
    """The farms that the caller sees."""

    @extend_schema(operation_id="list_farms", responses=Page[FarmOut])
    def get(self, request: Request) -> Response:
        """Newest first."""
        return Response(paginate(request, list_farms(caller_of(request).actor), present_farm))


class FarmDetail(APIView):
    """One farm."""

    @extend_schema(operation_id="get_farm", responses=FarmOut)
    def get(self, request: Request, farm_id: UUID) -> Response:
        """The farm as it stands."""
        return Response(present_farm(get_farm(caller_of(request).actor, farm_id)))


class FarmAgents(APIView):
    """The agents of a farm."""

    @extend_schema(operation_id="list_farm_agents", responses=Page[AgentOut])
    def get(self, request: Request, farm_id: UUID) -> Response:
        """Newest first."""
        actor = caller_of(request).actor
        members = list_members(actor, get_farm(actor, farm_id))
        return Response(paginate_together(request, members, partial(present_agents, now=timezone.now())))


class FarmGoals(ToolAlias):
    """What a farm is to reach."""

    tools = {"post": "create_goal"}
    path_parameters = {"farm_id": "actor_id"}
    success_status = 201

    @extend_schema(operation_id="list_farm_goals", parameters=[STATUS], responses=Page[GoalOut])
    def get(self, request: Request, farm_id: UUID) -> Response:
        """Newest first, as they were last judged by the figures of all its agents together."""
        farm = get_farm(caller_of(request).actor, farm_id)
        return Response(page_of_goals(request, farm.pk))
