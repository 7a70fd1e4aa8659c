"""Reconciliation on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apps.system.reconciliation.models import ReconciliationRun
from apps.system.reconciliation.registry import Reconciler
from apps.system.types import WireModel

OVERDUE_FACTOR = 5
"""A reconciler that has not run for so many of its intervals is overdue."""


class MismatchOut(WireModel):
    """Two records of one thing that do not agree; `actorId` is whom it stops, null for nobody."""

    subject: str
    detail: str
    severity: str
    actor_id: UUID | None
    measured: dict[str, Any]


class ReconciliationRunOut(WireModel):
    """One run: CLEAN, MISMATCHED or BROKEN; `mismatches` holds the first hundred of `mismatchCount`."""

    id: UUID
    name: str
    status: str
    is_full: bool
    started_at: datetime
    finished_at: datetime
    checked: int
    mismatch_count: int
    mismatches: list[MismatchOut]
    error: str


class ReconcilerOut(WireModel):
    """A reconciler, how often it runs (seconds), and its last run with its age (seconds); null before any."""

    name: str
    every: float
    is_overdue: bool
    age: float | None
    run: ReconciliationRunOut | None


class ReconciliationOut(WireModel):
    """Every reconciler as it stands; `isClean` when each has run in time and found all in agreement."""

    is_clean: bool
    results: list[ReconcilerOut]
    as_of: datetime


def present_run(run: ReconciliationRun) -> ReconciliationRunOut:
    """A run with what it found."""
    return ReconciliationRunOut.model_validate(run)


def present_reconciler(declared: Reconciler, run: ReconciliationRun | None, now: datetime) -> ReconcilerOut:
    """A reconciler and how long ago it ran."""
    age = round((now - run.started_at).total_seconds(), 3) if run else None
    return ReconcilerOut(
        name=declared.name,
        every=declared.every,
        is_overdue=age is None or age > OVERDUE_FACTOR * declared.every,
        age=age,
        run=present_run(run) if run else None,
    )
