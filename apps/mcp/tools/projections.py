"""Tables that follow from the event log, built anew."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from django.dispatch import receiver
from pydantic import BaseModel, Field

from apps.mcp.models import ToolCall
from apps.mcp.registry import operator_command
from apps.mcp.services import finish_calls
from apps.mcp.types import CallOutcome, CallStatus, Deferred, ToolContext
from apps.system.projections.models import ProjectionRebuild
from apps.system.projections.services import rebuild_ended, start_rebuild

KIND = "projection"


class RebuildReport(BaseModel):
    """What a rebuild found: events it took, events it skipped as dead letters, rows that were not as built.

    Equal digests (SHA-256 over the rows) say that the projection was as the log tells it.
    """

    rebuild_id: UUID
    projection: str
    events: int
    skipped: int
    changed: int
    digest_before: str
    digest_after: str


@operator_command(scope="admin", idempotent=True, per_minute=12, reduces_risk=True)
def rebuild_projection(
    context: ToolContext,
    *,
    projection: Annotated[
        str, Field(max_length=64, description="The projection, as `GET /system/subscribers` lists it.")
    ],
) -> RebuildReport | Deferred:
    """Build a projection's tables anew from the event log, beside the live ones, and exchange what differs.

    Readers and the projection go on meanwhile; `system.projection_progress` says how far it is. Asking while
    it runs is answered with the one that runs. Refused with `unknown_projection`, and `log_cut` where the log
    no longer holds all that the tables tell of.
    """
    started = start_rebuild(projection, asked_by=context.actor.id, now=context.now)
    return Deferred(KIND, started.id)


@receiver(rebuild_ended)
def finish_waiting_calls(*, rebuild: ProjectionRebuild, **_: Any) -> None:
    """Finish every call that waits for this rebuild, in its last transaction."""
    waiting = ToolCall.objects.filter(
        status=CallStatus.DEFERRED,
        deferred_kind=KIND,
        deferred_id=rebuild.id,
    )
    finish_calls([_outcome(call_id, rebuild) for call_id in waiting.values_list("id", flat=True)])


def _outcome(call_id: UUID, rebuild: ProjectionRebuild) -> CallOutcome:
    facts = {name: getattr(rebuild, name) for name in RebuildReport.model_fields if name != "rebuild_id"}
    if rebuild.status == ProjectionRebuild.Status.COMPLETED:
        report = RebuildReport(rebuild_id=rebuild.id, **facts)
        return CallOutcome(call_id, CallStatus.SUCCEEDED, report)
    details: Mapping[str, Any] = {"rebuild_id": str(rebuild.id), "skipped": rebuild.skipped}
    return CallOutcome(call_id, CallStatus.FAILED, None, "rebuild_failed", rebuild.reason, details, 503)
