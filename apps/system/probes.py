"""What the platform looks at to know its own health."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count

from apps.system.audit.models import AuditEntry
from apps.system.events.models import DeadLetter, Event, SubscriberCursor
from apps.system.events.selectors import read_head
from apps.system.events.subscribers import list_subscribers
from apps.system.health.models import Heartbeat
from apps.system.health.readiness import list_missing_migrations
from apps.system.health.registry import DATABASE, ProbeResult, Status, probe
from apps.system.health.services import is_starting
from apps.system.partitions import partitioned_models
from apps.system.redis import redis_client
from apps.system.sagas.models import Saga
from apps.system.sagas.selectors import list_untouched

SILENT_AFTER = timedelta(seconds=20)
"""Beat proves itself and each queue every 5 seconds."""

PARTITIONS_AHEAD = timedelta(days=21)


@probe(DATABASE, weight=100, needs_database=False)
def check_database(now: datetime) -> ProbeResult:
    """PostgreSQL answers, and its schema is the one this code was written for."""
    missing = list_missing_migrations()
    if missing:
        return ProbeResult(
            Status.CRITICAL, f"{len(missing)} migrations are not applied.", {"missing": missing}
        )
    return ProbeResult(Status.HEALTHY, "Answers; every migration is applied.", {"missing": []})


@probe("redis", weight=70, needs_database=False)
def check_redis(now: datetime) -> ProbeResult:
    """Redis answers."""
    memory = redis_client().info("memory")
    return ProbeResult(Status.HEALTHY, "Answers.", {"used_memory_bytes": memory["used_memory"]})


@probe("beat", weight=40)
def check_beat(now: datetime) -> ProbeResult:
    """Scheduled tasks run."""
    found = Heartbeat.objects.filter(process="beat").first()
    return _judge_silence(
        found.at if found else None, now, "Scheduled tasks run.", "No scheduled task has run"
    )


@probe("workers", weight=70)
def check_workers(now: datetime) -> ProbeResult:
    """A task sent through each queue comes back out of a worker."""
    announced = Heartbeat.objects.filter(process="beat").first()
    queues: list[str] = announced.details.get("queues", []) if announced else []
    names = [f"worker:{queue}" for queue in queues]
    proofs = dict(Heartbeat.objects.filter(process__in=names).values_list("process", "at"))
    silent = [name for name in names if name not in proofs or now - proofs[name] > SILENT_AFTER]
    measured = {"age_seconds": {name: round((now - at).total_seconds(), 1) for name, at in proofs.items()}}
    if names and not silent:
        return ProbeResult(Status.HEALTHY, f"{len(names)} queues are served.", measured)
    status = Status.OFFLINE if len(silent) == len(names) else Status.CRITICAL
    detail = f"Nothing comes out of {', '.join(silent) or 'any queue'}."
    return ProbeResult(status, detail, measured, starting=is_starting(now))


@probe("sequencer", weight=60)
def check_sequencer(now: datetime) -> ProbeResult:
    """The sequencer lives, and numbers events and seals audit entries soon after they commit."""
    life = Heartbeat.objects.filter(process="sequencer").first()
    silence = _judge_silence(life.at if life else None, now, "", "The sequencer has not been heard of")
    if silence.status != Status.HEALTHY:
        return silence
    waiting = [model.objects.filter(seq=None).order_by("id").first() for model in (Event, AuditEntry)]
    since = min((each.recorded_at for each in waiting if each), default=now)
    lag = max(0.0, (now - since).total_seconds())
    return _judge_lag(lag, now, "The sequencer", {}, limits=(2, 10, 60))


@probe("subscribers", weight=30)
def check_subscribers(now: datetime) -> ProbeResult:
    """Each subscriber keeps up with the log."""
    positions = dict(SubscriberCursor.objects.values_list("name", "seq"))
    head, names = read_head(), list(list_subscribers())
    behind = {name: head - positions.get(name, 0) for name in names}
    late = {name: _age_of_next(head - lag, now) for name, lag in behind.items() if lag > 0}
    measured = {"events_behind": behind}
    worst = max(late, key=lambda name: late[name], default="")
    return _judge_lag(late.get(worst, 0.0), now, worst or "Every subscriber", measured, limits=(5, 30, 300))


def _age_of_next(seq: int, now: datetime) -> float:
    """How many seconds ago the first event after a position was recorded."""
    at = Event.objects.filter(seq__gt=seq).order_by("seq").values_list("recorded_at", flat=True).first()
    return max(0.0, (now - at).total_seconds()) if at else 0.0


@probe("dead-letters", weight=20)
def check_dead_letters(now: datetime) -> ProbeResult:
    """Events that a subscriber could not take are waiting for a person."""
    parked = dict(
        DeadLetter.objects.filter(resolved_at=None)
        .values_list("subscriber")
        .annotate(parked=Count("id"))
        .order_by("subscriber")
    )
    if not parked:
        return ProbeResult(Status.HEALTHY, "None is parked.", {"parked": {}})
    total = sum(parked.values())
    status = Status.CRITICAL if total > 100 else Status.DEGRADED
    return ProbeResult(status, f"{total} events are parked: {', '.join(parked)}.", {"parked": parked})


@probe("sagas", weight=20)
def check_sagas(now: datetime) -> ProbeResult:
    """Long operations go on, and none is stuck between done and undone."""
    failed = Saga.objects.filter(status=Saga.Status.FAILED).count()
    stalled = list_untouched(now, timedelta(minutes=1)).count()
    measured = {"failed": failed, "stalled": stalled}
    if failed or stalled:
        return ProbeResult(
            Status.DEGRADED, f"{failed} could not be taken back, {stalled} do not go on.", measured
        )
    return ProbeResult(Status.HEALTHY, "None is stuck.", measured)


@probe("partitions", weight=30)
def check_partitions(now: datetime) -> ProbeResult:
    """Tables that grow have their partitions well ahead, and nothing fell into a default partition."""
    tables = [model._meta.db_table for model in partitioned_models()]
    ahead = f"_{now + PARTITIONS_AHEAD:%Y%m}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'")
        existing = {name for (name,) in cursor.fetchall()}
    late = sorted(table for table in tables if f"{table}{ahead}" not in existing)
    strays = sorted(table for table in tables if _has_strays(table))
    measured = {"tables": len(tables), "late": late, "strays": strays}
    if late or strays:
        return ProbeResult(Status.DEGRADED, f"Late: {late or 'none'}; strays: {strays or 'none'}.", measured)
    return ProbeResult(Status.HEALTHY, f"{len(tables)} tables have theirs ahead.", measured)


def _has_strays(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}_default")')
        (found,) = cursor.fetchone()
    return bool(found)


def _judge_silence(at: datetime | None, now: datetime, good: str, bad: str) -> ProbeResult:
    age = None if at is None else round((now - at).total_seconds(), 1)
    if age is not None and age <= SILENT_AFTER.total_seconds():
        return ProbeResult(Status.HEALTHY, good, {"age_seconds": age})
    since = "yet" if age is None else f"for {age:.0f} s"
    return ProbeResult(Status.OFFLINE, f"{bad} {since}.", {"age_seconds": age}, starting=is_starting(now))


def _judge_lag(
    lag: float,
    now: datetime,
    who: str,
    measured: Mapping[str, Any],
    *,
    limits: tuple[float, float, float],
) -> ProbeResult:
    """By how late something is, in seconds, and from when on that is degraded, critical, offline."""
    degraded, critical, offline = limits
    measured = {**measured, "lag_seconds": round(lag, 3)}
    if lag <= degraded:
        return ProbeResult(Status.HEALTHY, f"{who} keeps up.", measured)
    status = Status.OFFLINE if lag > offline else Status.CRITICAL if lag > critical else Status.DEGRADED
    return ProbeResult(status, f"{who} is {lag:.0f} s late.", measured, starting=is_starting(now))
