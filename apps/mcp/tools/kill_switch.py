"""The kill switch, engaged and released."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from apps.mcp.registry import tool
from apps.mcp.types import ToolContext
from apps.system.access.models import Actor
from apps.system.access.selectors import get_actor
from apps.system.access.types import Scope
from apps.system.controls.services import engage_halt, release_halt
from apps.system.errors import Forbidden

Target = Annotated[
    UUID | None, Field(description="The actor it binds, with all below it; yourself if left out.")
]
Reason = Annotated[
    str, Field(min_length=1, max_length=500, description="Why, for those who find it engaged.")
]


class SwitchState(BaseModel):
    """Where the kill switch stands for a target."""

    target_id: UUID
    engaged: bool
    reason: str
    engaged_at: datetime
    released_at: datetime | None


@tool(
    category="system",
    kind="command",
    scope="trade",
    destructive=True,
    idempotent=True,
    per_minute=60,
    cheap=True,
    operator=True,
    reduces_risk=True,
)
def engage_kill_switch(context: ToolContext, *, reason: Reason, target_id: Target = None) -> SwitchState:
    """Halt an actor and all below it: once this answers, none of them adds risk until it is released.

    Reading, cancelling and closing stay possible. Halting everything needs the scope `admin`.
    """
    target = _target(context, target_id)
    halt = engage_halt(by=context.actor, target=target, reason=reason, now=context.now)
    return SwitchState(
        target_id=target.id, engaged=True, reason=halt.reason, engaged_at=halt.engaged_at, released_at=None
    )


@tool(
    category="system",
    kind="command",
    scope="operate",
    destructive=False,
    idempotent=True,
    per_minute=60,
    cheap=True,
    operator=True,
    reduces_risk=True,
)
def release_kill_switch(context: ToolContext, *, reason: Reason, target_id: Target = None) -> SwitchState:
    """Let an actor, and all below it, add risk again. A halt above it still binds."""
    target = _target(context, target_id)
    halt = release_halt(by=context.actor, target=target, reason=reason, now=context.now)
    return SwitchState(
        target_id=target.id,
        engaged=False,
        reason=reason,
        engaged_at=halt.engaged_at,
        released_at=halt.released_at,
    )


def _target(context: ToolContext, target_id: UUID | None) -> Actor:
    if target_id is None:
        return context.actor
    target = get_actor(context.actor, target_id)
    if target.kind == Actor.Kind.SYSTEM and Scope.ADMIN not in context.caller.scopes:
        raise Forbidden("The switch for everything needs the scope `admin`.", code="scope_missing")
    return target
