"""Settings, changed while everything runs."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from apps.mcp.registry import operator_command, tool
from apps.mcp.tool import Example
from apps.mcp.types import ToolContext
from apps.system.access.models import Actor
from apps.system.access.selectors import get_actor
from apps.system.controls.models import SettingValue
from apps.system.controls.registry import LONGEST_KEY, Setting, get_setting
from apps.system.controls.selectors import effective_values
from apps.system.controls.services.configuration import (
    change_setting,
    check_may_change,
    rollback_setting,
)
from apps.system.errors import NotFound

Key = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_KEY,
        description="The setting, as `GET /system/configuration` lists it.",
        examples=["risk.max_open_orders"],
    ),
]
Target = Annotated[
    Literal["self", "farm", "owner", "platform"],
    Field(description="For whom: yourself, your farm, your owner with all below it, or the platform."),
]
TargetId = Annotated[UUID | None, Field(description="An actor that you see, instead of `target`.")]
ExpectedVersion = Annotated[
    int | None, Field(ge=0, description="Refuse if it is at another version by now; 0: never set there.")
]
Reason = Annotated[str, Field(max_length=400, description="Why, for the history.")]


class SettingState(BaseModel):
    """What a setting is set to at a target, and what holds there now."""

    key: str
    target_id: UUID | None
    version: int
    is_set: bool
    value: Any
    set_at: datetime


@tool(
    category="system",
    kind="command",
    scope="trade",
    destructive=False,
    idempotent=True,
    per_minute=60,
    cheap=True,
    reduces_risk=True,
    examples=[
        Example(
            "Lower a limit of your own",
            {"key": "risk.max_open_orders", "value": 10, "reason": "Fewer is enough."},
        ),
        Example("Mistype a setting", {"key": "risk.max_orders", "value": 10}),
    ],
)
def update_configuration(
    context: ToolContext,
    *,
    key: Key,
    value: Annotated[Any, Field(description="Its new value, as the setting's schema has it.", examples=[10])],
    target: Target = "self",
    target_id: TargetId = None,
    expected_version: ExpectedVersion = None,
    reason: Reason = "",
) -> SettingState:
    """Set a declared setting for yourself, your farm, your owner, or the platform; all below are bound too.

    Every process sees it within a second, and a halt does not keep it from being set. Refused with
    `unknown_setting` (and the nearest), `invalid_value`, `not_per_actor`, `version_conflict`, and
    `scope_missing` where your rights do not reach. Strategies' own settings change with `update_agent`.
    """
    setting, whom = _addressed(context, key, target, target_id)
    row = change_setting(
        setting,
        value,
        target=whom,
        by=context.caller.principal,
        now=context.now,
        reason=reason,
        expected_version=expected_version,
    )
    return _state(setting, row, whom)


@operator_command(scope="trade", idempotent=True, cheap=True, reduces_risk=True)
def rollback_configuration(
    context: ToolContext,
    *,
    key: Key,
    version: Annotated[int, Field(ge=0, description="The version whose value to put back; 0: take it back.")],
    target: Target = "self",
    target_id: TargetId = None,
    expected_version: ExpectedVersion = None,
    reason: Reason = "",
) -> SettingState:
    """Put a setting back to what it was in a version of its history, as a new version.

    Version 0 takes the value back, so that what is set above, or the default, holds again.
    """
    setting, whom = _addressed(context, key, target, target_id)
    row = rollback_setting(
        setting,
        version,
        target=whom,
        by=context.caller.principal,
        now=context.now,
        reason=reason,
        expected_version=expected_version,
    )
    return _state(setting, row, whom)


def _addressed(
    context: ToolContext, key: str, target: str, target_id: UUID | None
) -> tuple[Setting[Any], Actor | None]:
    setting = get_setting(key)
    whom = _whom(context, target, target_id)
    whom = None if whom is not None and whom.parent_id is None else whom
    check_may_change(setting, whom, context.caller.scopes)
    return setting, whom


def _whom(context: ToolContext, target: str, target_id: UUID | None) -> Actor | None:
    """The actor that is meant, if whoever asks may see it: an agent by itself does not see its farm."""
    actor, asks = context.actor, context.caller.principal
    if target_id is not None:
        return get_actor(asks, target_id)
    if target == "platform":
        return None
    if target == "farm":
        farm = Actor.objects.filter(id__in=actor.lineage, kind=Actor.Kind.FARM).last()
        if farm is None:
            raise NotFound(f"{actor.name} is in no farm.", code="no_farm")
        return get_actor(asks, farm.id)
    return actor if target == "self" else get_actor(asks, actor.owner_id)


def _state(setting: Setting[Any], row: SettingValue, whom: Actor | None) -> SettingState:
    (effective,) = effective_values([setting], whom)
    value = effective.row.value if effective.row else setting.dump(setting.default)
    return SettingState(
        key=setting.key,
        target_id=whom and whom.id,
        version=row.version,
        is_set=row.is_set,
        value=value,
        set_at=row.set_at,
    )
