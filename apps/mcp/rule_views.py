"""Permissions, autonomy, budgets and approvals over REST; changing them are tool calls."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.mcp.approval_answers import ApprovalDetail, ApprovalOut, present_approval, present_approvals
from apps.mcp.documenting import query
from apps.mcp.rule_answers import (
    AutonomyOut,
    BudgetsOut,
    PermissionsOut,
    present_autonomy,
    present_budgets,
    present_permissions,
)
from apps.mcp.selectors import get_approval, list_approvals
from apps.mcp.states import ApprovalState
from apps.mcp.views import ToolAlias
from apps.system.access.authentication import caller_of
from apps.system.access.models import Actor
from apps.system.access.selectors import get_actor
from apps.system.pagination import Page, paginate_together
from apps.system.queries import Query, read_query

ACTOR = query("actorId", "An actor that you see; yourself if left out.", kind=OpenApiTypes.UUID)


class ActorFilter(Query):
    """Of whom."""

    actor_id: UUID | None = None


class ApprovalFilter(Query):
    """Which approvals."""

    state: ApprovalState | None = None
    agent_id: UUID | None = None


class Permissions(ToolAlias):
    """Which tools an actor may call, and which row of whom says so."""

    tools = {"put": "set_permissions"}

    @extend_schema(operation_id="get_permissions", parameters=[ACTOR], responses=PermissionsOut)
    def get(self, request: Request) -> Response:
        return Response(present_permissions(_actor(request)))


class Autonomy(ToolAlias):
    """How far an actor goes without a person."""

    tools = {"put": "set_autonomy"}

    @extend_schema(operation_id="get_autonomy", parameters=[ACTOR], responses=AutonomyOut)
    def get(self, request: Request) -> Response:
        return Response(present_autonomy(_actor(request)))


class Budget(ToolAlias):
    """What an actor may spend in a day, and what is used."""

    tools = {"put": "set_budget"}

    @extend_schema(operation_id="get_budget", parameters=[ACTOR], responses=BudgetsOut)
    def get(self, request: Request) -> Response:
        return Response(present_budgets(_actor(request), timezone.now()))


class ApprovalList(APIView):
    """The calls that people were asked about, newest first."""

    @extend_schema(
        operation_id="list_approvals",
        parameters=[
            query(
                "state", "Only those that stand so: PENDING, APPROVED, REJECTED, EXPIRED, VOID, CANCELLED."
            ),
            query("agentId", "Only this agent's.", kind=OpenApiTypes.UUID),
            query("cursor", "The `next` or `previous` of a page."),
            query("limit", "Rows of a page, 200 at most.", kind=OpenApiTypes.INT),
        ],
        responses=Page[ApprovalOut],
    )
    def get(self, request: Request) -> Response:
        wanted, actor = read_query(request, ApprovalFilter), caller_of(request).actor
        if wanted.agent_id is not None:
            get_actor(actor, wanted.agent_id)
        given = {"state": wanted.state, "actor_id": wanted.agent_id}
        rows = list_approvals(actor).filter(**{name: each for name, each in given.items() if each})
        return Response(paginate_together(request, rows, present_approvals))


class ApprovalView(APIView):
    """One call that people were asked about, with how things are now."""

    @extend_schema(operation_id="get_approval", responses=ApprovalDetail)
    def get(self, request: Request, approval_id: UUID) -> Response:
        found = get_approval(caller_of(request).actor, approval_id)
        return Response(present_approval(found, timezone.now()))


def _actor(request: Request) -> Actor:
    caller, wanted = caller_of(request), read_query(request, ActorFilter).actor_id
    return caller.actor if wanted is None else get_actor(caller.actor, wanted)
