"""Checkpoints over REST; writes are tool calls."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.agents.checkpoints.selectors import compare, get_checkpoint, list_checkpoints
from apps.agents.checkpoints.serializers import (
    CheckpointDetail,
    CheckpointOut,
    ComparisonOut,
    DifferenceOut,
)
from apps.agents.checkpoints.state import gather_state
from apps.agents.models import Agent
from apps.agents.selectors.agents import get_agent
from apps.mcp.documenting import query
from apps.mcp.views import ToolAlias
from apps.system.access.authentication import caller_of
from apps.system.pagination import Page, paginate
from apps.system.queries import Query, read_query


class Against(Query):
    """What to compare with."""

    against: UUID | None = None


class Checkpoints(ToolAlias):
    """The moments of an agent that were kept."""

    tools = {"post": "take_checkpoint"}
    path_parameters = {"agent_id": "agent_id"}
    success_status = 201

    @extend_schema(operation_id="list_agent_checkpoints", responses=Page[CheckpointOut])
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Newest first, without their states."""
        return Response(paginate(request, list_checkpoints(_agent(request, agent_id)), CheckpointOut.of))


class OneCheckpoint(ToolAlias):
    """One of them."""

    tools = {"delete": "delete_checkpoint"}
    path_parameters = {"agent_id": "agent_id", "checkpoint_id": "checkpoint_id"}

    @extend_schema(operation_id="get_agent_checkpoint", responses=CheckpointDetail)
    def get(self, request: Request, agent_id: UUID, checkpoint_id: UUID) -> Response:
        """With the state that would be put back."""
        return Response(CheckpointDetail.of(get_checkpoint(_agent(request, agent_id), checkpoint_id)))


class CheckpointRestoration(ToolAlias):
    """Bringing an agent back to one of them."""

    tools = {"post": "restore_checkpoint"}
    path_parameters = {"agent_id": "agent_id", "checkpoint_id": "checkpoint_id"}


class CheckpointComparison(APIView):
    """What lies between two moments of an agent."""

    @extend_schema(
        operation_id="compare_agent_checkpoint",
        parameters=[
            query(
                "against", "Another checkpoint; the agent as it is now if left out.", kind=OpenApiTypes.UUID
            )
        ],
        responses=ComparisonOut,
    )
    def get(self, request: Request, agent_id: UUID, checkpoint_id: UUID) -> Response:
        """Each place at which the states differ, as a JSON pointer."""
        agent, against = _agent(request, agent_id), read_query(request, Against).against
        before = get_checkpoint(agent, checkpoint_id).state
        after = gather_state(agent) if against is None else get_checkpoint(agent, against).state
        found = [DifferenceOut.model_validate(each) for each in compare(before, after)]
        compared = ComparisonOut(
            before_id=checkpoint_id, after_id=against, differences=found, as_of=timezone.now()
        )
        return Response(compared)


def _agent(request: Request, agent_id: UUID) -> Agent:
    return get_agent(caller_of(request).actor, agent_id)
