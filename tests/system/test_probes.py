"""Each probe finds its thing bad once it is bad."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from apps.system.events.models import Counter, DeadLetter, Event, SubscriberCursor
from apps.system.health.models import Heartbeat
from apps.system.health.registry import Status
from apps.system.health.services import beat
from apps.system.ids import id_floor, new_id
from apps.system.partitions import ensure_partitions
from apps.system.probes import disk, log, machinery, queues, stores
from apps.system.redis import redis_client
from apps.system.sagas.models import Saga
from apps.system.tasks import prove_workers, record_proof

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grown_up")]

Place = Callable[[str], str]


def test_the_database_and_redis_say_how_long_they_take() -> None:
    database, redis = stores.check_database(timezone.now()), stores.check_redis(timezone.now())
    assert (database.status, redis.status) == (Status.HEALTHY, Status.HEALTHY)
    assert database.measured["connections"] >= 1
    assert redis.measured["used_memory_bytes"] > 0


def test_a_missing_migration_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stores.check_migrations(timezone.now()).status == Status.HEALTHY
    known = frozenset({("system", "9999_from_tomorrow")})
    monkeypatch.setattr("apps.system.health.readiness._known_migrations", lambda: known)
    found = stores.check_migrations(timezone.now())
    assert (found.status, found.measured) == (Status.CRITICAL, {"missing": ["system.9999_from_tomorrow"]})


def test_partitions_that_end_soon_are_seen() -> None:
    now = timezone.now()
    ensure_partitions(now)
    assert stores.check_partitions(now).status == Status.HEALTHY
    late = stores.check_partitions(now + timedelta(days=200))
    assert late.status == Status.DEGRADED
    assert "system_event" in late.measured["late"]


def test_a_row_beyond_all_partitions_is_kept_and_seen() -> None:
    now = timezone.now()
    Event.objects.create(
        id=id_floor(now + timedelta(days=4000)),
        type="x.y",
        payload={},
        correlation_id=UUID(int=1),
        recorded_at=now,
    )
    assert stores.check_partitions(now).measured["strays"] == ["system_event"]


def test_a_disk_is_judged_by_the_share_of_it_that_is_free(tmp_path: Path) -> None:
    room = disk.judge_disk([tmp_path], (0.0, 0.0, 0.0))
    share = room.measured["least_free_share"]
    assert room.status == Status.HEALTHY
    assert 0 <= share <= 1
    for least, status in (
        ((1.1, 0.0, 0.0), Status.DEGRADED),
        ((1.1, 1.1, 0.0), Status.CRITICAL),
        ((1.1, 1.1, 1.1), Status.OFFLINE),
    ):
        assert disk.judge_disk([tmp_path], least).status == status


def test_a_disk_that_holds_two_folders_is_looked_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    found = disk.judge_disk([tmp_path, tmp_path / "a"], disk.LEAST_FREE)
    assert list(found.measured["free_share"]) == [str(tmp_path)]
    assert disk.check_disk(timezone.now()).measured["free_share"]


def _asked(at: datetime, task: str = machinery.PROOFS) -> None:
    """Beat sent a task at a time; by itself, the proofs through each queue."""
    interval, _ = IntervalSchedule.objects.get_or_create(every=5, period=IntervalSchedule.SECONDS)
    PeriodicTask.objects.update_or_create(
        name=task, defaults={"task": task, "interval": interval, "last_run_at": at}
    )


def _announce(*short: str, heavy: tuple[str, ...] = ()) -> None:
    beat("beat", "beat", {"queues": short, "heavy": heavy})


def _prove(queue: str, sent_at: datetime | None = None) -> None:
    record_proof(queue=queue, sent_at=(sent_at or timezone.now()).isoformat())


def test_workers_are_well_when_a_proof_came_out_of_every_queue() -> None:
    now = timezone.now()
    assert machinery.check_workers(now).status == Status.OFFLINE
    _announce("tools", "agents")
    _prove("tools")
    missing = machinery.check_workers(timezone.now())
    assert (missing.status, missing.detail) == (Status.CRITICAL, "Nothing comes out of agents.")
    _prove("agents")
    assert machinery.check_workers(timezone.now()).status == Status.HEALTHY


def test_workers_that_do_not_answer_are_seen_within_seconds_and_end_offline() -> None:
    _announce("tools")
    _prove("tools")
    now = timezone.now()
    found = []
    for after in (3, 8, 15, 60):
        _asked(now + timedelta(seconds=after))
        found.append(machinery.check_workers(now + timedelta(seconds=after)).status)
    assert found == [Status.HEALTHY, Status.DEGRADED, Status.CRITICAL, Status.OFFLINE]


def test_workers_that_nobody_asks_are_not_accused() -> None:
    _announce("tools")
    _prove("tools")
    now = timezone.now()
    _asked(now)
    assert machinery.check_workers(now + timedelta(minutes=5)).status == Status.HEALTHY


def test_beat_is_judged_by_what_it_last_sent_whether_or_not_a_worker_took_it() -> None:
    now = timezone.now()
    assert machinery.check_beat(now).detail == "Beat has sent nothing yet."
    _asked(now - timedelta(hours=1), "hourly")
    _asked(now)
    found = [machinery.check_beat(now + timedelta(seconds=after)).status for after in (5, 8, 15, 60)]
    assert found == [Status.HEALTHY, Status.DEGRADED, Status.CRITICAL, Status.OFFLINE]


def test_beat_sends_a_proof_through_each_queue_but_the_heavy_ones(broker: Place) -> None:
    prove_workers(queues=["tools", "agents"], heavy=["backtests"])
    assert [redis_client().llen(broker(queue)) for queue in ("tools", "agents", "backtests")] == [1, 1, 0]


def test_a_queue_tells_how_much_waits_and_since_when(broker: Place) -> None:
    prove_workers(queues=["tools"], heavy=["backtests"])
    now = timezone.now()
    calm = queues.check_queues(now)
    assert calm.status == Status.HEALTHY
    assert calm.measured["depth"] == {"tools": 1, "backtests": 0}
    assert calm.measured["oldest_seconds"]["tools"] < 5

    late = queues.check_queues(now + timedelta(seconds=30))
    assert (late.status, late.detail) == (
        Status.DEGRADED,
        "tools waits for 30 s.",
    )
    assert queues.check_queues(now + timedelta(seconds=90)).status == Status.CRITICAL


def test_the_oldest_in_a_queue_is_what_waits_longest(broker: Place) -> None:
    prove_workers(queues=["tools"])
    first = queues.read_queues(["tools"])["tools"].oldest_at
    prove_workers(queues=["tools"])
    found = queues.read_queues(["tools"])["tools"]
    assert (found.depth, found.oldest_at) == (2, first)


def test_a_queue_that_is_filled_is_seen(broker: Place) -> None:
    _announce("tools")
    redis_client().lpush(broker("tools"), *[json.dumps({"headers": {}})] * 1001)
    found = queues.check_queues(timezone.now())
    assert (found.status, found.measured["deepest"]) == (Status.DEGRADED, 1001)


def test_a_proof_that_takes_long_is_seen(broker: Place) -> None:
    _announce("tools")
    _prove("tools", timezone.now() - timedelta(seconds=6))
    found = queues.check_queues(timezone.now())
    assert found.status == Status.DEGRADED
    assert 6 <= found.measured["round_trip_seconds"]["tools"] < 10


def test_a_heavy_queue_may_let_its_work_wait_for_minutes(broker: Place) -> None:
    _announce(heavy=("backtests",))
    now = timezone.now()
    sent = json.dumps({"headers": {queues.PUBLISHED_AT: (now - timedelta(minutes=5)).isoformat()}})
    redis_client().lpush(broker("backtests"), sent)
    assert queues.check_queues(now).status == Status.HEALTHY
    assert queues.check_queues(now + timedelta(minutes=15)).status == Status.DEGRADED


def test_a_queue_that_cannot_be_read_is_named(broker: Place) -> None:
    _announce("tools", "agents")
    assert queues.check_broker(timezone.now()).status == Status.HEALTHY
    redis_client().set(broker("agents"), "not a list")
    found = queues.check_broker(timezone.now())
    assert (found.status, found.measured) == (Status.CRITICAL, {"unreadable": ["agents"]})


def _every(seconds: int, *, last: datetime | None, name: str = "sweep") -> PeriodicTask:
    interval, _ = IntervalSchedule.objects.get_or_create(every=seconds, period=IntervalSchedule.SECONDS)
    return PeriodicTask.objects.create(name=name, task="x", interval=interval, last_run_at=last)


def test_a_schedule_that_is_overdue_is_named() -> None:
    now = timezone.now()
    sweep = _every(5, last=now - timedelta(seconds=6))
    _every(3600, last=now - timedelta(seconds=600), name="hourly")
    fine = machinery.check_schedules(now)
    assert (fine.status, fine.measured["last_run_seconds"]) == (
        Status.HEALTHY,
        {"hourly": 600.0, "sweep": 6.0},
    )

    late = machinery.check_schedules(now + timedelta(seconds=60))
    assert (late.status, late.detail) == (Status.DEGRADED, "Overdue: sweep.")
    assert late.measured["overdue_seconds"] == {"sweep": 61.0}

    sweep.enabled = False
    sweep.save()
    assert machinery.check_schedules(now + timedelta(seconds=60)).status == Status.HEALTHY


def test_a_schedule_that_never_ran_is_overdue_once_it_should_have() -> None:
    _every(5, last=None)
    now = timezone.now()
    assert machinery.check_schedules(now).status == Status.HEALTHY
    assert machinery.check_schedules(now + timedelta(minutes=1)).status == Status.DEGRADED


def test_a_schedule_by_the_clock_is_judged_by_the_clock() -> None:
    at = CrontabSchedule.objects.create(minute="0", hour="3")
    ran = timezone.now().replace(hour=3, minute=0, second=1, microsecond=0)
    PeriodicTask.objects.create(name="nightly", task="x", crontab=at, last_run_at=ran)
    assert machinery.check_schedules(ran + timedelta(hours=23)).status == Status.HEALTHY
    late = machinery.check_schedules(ran + timedelta(hours=25))
    assert (late.status, late.detail) == (Status.DEGRADED, "Overdue: nightly.")


def test_the_sequencer_is_judged_by_its_life_and_by_what_waits_for_it() -> None:
    now = timezone.now()
    assert log.check_sequencer(now).status == Status.OFFLINE
    beat("sequencer", "sequencer")
    assert log.check_sequencer(now).status == Status.HEALTHY
    _event(now - timedelta(seconds=5))
    assert log.check_sequencer(now).status == Status.DEGRADED
    Heartbeat.objects.update(at=now + timedelta(seconds=15))
    assert log.check_sequencer(now + timedelta(seconds=15)).status == Status.CRITICAL


def test_a_sequencer_that_falls_silent_is_seen_within_seconds() -> None:
    beat("sequencer", "sequencer")
    now = timezone.now()
    found = [log.check_sequencer(now + timedelta(seconds=after)).status for after in (2, 6, 15, 30)]
    assert found == [Status.HEALTHY, Status.DEGRADED, Status.CRITICAL, Status.OFFLINE]


def _event(at: datetime, seq: int | None = None) -> None:
    Event.objects.create(
        id=new_id(), type="x.y", payload={}, correlation_id=UUID(int=1), recorded_at=at, seq=seq
    )


def test_a_subscriber_that_falls_behind_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "list_subscribers", lambda: iter(["mailer"]))
    now = timezone.now()
    SubscriberCursor.objects.create(name="mailer", seq=7)
    Counter.objects.update_or_create(name="events", defaults={"last": 7})
    assert log.check_subscribers(now).status == Status.HEALTHY
    _event(now - timedelta(seconds=10), seq=8)
    Counter.objects.filter(name="events").update(last=8)
    found = log.check_subscribers(now)
    assert (found.status, found.measured["events_behind"]) == (Status.DEGRADED, {"mailer": 1})


def test_a_parked_event_is_seen_until_it_is_resolved() -> None:
    now = timezone.now()
    letter = DeadLetter.objects.create(
        subscriber="mailer", event_id=new_id(), event_seq=1, error="x", attempts=6, parked_at=now
    )
    found = log.check_dead_letters(now)
    assert (found.status, found.measured) == (Status.DEGRADED, {"total": 1, "parked": {"mailer": 1}})
    letter.resolved_at = now
    letter.save()
    assert log.check_dead_letters(now).status == Status.HEALTHY


def test_a_saga_that_stands_still_or_failed_is_seen() -> None:
    now = timezone.now()
    saga = Saga(
        name="x",
        owner_id=new_id(),
        correlation_id=new_id(),
        context={},
        started_at=now,
        touched_at=now - timedelta(minutes=2),
    )
    saga.save()
    assert machinery.check_sagas(now).measured == {"failed": 0, "stalled": 1}
    saga.status = Saga.Status.FAILED
    saga.save()
    assert machinery.check_sagas(now).measured == {"failed": 1, "stalled": 0}
