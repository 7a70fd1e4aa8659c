"""Holding records against each other now."""

from typing import Annotated

from django.utils import timezone
from pydantic import BaseModel, Field

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.errors import Conflict
from apps.system.reconciliation.models import ReconciliationRun
from apps.system.reconciliation.registry import get_reconciler, list_reconcilers
from apps.system.reconciliation.services import MOST_KEPT, reconcile

Name = Annotated[
    str | None, Field(max_length=64, description="Which reconciler, such as ledger-sums; all if left out.")
]
Full = Annotated[bool, Field(description="Look at all of history, as each does once a day.")]


class FoundMismatch(BaseModel):
    """Two records that do not agree."""

    subject: str
    detail: str


class RunResult(BaseModel):
    """What one reconciler found: CLEAN, MISMATCHED or BROKEN, and of how many rows it looked at."""

    name: str
    status: str
    is_full: bool
    checked: int
    mismatch_count: int
    mismatches: list[FoundMismatch]
    error: str


class ReconciliationResult(BaseModel):
    """What was found, by reconciler."""

    runs: list[RunResult]


def run_them(context: ToolContext, *, name: str | None, full: bool) -> list[ReconciliationRun]:
    """Run them, each in transactions of its own: a snapshot can be taken at the start of one only."""
    names = [get_reconciler(name).name] if name else [each.name for each in list_reconcilers()]
    runs = [reconcile(each, now=timezone.now(), full=full) for each in names]
    done = [run for run in runs if run is not None]
    if not done:
        raise Conflict("It is being run at this moment.", code="reconciliation_under_way")
    return done


@operator_command(
    scope="operate", idempotent=True, per_minute=10, reduces_risk=True, prepare=run_them, retries=2
)
def run_reconciliation(
    context: ToolContext, *, name: Name = None, full: Full = False
) -> ReconciliationResult:
    """Hold the platform's records against each other now, one kind or all.

    A mismatch raises an alert and halts whom it concerns, as in the runs that are scheduled.
    """
    return ReconciliationResult(runs=[_result(run) for run in context.prepared])


def _result(run: ReconciliationRun) -> RunResult:
    return RunResult(
        name=run.name,
        status=run.status,
        is_full=run.is_full,
        checked=run.checked,
        mismatch_count=run.mismatch_count,
        mismatches=[
            FoundMismatch(subject=each["subject"], detail=each["detail"])
            for each in run.mismatches[:MOST_KEPT]
        ],
        error=run.error,
    )
