"""What runs by the clock, changed by operators."""

from typing import Annotated

from pydantic import BaseModel, Field

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.controls.schedules import declared_schedules
from apps.system.controls.services.schedules import update_schedule as change_schedule


class ScheduleState(BaseModel):
    """How often something runs now, in seconds, and whether it does."""

    name: str
    every: int
    enabled: bool


@operator_command(scope="admin", idempotent=True, cheap=True, reduces_risk=True)
def update_schedule(
    context: ToolContext,
    *,
    name: Annotated[
        str, Field(max_length=100, description="The schedule, as `GET /system/schedules` has it.")
    ],
    every: Annotated[int | None, Field(description="How often it runs, in seconds; null: as it is.")] = None,
    enabled: Annotated[bool | None, Field(description="Whether it runs; null: as it is.")] = None,
) -> ScheduleState:
    """Change how often a task runs by the clock, or turn it off. Beat heeds it within seconds, and for good.

    Refused with `unknown_schedule`, `invalid_interval` outside its bounds, and `schedule_essential` where
    safety rests on it.
    """
    edit = change_schedule(name, by=context.caller.principal, now=context.now, every=every, enabled=enabled)
    every_now = edit.every or declared_schedules()[name].every
    return ScheduleState(name=name, every=every_now, enabled=edit.enabled)
