"""Signs of life, and looking at everything once."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.system.health.judging import CheckOutcome, Health, judge
from apps.system.health.models import Heartbeat
from apps.system.health.registry import STORES, Probe, ProbeResult, Status, list_probes

logger = logging.getLogger(__name__)

STARTING = timedelta(seconds=30)
PROBE_MILLISECONDS = 1000
LOOK_SECONDS = 6.0
"""Probes that have not been asked by then are not asked, so that a look ends in time."""

_born = timezone.now()


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


def check_health(now: datetime, *, last: Health | None = None) -> Health:
    """Run every probe. Takes seconds at most, also while a store is away, and never raises."""
    return judge(run_probes(now, last=last), now)


def run_probes(now: datetime, *, last: Health | None, seconds: float = LOOK_SECONDS) -> list[CheckOutcome]:
    """What each probe finds, without those that have nothing to look at.

    Of those for which no time is left it is what they found last, with the age that it has.
    """
    checks: list[CheckOutcome] = []
    until = monotonic() + seconds
    for probe in list_probes():
        known = last.find(probe.name) if last and monotonic() > until else None
        if known is not None:
            checks.append(known)
            continue
        found = _missing(probe, checks) or (_look(probe, now) if monotonic() <= until else _late())
        if found is not None:
            checks.append(_outcome(probe, found, now))
    return checks


def _missing(probe: Probe, checks: Sequence[CheckOutcome]) -> ProbeResult | None:
    """What is to be said of a probe that needs a store which has just been found away."""
    away = [each.name for each in checks if each.name in STORES and each.status == Status.OFFLINE]
    if not (needed := [name for name in away if probe.needs(name)]):
        return None
    return ProbeResult(Status.OFFLINE, f"Not known while {STORES[needed[0]]} does not answer.")


def _late() -> ProbeResult:
    return ProbeResult(Status.DEGRADED, "Not looked at: the probes before it took too long.")


def _outcome(probe: Probe, found: ProbeResult, now: datetime) -> CheckOutcome:
    is_young = found.starting and found.status != Status.HEALTHY
    status, detail = (
        (Status.DEGRADED, f"{found.detail} Starting.") if is_young else (found.status, found.detail)
    )
    return CheckOutcome(probe.name, probe.weight, status, detail, found.measured, now, starting=is_young)


def _look(probe: Probe, now: datetime) -> ProbeResult | None:
    try:
        with _hurry() if probe.needs_database else nullcontext():
            return probe.check(now)
    except Exception as error:  # a probe that breaks must not hide what the others see
        return _broken(probe, error)


def _broken(probe: Probe, error: Exception) -> ProbeResult:
    """A store that does not answer is what its probe is for; anything else leaves its trace in the log."""
    if probe.name in STORES:
        logger.warning("%s does not answer: %s", STORES[probe.name], error)
        return ProbeResult(Status.OFFLINE, f"Does not answer ({type(error).__name__}).")
    logger.warning("Probe %s broke", probe.name, exc_info=error)
    return ProbeResult(Status.OFFLINE, f"The probe failed: {type(error).__name__}.")


@contextmanager
def _hurry() -> Iterator[None]:
    """Within the block, a statement that takes longer than a second is cut off."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(PROBE_MILLISECONDS)])
        yield
