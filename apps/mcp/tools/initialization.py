"""Bringing the platform up."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.dispatch import receiver
from pydantic import BaseModel

from apps.mcp.models import ToolCall
from apps.mcp.registry import operator_command
from apps.mcp.services import finish_calls
from apps.mcp.types import CallOutcome, CallStatus, Deferred, ToolContext
from apps.system.initialization.models import Initialization
from apps.system.initialization.services import initialization_ended, start_run
from apps.system.initialization.types import StepReport

KIND = "initialization"


class InitializationReport(BaseModel):
    """What each step found and changed."""

    initialization_id: UUID
    steps: list[StepReport]


@operator_command(scope="admin", idempotent=True, per_minute=12)
def initialize_platform(context: ToolContext) -> InitializationReport | Deferred:
    """Bring the database to what the code expects, step by step: schema, root of the actors, partitions,
    tools, permissions, catalogue, instruments, prices, schedules.

    Running it again changes nothing; asking while it runs is answered with the one that runs.
    """
    return Deferred(KIND, start_run(asked_by=context.actor.id, now=context.now).id)


@receiver(initialization_ended)
def finish_waiting_calls(*, run: Initialization, **_: Any) -> None:
    """Finish every call that waits for this initialization, in its last transaction."""
    waiting = ToolCall.objects.filter(
        status=CallStatus.DEFERRED,
        deferred_kind=KIND,
        deferred_id=run.id,
    )
    finish_calls([_outcome(call_id, run) for call_id in waiting.values_list("id", flat=True)])


def _outcome(call_id: UUID, run: Initialization) -> CallOutcome:
    report = InitializationReport(
        initialization_id=run.id, steps=[StepReport.model_validate(each) for each in run.steps]
    )
    if run.status == Initialization.Status.COMPLETED:
        return CallOutcome(call_id, CallStatus.SUCCEEDED, report)
    details: Mapping[str, Any] = report.model_dump(mode="json")
    return CallOutcome(call_id, CallStatus.FAILED, None, "initialization_failed", _reason(run), details, 503)


def _reason(run: Initialization) -> str:
    """What the last step said, which is the one that failed."""
    failed = [each for each in run.steps if each["status"] == "failed"]
    return f"{failed[-1]['name']}: {failed[-1]['detail']}" if failed else "It was tried too often."
