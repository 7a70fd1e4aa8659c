"""What an agent knows, over REST; writes are tool calls."""

from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response

from apps.agents.memory.selectors import holders_of, recall
from apps.agents.memory.serializers import Memories, MemoryOut
from apps.agents.models import Memory
from apps.agents.selectors.agents import get_agent
from apps.mcp.documenting import query
from apps.mcp.views import ToolAlias
from apps.system.access.authentication import caller_of
from apps.system.queries import Query, read_query


class MemoryFilter(Query):
    """Which memories."""

    q: Annotated[str, Field(max_length=400)] = ""
    scope: Memory.Scope | None = None
    kind: Memory.Kind | None = None
    symbol: Annotated[str, Field(max_length=21)] = ""
    tag: Annotated[str, Field(max_length=40)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class AgentMemory(ToolAlias):
    """What an agent knows."""

    tools = {"post": "store_knowledge"}
    path_parameters = {"agent_id": "agent_id"}
    success_status = 201

    @extend_schema(
        operation_id="list_agent_memory",
        parameters=[
            query("q", "Words to look for, any of them."),
            query("scope", "`agent`, `farm` or `global`."),
            query("kind", "`fact`, `lesson`, `observation`, `decision` or `risk`."),
            query("symbol", "Only what is about this symbol."),
            query("tag", "Only what has this tag."),
            query("limit", "How many at most, 200 at most.", kind=OpenApiTypes.INT),
        ],
        responses=Memories,
    )
    def get(self, request: Request, agent_id: UUID) -> Response:
        """What answers the words best; without words, the strongest of the newest 500."""
        wanted, now = read_query(request, MemoryFilter), timezone.now()
        agent = get_agent(caller_of(request).actor, agent_id)
        given: dict[str, Any] = {
            "kind": wanted.kind,
            "symbol": wanted.symbol,
            "tags__contains": [wanted.tag.lower()] if wanted.tag else None,
        }
        narrowed = {name: value for name, value in given.items() if value}
        found = recall(agent, wanted.q, narrowed=narrowed, scope=wanted.scope, limit=wanted.limit, now=now)
        results = [MemoryOut.of(each) for each in found]
        return Response(Memories(results=results, count=len(results), scopes=[*holders_of(agent)], as_of=now))


class OneMemory(ToolAlias):
    """One thing that an agent knows."""

    tools = {"delete": "forget_memory"}
    path_parameters = {"agent_id": "agent_id", "memory_id": "memory_id"}
