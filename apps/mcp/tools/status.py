"""How the platform is doing, for whoever asks."""

from datetime import datetime

from pydantic import BaseModel

from apps.mcp.registry import tool
from apps.mcp.tool import Example
from apps.mcp.types import ToolContext
from apps.system.controls.selectors import find_halt
from apps.system.health.latest import latest_health


class CheckResult(BaseModel):
    """One part of the platform: healthy, degraded, critical or offline."""

    name: str
    status: str
    detail: str


class SystemStatus(BaseModel):
    """How the platform does, from 0 to 100, and whether the one who asks may add risk.

    `as_of` is when its parts were last looked at.
    """

    overall: str
    score: int
    reasons: list[str]
    checks: list[CheckResult]
    trading_halted: bool
    halt_reason: str | None
    as_of: datetime


@tool(
    category="system",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=60,
    timeout=2.0,
    cheap=True,
    examples=[
        Example("Ask how the platform does", {}),
    ],
)
def get_system_status(context: ToolContext) -> SystemStatus:
    """Tell how the platform is doing, part by part, and whether a kill switch binds you.

    Look here first when calls are refused as `kill_switch` or take long.
    """
    health = latest_health(context.now)
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
        as_of=health.as_of,
    )
