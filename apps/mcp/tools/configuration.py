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
from apps.system.controls.reading import read_committed_setting
from apps.system.controls.registry import LONGEST_KEY, Setting, get_setting
from apps.system.controls.selectors import effective_values
from apps.system.controls.services.configuration import (
    change_setting,
    check_may_change,
    find_version,
    hold_settings,
    rollback_setting,
)
from apps.system.errors import CivalError, NotFound

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


def only_tightens(
    context: ToolContext, *, key: str, value: Any, target: str, target_id: UUID | None, **_: object
) -> bool:
    """Whether a change only makes a limit stricter than it is at its target: that passes a halt."""
    try:
        setting, whom = get_setting(key), _whom(context, target, target_id)
        return _tightens(setting, whom, setting.parse(value))
    except CivalError:
        return False  # once nothing is halted, it is refused for what is wrong with it


def only_tightens_back(
    context: ToolContext, *, key: str, version: int, target: str, target_id: UUID | None, **_: object
) -> bool:
    """The same of a value that is put back; where none was set, what is set above holds, or the default."""
    try:
        setting, whom = get_setting(key), _whom(context, target, target_id)
        then = find_version(setting, version, whom)
        hold_settings()
        above = read_committed_setting(setting, whom.lineage[:-1]) if whom else setting.default
        return _tightens(setting, whom, setting.parse(then.new) if then else above)
    except CivalError:
        return False


def _tightens(setting: Setting[Any], whom: Actor | None, value: Any) -> bool:
    """Judged again by the worker, within the transaction of the change, it holds until that has ended."""
    hold_settings()
    return setting.is_tightening(read_committed_setting(setting, whom.lineage if whom else ()), value)


@tool(
    category="system",
    kind="command",
    scope="trade",
    destructive=False,
    idempotent=True,
    per_minute=60,
    cheap=True,
    reduces_risk_if=only_tightens,
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

    Every process sees it within a second. During a halt a limit can be made stricter, and nothing else can be
    changed (`kill_switch`). Refused with `unknown_setting` (and the nearest), `invalid_value`,
    `not_per_actor`, `version_conflict`, and `scope_missing` where your rights do not reach. Strategies' own
    settings change with `update_agent`.
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


@operator_command(scope="trade", idempotent=True, cheap=True, reduces_risk_if=only_tightens_back)
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
    check_may_change(setting, whom, context.caller.scopes)
    return setting, whom


def _whom(context: ToolContext, target: str, target_id: UUID | None) -> Actor | None:
    """The actor that is meant, if whoever asks may see it: an agent by itself does not see its farm.

    None is the platform, and so is the root of the tree.
    """
    found = _named(context, target, target_id)
    return None if found is not None and found.parent_id is None else found


def _named(context: ToolContext, target: str, target_id: UUID | None) -> Actor | None:
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
