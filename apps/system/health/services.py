"""Signs of life, and what the probes make of everything together."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.system.health.models import Heartbeat
from apps.system.health.registry import DATABASE, Probe, ProbeResult, Status, list_probes

logger = logging.getLogger(__name__)

THRESHOLDS = ((Status.HEALTHY, 90), (Status.DEGRADED, 70), (Status.CRITICAL, 30), (Status.OFFLINE, 0))
LOSS = {Status.HEALTHY: 0.0, Status.DEGRADED: 0.4, Status.CRITICAL: 0.7, Status.OFFLINE: 1.0}
"""The share of its weight that a probe costs."""

COST_OF_STARTING = 20
"""All that has yet to start costs no more than this, so that a platform that comes up is degraded."""

STARTING = timedelta(seconds=30)
PROBE_MILLISECONDS = 1000
_born = timezone.now()


@dataclass(frozen=True)
class CheckOutcome:
    """One probe's finding at a moment."""

    name: str
    weight: int
    status: Status
    detail: str
    measured: Mapping[str, Any]
    as_of: datetime
    starting: bool = False


@dataclass(frozen=True)
class Health:
    """The platform's health: a score from 0 to 100, what it means, and why it is not 100."""

    overall: Status
    score: int
    starting: bool
    reasons: Sequence[str]
    checks: Sequence[CheckOutcome]
    as_of: datetime


def beat(process: str, kind: str, details: Mapping[str, Any] | None = None) -> None:
    """Record a sign of life of a process (`market:sim`, kind `market`), with what it wants known."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(process=process, kind=kind, at=timezone.now(), details=dict(details or {}))],
        update_conflicts=True,
        unique_fields=["process"],
        update_fields=["kind", "at", "details"],
    )


def is_starting(now: datetime) -> bool:
    """Whether this process is so young that those started with it may not have shown themselves yet."""
    return now - _born < STARTING


def check_health(now: datetime) -> Health:
    """Run every probe. Takes seconds at most, also while a store is away, and never raises."""
    checks: list[CheckOutcome] = []
    for probe in list_probes():
        is_blind = any(each.name == DATABASE and each.status == Status.OFFLINE for each in checks)
        found = _unknown() if is_blind and probe.needs_database else _look(probe, now)
        checks.append(_outcome(probe, found, now))
    return judge(checks, now)


def judge(checks: Sequence[CheckOutcome], now: datetime) -> Health:
    """The score is 100 less what each finding costs; the thresholds name it. Starting alone is degraded."""
    standing = sum(LOSS[check.status] * check.weight for check in checks if not check.starting)
    starting = sum(LOSS[check.status] * check.weight for check in checks if check.starting)
    score = max(0, round(100 - standing - min(starting, COST_OF_STARTING)))
    overall = next(status for status, least in THRESHOLDS if score >= least)
    reasons = [f"{check.name}: {check.detail}" for check in checks if check.status != Status.HEALTHY]
    return Health(overall, score, any(check.starting for check in checks), reasons, checks, now)


def _outcome(probe: Probe, found: ProbeResult, now: datetime) -> CheckOutcome:
    is_young = found.starting and found.status != Status.HEALTHY
    status, detail = (
        (Status.DEGRADED, f"{found.detail} Starting.") if is_young else (found.status, found.detail)
    )
    return CheckOutcome(probe.name, probe.weight, status, detail, found.measured, now, starting=is_young)


def _look(probe: Probe, now: datetime) -> ProbeResult:
    try:
        with _hurry() if probe.needs_database else nullcontext():
            return probe.check(now)
    except Exception as error:  # a probe that breaks must not hide what the others see
        logger.warning("Probe %s broke", probe.name, exc_info=error)
        return ProbeResult(Status.OFFLINE, f"The probe failed: {type(error).__name__}.")


def _unknown() -> ProbeResult:
    return ProbeResult(Status.OFFLINE, "Not known while the database does not answer.")


@contextmanager
def _hurry() -> Iterator[None]:
    """Within the block, a statement that takes longer than a second is cut off."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(PROBE_MILLISECONDS)])
        yield
