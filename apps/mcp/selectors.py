"""Finding calls, and what an actor may call."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from apps.mcp.hearing import hear
from apps.mcp.models import Approval, ToolAutonomy, ToolCall, ToolPermission
from apps.mcp.registry import list_tools
from apps.mcp.ruling import Ruling, lowest_level, rule_on, rule_on_autonomy, stricter
from apps.mcp.tool import Tool
from apps.mcp.types import CallStatus
from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.access.types import Caller
from apps.system.bulk import array_of, read_rows
from apps.system.errors import NotFound

_STORIES = "SELECT id, correlation_id FROM mcp_tool_call WHERE id = ANY(%s::uuid[])"


RULED = frozenset({Actor.Kind.AGENT, Actor.Kind.FARM})
"""Actors that may call only what permission rows allow. People act by their scopes."""


def list_calls(actor: Actor) -> QuerySet[ToolCall]:
    """The calls of the actors that the asker sees, with the id of the approval each waits or waited for."""
    asked = Approval.objects.filter(call_id=OuterRef("id")).values("id")
    return visible(ToolCall.objects.select_related("actor").annotate(approval_id=Subquery(asked)), actor)


def get_call(actor: Actor, call_id: UUID) -> ToolCall:
    """One call that the asker sees. Raises NotFound."""
    found = list_calls(actor).filter(id=call_id).first()
    if found is None:
        raise NotFound(f"There is no execution {call_id}.")
    return found


def stories_of(call_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The correlation ids of calls that are still kept, whoever they belong to; one query for any number."""
    ids = list(call_ids)
    return dict(read_rows(_STORIES, [array_of(ids)])) if ids else {}


def list_approvals(actor: Actor) -> QuerySet[Approval]:
    """The calls of the actors that the asker sees about which people were asked."""
    return visible(Approval.objects.select_related("actor", "asked_by", "resolved_by"), actor)


def get_approval(actor: Actor, approval_id: UUID) -> Approval:
    """One of them. Raises NotFound."""
    found = list_approvals(actor).filter(id=approval_id).first()
    if found is None:
        raise NotFound(f"There is no approval {approval_id}.")
    return found


def is_called_off(call_id: UUID) -> bool:
    """Whether a call was cancelled."""
    return ToolCall.objects.filter(id=call_id, status=CallStatus.CANCELLED).exists()


OPERATOR = "operator"
"""The toolset of all operators' commands. The other toolsets are the categories of the agents' tools."""


def tools_for(caller: Caller) -> list[Tool]:
    """Every tool that a caller may call now: its actor's, as far as its scopes and its key reach.

    People have the operators' commands, too (`each.operator`). What is missing here is refused by the gates.
    """
    tools = tools_of(caller.actor, alone=caller.principal.id == caller.actor.id)
    if caller.actor.kind not in RULED:
        tools = [*tools, *(each for each in list_tools() if each.operator)]
    return [each for each in tools if each.scope in caller.scopes and within_key(caller, each)]


def within_key(caller: Caller, tool: Tool) -> bool:
    """Whether the key behind a caller reaches a tool: by its name or by its toolset."""
    return caller.only is None or bool({tool.name, toolset_of(tool)} & caller.only)


def toolset_of(tool: Tool) -> str:
    """The toolset of a tool."""
    return OPERATOR if tool.operator else tool.category


def tools_of(actor: Actor, *, alone: bool = True) -> list[Tool]:
    """The tools an actor may use: by its rules for agents and farms; every agents' tool for people.

    `alone`: without a person who acts in its place, so that its autonomy counts, too.
    """
    tools = [each for each in list_tools() if not each.operator]
    if actor.kind not in RULED:
        return tools
    rulings = rulings_of(actor, tools, alone=alone)
    return [each for each in tools if rulings[each.name].effect != ToolPermission.Effect.DENY]


def rulings_of(actor: Actor, tools: Iterable[Tool], *, alone: bool = True) -> dict[str, Ruling]:
    """What holds for tools of an actor, by name: its permissions, and where it acts alone its autonomy."""
    rows = list(_rows(actor))
    level, whose = autonomy_of(actor) if alone else (ToolAutonomy.Level.ACT, None)
    return {
        each.name: stricter(
            rule_on(each, actor.lineage, rows), Ruling(rule_on_autonomy(each, level), "autonomy", whose)
        )
        for each in tools
    }


def ruling_on(caller: Caller, tool: Tool) -> Ruling:
    """What holds for one tool now: the permission rows, and its autonomy where the actor acts by itself.

    Autonomy is what an actor does without a person: it does not bind a person who acts in its place.
    """
    return hear([(caller, tool)])[0]


def _levels(actor_ids: Iterable[UUID]) -> dict[UUID, int]:
    ids = list(actor_ids)
    return dict(ToolAutonomy.objects.filter(actor_id__in=ids).values_list("actor_id", "level")) if ids else {}


def autonomy_of(actor: Actor) -> tuple[int, UUID | None]:
    """The level of autonomy that binds an actor, and whose row says so."""
    return lowest_level(actor.lineage, _levels(actor.lineage))


def levels_of(actors: Sequence[Actor]) -> dict[UUID, int]:
    """The levels of autonomy that bind actors; one query for any number."""
    levels = _levels({each for actor in actors for each in actor.lineage})
    return {actor.id: lowest_level(actor.lineage, levels)[0] for actor in actors}


def _rows(actor: Actor) -> "QuerySet[ToolPermission]":
    return ToolPermission.objects.filter(actor_id__in=actor.lineage)
