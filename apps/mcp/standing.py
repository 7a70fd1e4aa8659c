"""What stands in the way of a request, or might: read for all gates in one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from apps.system.bulk import Row
from apps.system.prepared import execute_prepared
from apps.system.statements import Statement

_LOOK = """
    SELECT
        EXISTS (SELECT FROM system_halt WHERE released_at IS NULL AND target_id = ANY(%(lineage)s)),
        (SELECT open_until FROM mcp_tool_circuit WHERE tool = %(tool)s AND open_until > %(now)s),
        EXISTS (SELECT FROM mcp_tool_budget WHERE actor_id = ANY(%(lineage)s))
"""


class Standing(NamedTuple):
    """Whether anybody above the actor is halted, until when the tool rests (None: it does not), and whether
    there are budgets to take from."""

    is_halted: bool
    rests_until: datetime | None
    has_budgets: bool


def look(lineage: Sequence[UUID], tool: str, now: datetime) -> Standing:
    """How it stands now. Most requests find nothing, and so take one statement instead of one a gate."""
    return standing_of(execute_prepared(*looking(lineage, tool, now)))


def looking(lineage: Sequence[UUID], tool: str, now: datetime) -> Statement:
    """What `look` asks, to be asked with others; `standing_of` reads its answer."""
    return Statement(_LOOK, {"lineage": list(lineage), "tool": tool, "now": now})


def standing_of(rows: Sequence[Row]) -> Standing:
    """What was found."""
    (found,) = rows
    return Standing._make(found)
