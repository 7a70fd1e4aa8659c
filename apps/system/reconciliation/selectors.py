"""Finding runs of reconcilers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from apps.system.reconciliation.models import ReconciliationRun
from apps.system.reconciliation.registry import Reconciler, list_reconcilers

_LATEST = """
    SELECT run.* FROM unnest(%s::text[]) AS wanted(name) CROSS JOIN LATERAL (
        SELECT * FROM system_reconciliation_run WHERE name = wanted.name ORDER BY id DESC LIMIT 1
    ) AS run
"""


def list_runs(*, name: str | None = None) -> QuerySet[ReconciliationRun]:
    """The runs that are kept; of one reconciler where it is named."""
    rows = ReconciliationRun.objects.all()
    return rows if name is None else rows.filter(name=name)


def latest_runs() -> dict[str, ReconciliationRun]:
    """The last run of each reconciler that has run, by name."""
    names = [each.name for each in list_reconcilers()]
    return {run.name: run for run in ReconciliationRun.objects.raw(_LATEST, [names])}


def list_due(now: datetime) -> Sequence[Reconciler]:
    """The reconcilers whose time has come."""
    latest = latest_runs()
    return [
        each
        for each in list_reconcilers()
        if each.name not in latest or latest[each.name].started_at <= now - timedelta(seconds=each.every)
    ]


def find_last(declared: Reconciler) -> ReconciliationRun | None:
    """The last run of a reconciler that came to its end."""
    ended = list_runs(name=declared.name).exclude(status=ReconciliationRun.Status.BROKEN)
    return ended.order_by("-id").first()


def needs_full(declared: Reconciler, last: ReconciliationRun | None, now: datetime) -> bool:
    """Whether a run is to look at all of history: none did lately, or something was amiss the last time."""
    if last is None or last.status != ReconciliationRun.Status.CLEAN:
        return True
    since = now - timedelta(seconds=declared.full_every)
    lately = list_runs(name=declared.name).filter(is_full=True, started_at__gt=since)
    return not lately.exclude(status=ReconciliationRun.Status.BROKEN).exists()
