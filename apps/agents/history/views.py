"""The past of agents over REST."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import AwareDatetime, TypeAdapter, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.agents.history.moments import agent_at
from apps.agents.history.records import get_record, list_executions
from apps.agents.history.rerunning import rerun_decision
from apps.agents.history.serializers import (
    DecisionDetail,
    GraduationOut,
    MomentOut,
    RerunOut,
    VersionPage,
    present_versions,
)
from apps.agents.models import AgentConfiguration, Decision
from apps.agents.selectors.agents import get_agent, list_decisions
from apps.system.access.authentication import caller_of
from apps.system.errors import Invalid, NotFound

AT = OpenApiParameter("at", datetime, required=True, description="The moment, in real time.")
TYPE = OpenApiParameter("type", str, description="Decide as another kind of agent.")
PARAMETERS = OpenApiParameter(
    "parameters", str, description='Settings that are to be others, as a JSON object: `{"lookback": 20}`.'
)
_MOMENT = TypeAdapter(AwareDatetime)


class AgentMoment(APIView):
    """An agent as it was."""

    @extend_schema(operation_id="get_agent_moment", parameters=[AT], responses=MomentOut)
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Its state, settings, holdings and last decision at a moment. 422 before it was made."""
        agent = get_agent(caller_of(request).actor, agent_id)
        return Response(MomentOut.of(agent.pk, agent_at(agent, _moment(request.query_params.get("at")))))


class AgentVersions(APIView):
    """The versions of an agent's settings."""

    @extend_schema(operation_id="list_agent_versions", responses=VersionPage)
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Newest first, each with what it changed. `roll_back_agent` goes back to one."""
        agent = get_agent(caller_of(request).actor, agent_id)
        rows = AgentConfiguration.objects.filter(agent=agent).select_related("created_by")
        found = present_versions(list(rows.order_by("version")), agent.version)
        return Response(VersionPage(results=found, count=len(found)))


class AgentGraduation(APIView):
    """Whether an agent is ready for real money."""

    @extend_schema(operation_id="get_agent_graduation", responses=GraduationOut)
    def get(self, request: Request, agent_id: UUID) -> Response:
        """By stated criteria, each with what the agent has to show. It changes nothing."""
        agent, now = get_agent(caller_of(request).actor, agent_id), timezone.now()
        return Response(GraduationOut.of(agent.pk, get_record(agent, now), now))


class AgentDecision(APIView):
    """One decision."""

    @extend_schema(operation_id="get_agent_decision", responses=DecisionDetail)
    def get(self, request: Request, agent_id: UUID, decision_id: UUID) -> Response:
        """With the orders that it led to, and what they cost beyond what was intended."""
        agent = get_agent(caller_of(request).actor, agent_id)
        decision = _decision(list_decisions(agent).filter(id=decision_id).first(), decision_id)
        return Response(DecisionDetail.of_decision(decision, list_executions(decision)))


class DecisionRerun(APIView):
    """A past decision, made again."""

    @extend_schema(operation_id="rerun_decision", parameters=[TYPE, PARAMETERS], responses=RerunOut)
    def get(self, request: Request, agent_id: UUID, decision_id: UUID) -> Response:
        """Of the same bars and holdings, with the same settings or others; it changes nothing.

        422 `not_repeatable` where the bars are no longer kept, or a language model decided.
        """
        agent = get_agent(caller_of(request).actor, agent_id)
        decision = _decision(list_decisions(agent).filter(id=decision_id).first(), decision_id)
        kind, changes = request.query_params.get("type"), _changes(request.query_params.get("parameters"))
        return Response(RerunOut.of(decision, rerun_decision(agent, decision, kind=kind, changes=changes)))


def _decision(found: Decision | None, decision_id: UUID) -> Decision:
    if found is None:
        raise NotFound(f"The agent has no decision {decision_id}.")
    return found


def _moment(text: str | None) -> datetime:
    try:
        return _MOMENT.validate_python(text)
    except ValidationError as error:
        raise Invalid("at is a moment such as 2026-11-25T12:00:00Z.", code="invalid_at") from error


def _changes(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError as error:
        raise Invalid("parameters is a JSON object.", code="invalid_parameters") from error
    if not isinstance(found, dict):
        raise Invalid("parameters is a JSON object.", code="invalid_parameters")
    return found
