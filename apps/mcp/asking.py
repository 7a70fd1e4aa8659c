"""Asking people about a call before it runs. The call stays open, and nobody waits with it."""

from datetime import timedelta
from decimal import Decimal

from apps.mcp.binding import digest_of, told
from apps.mcp.closing import agent_id_of
from apps.mcp.events import ApprovalRequested
from apps.mcp.models import Approval, ToolCall
from apps.mcp.request import Request
from apps.mcp.ruling import Ruling
from apps.mcp.settings import APPROVAL_DRIFT, APPROVAL_EXPIRY, APPROVAL_PEOPLE
from apps.mcp.tool import arguments_of
from apps.mcp.types import CallStatus
from apps.system.access.models import Actor
from apps.system.controls.reading import read_settings
from apps.system.events.services import append_event


def ask_people(request: Request) -> ToolCall:
    """Record a call that waits for people, with what their approval will be bound to.

    Whatever the settings above the actor say, the strictest binds: the shortest time, the least drift, the
    most people.
    """
    actor, call = request.caller.actor, request.new_call()
    call.status = CallStatus.AWAITING_APPROVAL
    call.save(force_insert=True)
    approval = Approval.objects.create(
        call_id=call.id,
        actor=actor,
        asked_by=request.caller.principal,
        tool=call.tool,
        because=told_why(request.ruling),
        arguments_digest=digest_of(call),
        facts=told(facts_of(request)),
        max_drift=min(value for _, value in read_settings(APPROVAL_DRIFT, actor.lineage)),
        people=max(value for _, value in read_settings(APPROVAL_PEOPLE, actor.lineage)),
        recorded_at=request.now,
        expires_at=request.now
        + timedelta(seconds=min(value for _, value in read_settings(APPROVAL_EXPIRY, actor.lineage))),
    )
    news = ApprovalRequested(
        approval_id=approval.id,
        execution_id=call.id,
        tool=call.tool,
        actor_id=actor.id,
        agent_id=agent_id_of(actor),
        because=approval.because,
        people=approval.people,
        expires_at=approval.expires_at,
    )
    append_event(news, audience=actor.owner_id)
    return call


def facts_of(request: Request) -> dict[str, Decimal]:
    """What the tool says that a decision about it rests on, as it is now."""
    hook = request.tool.facts
    return {} if hook is None else dict(hook(request.context, **arguments_of(request.parameters)))


def told_why(ruling: Ruling) -> str:
    """Which rule of whom has people asked, in words."""
    whose = Actor.objects.filter(id__in=[ruling.actor_id]).values_list("name", flat=True).first()
    rule = {
        "tool": "The permission of this tool",
        "toolset": "The permission of its toolset",
        "every": "The permission of every tool",
        "autonomy": "The level of autonomy",
    }.get(ruling.source, "A rule")
    return f"{rule} of {whose or 'nobody'} asks a person."[:200]
