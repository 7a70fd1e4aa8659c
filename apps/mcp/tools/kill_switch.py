"""The kill switch, engaged and released."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.access.models import Actor
from apps.system.access.selectors import get_actor
from apps.system.access.types import Scope
from apps.system.controls.levels import HaltLevel
from apps.system.controls.models import Halt
from apps.system.controls.services import engage_halt, release_halt
from apps.system.errors import Forbidden, Refused

Target = Annotated[
    UUID | None, Field(description="The actor it binds, with all below it; yourself if left out.")
]
Reason = Annotated[
    str, Field(min_length=1, max_length=500, description="Why, for those who find it engaged.")
]


HowFar = Annotated[
    HaltLevel,
    Field(
        description="`stop_new_risk`: nothing new; `cancel_orders`: also cancel all open orders; "
        "`flatten`: also close all positions by market orders."
    ),
]
Confirm = Annotated[
    str, Field(max_length=120, description="The target's name, or RELEASE, typed out, so that it is meant.")
]
RELEASE = "RELEASE"


class SwitchState(BaseModel):
    """Where the kill switch stands for a target. `waited_ms`: until its lock was had."""

    target_id: UUID
    engaged: bool
    level: HaltLevel
    reason: str
    engaged_at: datetime
    released_at: datetime | None
    waited_ms: float | None


@operator_command(scope="trade", destructive=True, idempotent=True, cheap=True, reduces_risk=True)
def engage_kill_switch(
    context: ToolContext, *, reason: Reason, target_id: Target = None, level: HowFar = HaltLevel.STOP_NEW_RISK
) -> SwitchState:
    """Halt an actor and all below it: once this answers, none of them adds risk until it is released.

    Reading, cancelling and closing stay possible. The stricter levels cancel and close from then on;
    `GET /system/kill-switch` shows how far that is. A standing halt can be made stricter, not milder.
    Halting everything needs the scope `admin`.
    """
    target = _target(context, target_id)
    halt = engage_halt(by=context.actor, target=target, reason=reason, now=context.now, level=level)
    return _state(halt, halt.reason)


@operator_command(scope="operate", idempotent=True, cheap=True, reduces_risk=True)
def release_kill_switch(
    context: ToolContext, *, reason: Reason, confirm: Confirm, target_id: Target = None
) -> SwitchState:
    """Let an actor, and all below it, add risk again. A halt above it still binds.

    Refused with `confirmation_needed` unless `confirm` is the target's name or RELEASE.
    """
    target = _target(context, target_id)
    if confirm not in (target.name, RELEASE):
        raise Refused(
            f"To release it, confirm with {target.name!r} or {RELEASE}.", code="confirmation_needed"
        )
    halt = release_halt(by=context.actor, target=target, reason=reason, now=context.now)
    return _state(halt, reason)


def _state(halt: Halt, reason: str) -> SwitchState:
    return SwitchState(
        target_id=halt.target_id,
        engaged=halt.released_at is None,
        level=HaltLevel(halt.level),
        reason=reason,
        engaged_at=halt.engaged_at,
        released_at=halt.released_at,
        waited_ms=halt.waited_ms,
    )


def _target(context: ToolContext, target_id: UUID | None) -> Actor:
    if target_id is None:
        return context.actor
    target = get_actor(context.actor, target_id)
    if target.kind == Actor.Kind.SYSTEM and Scope.ADMIN not in context.caller.scopes:
        raise Forbidden("The switch for everything needs the scope `admin`.", code="scope_missing")
    return target
