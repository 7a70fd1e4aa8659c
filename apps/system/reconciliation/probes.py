"""Whether the platform's records agree, and whether anybody looks."""

from datetime import datetime, timedelta

from apps.system.health.registry import ProbeResult, Status, probe
from apps.system.health.services import is_starting
from apps.system.reconciliation.models import ReconciliationRun
from apps.system.reconciliation.registry import list_reconcilers
from apps.system.reconciliation.selectors import latest_runs
from apps.system.reconciliation.serializers import OVERDUE_FACTOR


@probe("reconciliation", weight=24)
def check_reconciliation(now: datetime) -> ProbeResult:
    """Every reconciler runs in time and finds that all agrees."""
    latest, declared = latest_runs(), list_reconcilers()
    wrong = [run.name for run in latest.values() if run.status == ReconciliationRun.Status.MISMATCHED]
    broken = [run.name for run in latest.values() if run.status == ReconciliationRun.Status.BROKEN]
    late = [
        each.name
        for each in declared
        if each.name not in latest
        or now - latest[each.name].started_at > OVERDUE_FACTOR * timedelta(seconds=each.every)
    ]
    measured = {"reconcilers": len(declared), "mismatched": wrong, "broken": broken, "late": late}
    if wrong:
        return ProbeResult(Status.CRITICAL, f"Records do not agree: {', '.join(wrong)}.", measured)
    if broken or late:
        detail = f"Broken: {', '.join(broken) or 'none'}; not run in time: {', '.join(late) or 'none'}."
        return ProbeResult(Status.DEGRADED, detail, measured, starting=not broken and is_starting(now))
    return ProbeResult(Status.HEALTHY, f"{len(declared)} kinds of records agree.", measured)
