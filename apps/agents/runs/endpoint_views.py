"""Language endpoints over REST. Keys go in and never come out."""

from datetime import datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.agents.language import LANGUAGE, LanguageParameters
from apps.agents.models import LanguageBudget, LanguageEndpoint
from apps.agents.runs.endpoints import NewLanguageEndpoint, remove_endpoint, set_endpoint
from apps.agents.selectors.agents import get_agent, get_configuration
from apps.system.access.authentication import caller_of
from apps.system.bodies import read_body
from apps.system.errors import NotFound
from apps.system.types import ExactDecimal, WireModel


class LanguageEndpointOut(WireModel):
    """Where language models are asked; prices in US dollars for a million tokens, null: as listed."""

    name: str
    kind: str
    base_url: str
    model: str
    has_key: bool
    position: int
    input_price: ExactDecimal | None
    output_price: ExactDecimal | None
    enabled: bool
    updated_at: datetime

    @classmethod
    def of(cls, endpoint: LanguageEndpoint) -> Self:
        """Of an endpoint, without its key."""
        names = ("name", "kind", "base_url", "model", "position", "input_price", "output_price")
        facts = {name: getattr(endpoint, name) for name in (*names, "enabled", "updated_at")}
        return cls(**facts, has_key=bool(endpoint.sealed_key))


class LanguageEndpointList(WireModel):
    """All of them, in the order in which they are tried."""

    results: list[LanguageEndpointOut]


class LanguageBudgetOut(WireModel):
    """What an agent may use of language models today, has used, and has set aside for requests under way."""

    agent_id: UUID
    day: str
    tokens_per_day: int
    tokens: int
    tokens_reserved: int
    cost_per_day: ExactDecimal
    cost: ExactDecimal
    cost_reserved: ExactDecimal


class LanguageEndpoints(APIView):
    """Where language models are asked."""

    @extend_schema(operation_id="list_language_endpoints", responses=LanguageEndpointList)
    def get(self, request: Request) -> Response:
        """In the order in which they are tried."""
        caller_of(request)
        return Response(
            LanguageEndpointList(
                results=[LanguageEndpointOut.of(each) for each in LanguageEndpoint.objects.all()]
            )
        )


class LanguageEndpointView(APIView):
    """One language endpoint."""

    @extend_schema(
        operation_id="set_language_endpoint", request=NewLanguageEndpoint, responses=LanguageEndpointOut
    )
    def put(self, request: Request, name: str) -> Response:
        """Have an endpoint of this name. Takes the scope `admin`; without `key` the one there stays."""
        wanted = read_body(request, NewLanguageEndpoint)
        return Response(
            LanguageEndpointOut.of(set_endpoint(caller_of(request), name, wanted, now=timezone.now()))
        )

    @extend_schema(operation_id="remove_language_endpoint", responses={204: None})
    def delete(self, request: Request, name: str) -> Response:
        """Ask no model there any more. Takes the scope `admin`."""
        remove_endpoint(caller_of(request), name)
        return Response(status=204)


class AgentLanguageBudget(APIView):
    """What an agent uses of language models."""

    @extend_schema(operation_id="get_language_budget", responses=LanguageBudgetOut)
    def get(self, request: Request, agent_id: UUID) -> Response:
        """Of this UTC day. 404 for an agent that asks no language model."""
        agent = get_agent(caller_of(request).actor, agent_id)
        if agent.type != LANGUAGE:
            raise NotFound("This agent asks no language model.", code="no_language_budget")
        settings = LanguageParameters.model_validate(get_configuration(agent).parameters)
        today = timezone.now().date()
        used = LanguageBudget.objects.filter(agent=agent, day=today).first()
        return Response(
            LanguageBudgetOut(
                agent_id=agent.pk,
                day=today.isoformat(),
                tokens_per_day=settings.tokens_per_day,
                tokens=used.tokens if used else 0,
                tokens_reserved=used.tokens_reserved if used else 0,
                cost_per_day=settings.cost_per_day,
                cost=used.cost if used else Decimal(0),
                cost_reserved=used.cost_reserved if used else Decimal(0),
            )
        )
