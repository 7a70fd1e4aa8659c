"""The platform's own tools."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from apps.mcp.registry import tool
from apps.mcp.types import ToolContext
from apps.system.access.models import Actor
from apps.system.access.selectors import get_actor
from apps.system.access.types import Scope
from apps.system.controls.selectors import find_halt
from apps.system.controls.services import engage_halt, release_halt
from apps.system.errors import Forbidden
from apps.system.health.services import check_health

Target = Annotated[
    UUID | None, Field(description="The actor it binds, with all below it; yourself if left out.")
]
Reason = Annotated[
    str, Field(min_length=1, max_length=500, description="Why, for those who find it engaged.")
]


class CheckResult(BaseModel):
    """One part of the platform: healthy, degraded, critical or offline."""

    name: str
    status: str
    detail: str


class SystemStatus(BaseModel):
    """How the platform does, from 0 to 100, and whether the one who asks may add risk."""

    overall: str
    score: int
    reasons: list[str]
    checks: list[CheckResult]
    trading_halted: bool
    halt_reason: str | None
    as_of: datetime


class SwitchState(BaseModel):
    """Where the kill switch stands for a target."""

    target_id: UUID
    engaged: bool
    reason: str
    engaged_at: datetime
    released_at: datetime | None


@tool(
    category="system",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=60,
    timeout=2.0,
    cheap=True,
)
def get_system_status(context: ToolContext) -> SystemStatus:
    """Tell how the platform is doing, part by part, and whether a kill switch binds you.

    Look here first when calls are refused as `kill_switch` or take long.
    """
    health = check_health(context.now)
    halt = find_halt(context.actor.lineage)
    return SystemStatus(
        overall=health.overall,
        score=health.score,
        reasons=list(health.reasons),
        checks=[
            CheckResult(name=each.name, status=each.status, detail=each.detail) for each in health.checks
        ],
        trading_halted=halt is not None,
        halt_reason=halt.reason if halt else None,
        as_of=context.now,
    )


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
