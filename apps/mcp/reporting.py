"""What audit entries, proofs and statistics look like on the wire."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.mcp.auditing import Audited, with_calls
from apps.mcp.masking import masked
from apps.mcp.serializers import result_url, short_result
from apps.mcp.sketch import ERROR
from apps.mcp.statistics import Asked, Figures, Grouping
from apps.system.audit.models import AuditEntry
from apps.system.audit.verify import AuditReport
from apps.system.types import WireModel, wire_name


class AuditOut(WireModel):
    """One entry of the audit trail. `seq` is null until it is sealed.

    From `parameters` on it tells of its call, as far as there is one: secrets are masked, and of a long
    result only the place is told. Where a gate refused, `parameters` are what was asked for, cut short.
    `erasedAt` says when that was erased; the digests in `details` stay.
    """

    id: UUID
    seq: int | None
    recorded_at: datetime
    actor_id: UUID
    principal_id: UUID
    interface: str
    action: str
    outcome: str
    subject: str
    code: str
    call_id: UUID | None
    correlation_id: UUID
    details: dict[str, Any]
    parameters: dict[str, Any] | None
    result: dict[str, Any] | None
    result_url: str | None
    queued_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    execution_time: float | None
    attempts: int | None
    cost: int | None
    erased_at: datetime | None


class AuditProblemOut(WireModel):
    """One thing that is not as it was sealed."""

    kind: str
    where: str
    detail: str


class AuditProofOut(WireModel):
    """What a proof of the audit trail found."""

    is_intact: bool
    blocks: int
    entries: int
    unsealed: int
    unsealed_since: datetime | None
    problems: list[AuditProblemOut]
    as_of: datetime


class FiguresOut(WireModel):
    """How a group of calls did: milliseconds from request to end, refusals by code."""

    calls: int
    succeeded: int
    refused: int
    failed: int
    open: int
    success_rate: Decimal | None
    p50: float | None
    p95: float | None
    p99: float | None
    refusals: dict[str, int]


class ToolStatsOut(FiguresOut):
    """How one tool did."""

    tool: str


class GroupStatsOut(FiguresOut):
    """How one group did: `key` is an agent's id, a category, or when the hour or day began."""

    key: str


class StatsOut(WireModel):
    """How tools did in a period of whole hours (days, where grouped by day).

    `refusals` count what gates stopped, too, which never became a call. Counts are exact, and percentiles
    within `percentileError` (2.5 %) of the exact ones. `tools` is filled where grouped by tool, `groups`
    otherwise: those with the most calls, 200 at most.
    """

    since: datetime
    until: datetime
    source: str = "live"
    as_of: datetime
    group_by: Grouping
    percentile_error: float = ERROR
    tools: list[ToolStatsOut]
    groups: list[GroupStatsOut]


AUDIT_COLUMNS = [wire_name(name) for name in AuditOut.model_fields]
"""Of files."""

OF_ENTRY = tuple(AuditOut.model_fields)[: tuple(AuditOut.model_fields).index("parameters")]
OF_CALL = ("started_at", "finished_at", "attempts", "cost")


def present_audits(entries: list[AuditEntry]) -> list[AuditOut]:
    """Audit entries as they are answered, with what their calls were given and answered."""
    return [present_audited(each) for each in with_calls(entries)]


def present_audited(audited: Audited) -> AuditOut:
    """One of them."""
    entry, call = audited.entry, audited.call
    asked = call or audited.refused
    return AuditOut(
        **{name: getattr(entry, name) for name in OF_ENTRY},
        **{name: getattr(call, name, None) for name in OF_CALL},
        parameters=masked(asked.parameters) if asked and not asked.erased_at else None,
        erased_at=asked.erased_at if asked else None,
        result=masked(short_result(call)) if call else None,
        result_url=result_url(call) if call else None,
        queued_at=call.recorded_at if call else None,
        execution_time=call.milliseconds if call else None,
    )


def present_stats(asked: Asked, found: list[Figures], now: datetime) -> StatsOut:
    """Figures as they are answered."""
    since, until = asked.whole_hours
    is_tool = asked.group_by is Grouping.TOOL
    return StatsOut(
        since=since,
        until=until,
        as_of=now,
        group_by=asked.group_by,
        tools=[ToolStatsOut(tool=each.key, **_figures(each)) for each in found] if is_tool else [],
        groups=[] if is_tool else [GroupStatsOut(key=each.key, **_figures(each)) for each in found],
    )


def _figures(found: Figures) -> dict[str, Any]:
    return {name: value for name, value in vars(found).items() if name != "key"}


def present_proof(report: AuditReport, now: datetime) -> AuditProofOut:
    """A proof as it is answered."""
    return AuditProofOut(
        is_intact=report.is_intact,
        blocks=report.blocks,
        entries=report.entries,
        unsealed=report.unsealed,
        unsealed_since=report.unsealed_since,
        problems=[AuditProblemOut.model_validate(each) for each in report.problems],
        as_of=now,
    )
