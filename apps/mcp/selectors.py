"""Finding calls, and what an actor may call."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.mcp.models import ToolCall, ToolPermission
from apps.mcp.registry import list_tools
from apps.mcp.tool import Tool
from apps.mcp.types import CallStatus
from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.errors import NotFound

RULED = frozenset({Actor.Kind.AGENT, Actor.Kind.FARM})
"""Actors that may call only what permission rows allow. People act by their scopes."""


def list_calls(actor: Actor) -> QuerySet[ToolCall]:
    """The calls of the actors that the asker sees."""
    return visible(ToolCall.objects.select_related("actor"), actor)


def get_call(actor: Actor, call_id: UUID) -> ToolCall:
    """One call that the asker sees. Raises NotFound."""
    found = list_calls(actor).filter(id=call_id).first()
    if found is None:
        raise NotFound(f"There is no execution {call_id}.")
    return found


def is_called_off(call_id: UUID) -> bool:
    """Whether a call was cancelled."""
    return ToolCall.objects.filter(id=call_id, status=CallStatus.CANCELLED).exists()


def tools_of(actor: Actor) -> list[Tool]:
    """The tools an actor may use: by permission rows for agents and farms; every agents' tool for people."""
    tools = [each for each in list_tools() if not each.operator]
    if actor.kind not in RULED:
        return tools
    rows = _rows(actor)
    allowed = {ToolPermission.Effect.ALLOW, ToolPermission.Effect.ASK}
    return [each for each in tools if _effect(rows, actor.lineage, each) in allowed]


def effect_on(actor: Actor, tool: Tool) -> str:
    """What the permission rows say of a tool for an actor: ALLOW, ASK or DENY (also where there is no row).

    A row for the tool counts before a row for its category; among equals the nearest in the tree counts.
    """
    return _effect(_rows(actor, Q(tool=tool.name) | Q(category=tool.category)), actor.lineage, tool)


def effects_on(asked: Sequence[tuple[Actor, Tool]]) -> list[str]:
    """The same for many actors and tools; one query for any number."""
    actors = {each for actor, _ in asked for each in actor.lineage}
    targets = Q(tool__in={tool.name for _, tool in asked}) | Q(
        category__in={tool.category for _, tool in asked}
    )
    rows: dict[UUID, list[ToolPermission]] = {}
    for row in ToolPermission.objects.filter(targets, actor_id__in=actors):
        rows.setdefault(row.actor_id, []).append(row)
    return [
        _effect([row for each in actor.lineage for row in rows.get(each, ())], actor.lineage, tool)
        for actor, tool in asked
    ]


def _rows(actor: Actor, targets: Q | None = None) -> list[ToolPermission]:
    return list(ToolPermission.objects.filter(targets or Q(), actor_id__in=actor.lineage))


def _effect(rows: Iterable[ToolPermission], lineage: Sequence[UUID], tool: Tool) -> str:
    fitting = [row for row in rows if row.tool == tool.name or row.category == tool.category]
    deciding = max(fitting, key=lambda row: (bool(row.tool), lineage.index(row.actor_id)), default=None)
    return ToolPermission.Effect.DENY if deciding is None else deciding.effect
