"""What makes work happen: beat, its schedules, the workers, and long operations."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django_celery_beat.models import PeriodicTask

from apps.system.health.models import Heartbeat
from apps.system.health.registry import ProbeResult, Status, probe
from apps.system.health.services import is_starting
from apps.system.probes.verdicts import SILENCE, age_of, grade, judge_silence, worst
from apps.system.sagas.models import Saga
from apps.system.sagas.selectors import NEEDS_PERSON, list_untouched

OVERDUE = timedelta(seconds=15)
"""Beat writes down what it has sent every few seconds."""


PROOFS = "apps.system.tasks.prove_workers"
ANSWERED = timedelta(seconds=2)
"""By how much an answer may seem to be older than its question, where clocks differ."""


@probe("beat", weight=40)
def check_beat(now: datetime) -> ProbeResult:
    """Beat sends tasks. It says so itself, in the database, whether or not a worker takes them."""
    return judge_silence(_last_sent(), now, "Sends tasks.", "Beat has sent nothing")


def _last_sent(task: str | None = None) -> datetime | None:
    """When beat last sent something, or this task."""
    rows = PeriodicTask.objects.filter(task=task) if task else PeriodicTask.objects.all()
    newest: datetime | None = rows.aggregate(newest=Max("last_run_at"))["newest"]
    return newest


@probe("schedules", weight=25)
def check_schedules(now: datetime) -> ProbeResult:
    """Beat has sent each task when it was due."""
    rows = PeriodicTask.objects.filter(enabled=True, clocked=None)
    overdue: dict[str, float] = {}
    last_run: dict[str, float | None] = {}
    for row in rows.select_related("interval", "crontab", "solar").order_by("name"):
        last_run[row.name] = age_of(row.last_run_at, now)
        late = _lateness(row, now)
        if late > OVERDUE:
            overdue[row.name] = round(late.total_seconds(), 1)
    measured = {"last_run_seconds": last_run, "overdue_seconds": overdue}
    if not overdue:
        return ProbeResult(Status.HEALTHY, f"{len(last_run)} tasks were sent when due.", measured)
    detail = f"Overdue: {', '.join(overdue)}."
    return ProbeResult(Status.DEGRADED, detail, measured, starting=is_starting(now))


def _lateness(row: Any, now: datetime) -> timedelta:
    """How long ago a task should have been sent; nothing or less where it is not due yet."""
    schedule = row.schedule
    schedule.nowfun = lambda: now
    since = row.last_run_at or row.date_changed
    left: timedelta = schedule.remaining_estimate(since)
    return -left


@probe("workers", weight=70)
def check_workers(now: datetime) -> ProbeResult:
    """A task sent through each queue comes back out of a worker."""
    announced = Heartbeat.objects.filter(process="beat").first()
    queues: list[str] = announced.details.get("queues", []) if announced else []
    names = {queue: f"worker:{queue}" for queue in queues}
    proofs = dict(Heartbeat.objects.filter(process__in=names.values()).values_list("process", "at"))
    asked_at = _last_sent(PROOFS)
    found = {queue: _grade_proof(proofs.get(name), asked_at, now) for queue, name in names.items()}
    silent = [queue for queue, status in found.items() if status != Status.HEALTHY]
    measured = {"age_seconds": {queue: age_of(proofs.get(name), now) for queue, name in names.items()}}
    if queues and not silent:
        return ProbeResult(Status.HEALTHY, f"{len(queues)} queues answered when last asked.", measured)
    detail = f"Nothing comes out of {', '.join(silent) or 'any queue'}."
    return ProbeResult(_all_or_some(list(found.values())), detail, measured, starting=is_starting(now))


def _grade_proof(at: datetime | None, asked_at: datetime | None, now: datetime) -> Status:
    """By how old the last answer is; one to the last question is good however long ago beat asked."""
    if at is None:
        return Status.OFFLINE
    if asked_at is not None and asked_at - at <= ANSWERED:
        return Status.HEALTHY
    return grade((now - at).total_seconds(), SILENCE)


def _all_or_some(found: list[Status]) -> Status:
    """Offline takes that every queue is: while one is served, some work is done."""
    status = worst(found) if found else Status.OFFLINE
    is_partly_served = any(each != Status.OFFLINE for each in found)
    return Status.CRITICAL if status == Status.OFFLINE and is_partly_served else status


@probe("sagas", weight=20)
def check_sagas(now: datetime) -> ProbeResult:
    """Long operations go on, and none is stuck between done and undone."""
    failed = Saga.objects.filter(NEEDS_PERSON).count()
    stalled = list_untouched(now, timedelta(minutes=1)).count()
    measured = {"failed": failed, "stalled": stalled}
    if failed or stalled:
        return ProbeResult(
            Status.DEGRADED, f"{failed} could not be taken back, {stalled} do not go on.", measured
        )
    return ProbeResult(Status.HEALTHY, "None is stuck.", measured)
