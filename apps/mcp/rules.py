"""Setting who may call what, how far an agent goes alone, and reading what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from apps.mcp.models import ToolAutonomy, ToolPermission
from apps.mcp.registry import find_tool, unknown_tool
from apps.mcp.ruling import Level
from apps.mcp.tool import CATEGORIES
from apps.system.access.models import Actor
from apps.system.errors import Invalid

Mode = Literal["merge", "replace"]


@dataclass(frozen=True)
class Wanted:
    """One rule to set: for a tool, a toolset, or (both empty) every tool; without an effect it is cleared."""

    tool: str
    toolset: str
    effect: str | None


@transaction.atomic
def set_permissions(actor: Actor, wanted: Sequence[Wanted], *, mode: Mode) -> None:
    """Set rules of an actor that bind all below it, at once: beside its others, or in their place.

    Raises NotFound (`unknown_tool`) and Invalid (`unknown_toolset`, `duplicate_rule`, `tool_and_toolset`).
    """
    for each in wanted:
        _check(each)
    if len({(each.tool, each.toolset) for each in wanted}) != len(wanted):
        raise Invalid("Say one thing of each tool and toolset.", code="duplicate_rule")
    own = ToolPermission.objects.filter(actor=actor)
    if mode == "replace":
        own.delete()
    for each in wanted:
        if each.effect is None:
            own.filter(tool=each.tool, category=each.toolset).delete()
    rows = [
        ToolPermission(actor=actor, tool=each.tool, category=each.toolset, effect=each.effect)
        for each in wanted
        if each.effect is not None
    ]
    ToolPermission.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["actor", "category", "tool"], update_fields=["effect"]
    )


def set_autonomy(actor: Actor, level: Level | None) -> None:
    """Say how far an actor, and each one below it, goes without a person; None takes it back."""
    if level is None:
        ToolAutonomy.objects.filter(actor=actor).delete()
    else:
        ToolAutonomy.objects.update_or_create(actor=actor, defaults={"level": level})


def _check(wanted: Wanted) -> None:
    if wanted.tool and wanted.toolset:
        raise Invalid("A rule is for a tool or for a toolset.", code="tool_and_toolset")
    found = find_tool(wanted.tool)
    if wanted.tool and (found is None or found.operator):
        raise unknown_tool(wanted.tool)
    if wanted.toolset and wanted.toolset not in CATEGORIES:
        known = ", ".join(CATEGORIES)
        raise Invalid(f"There is no toolset {wanted.toolset!a}; there is {known}.", code="unknown_toolset")
