"""Reconcilers run when it is time, tell what does not agree, and stop whom it concerns, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from rest_framework.test import APIClient

from apps.mcp.models import ToolCall
from apps.system.access.models import Actor, Role
from apps.system.access.services import ensure_root
from apps.system.alerts.models import Alert
from apps.system.audit.models import AuditBlock, AuditEntry
from apps.system.audit.sealing import seal_batch
from apps.system.audit.services import record_audit
from apps.system.controls.models import Halt
from apps.system.controls.selectors import find_halt
from apps.system.controls.services import release_halt
from apps.system.events.models import Counter, SubscriberCursor
from apps.system.events.sequencer import number_events
from apps.system.events.services import append_event
from apps.system.health.registry import Status
from apps.system.reconciliation.models import ReconciliationRun
from apps.system.reconciliation.probes import check_reconciliation
from apps.system.reconciliation.registry import Look, Mismatch, list_reconcilers, reconciler
from apps.system.reconciliation.services import MOST_HALTED, reconcile, run_due
from apps.system.sagas.events import SagaCompleted
from tests.agents.hands import work
from tests.corruption import spoil
from tests.system.people import actor_of, client_of, make_person

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
V1 = "/api/v1"
found: list[Mismatch] = []
faults: list[Exception] = []
looks: list[Look] = []


@reconciler("test-things", every=60)
def compare_things(look: Look) -> Iterator[Mismatch]:
    """What the tests put there."""
    looks.append(look)
    for fault in faults:
        raise fault
    look.checked, look.reached = 7, {"seen": len(looks)}
    yield from found


@pytest.fixture(autouse=True)
def _agreement() -> Iterator[None]:
    for each in (found, looks, faults):
        each.clear()
    yield
    found.clear()
    faults.clear()


@pytest.fixture
def trader(transactional_db: None) -> Actor:
    """Someone whom a mismatch may concern."""
    ensure_root()
    return actor_of()


def wrong(trader: Actor, subject: str = "thing:1") -> Mismatch:
    return Mismatch(subject, "It says 1, it is 2.", {"stated": 1, "real": 2}, trader.id)


def run(now: datetime = NOW, **more: Any) -> ReconciliationRun:
    done = reconcile("test-things", now=now, **more)
    assert done is not None
    return done


def test_what_agrees_is_kept_as_a_clean_run_and_stops_nobody(trader: Actor) -> None:
    done = run()
    assert (done.status, done.checked, done.mismatch_count, done.is_full) == ("CLEAN", 7, 0, True)
    assert not Alert.objects.exists()
    assert not Halt.objects.exists()


def test_a_mismatch_raises_an_alert_and_halts_whom_it_concerns(trader: Actor) -> None:
    found.append(wrong(trader))
    done = run()
    assert (done.status, done.mismatch_count) == ("MISMATCHED", 1)
    assert done.mismatches[0]["measured"] == {"stated": 1, "real": 2}
    alert = Alert.objects.get(source="reconciliation")
    assert (alert.subject, alert.severity, alert.audience) == (
        "test-things:thing:1",
        "CRITICAL",
        trader.owner_id,
    )
    halt = find_halt(trader.lineage)
    assert halt is not None
    assert (halt.target_id, halt.engaged_by_id) == (trader.id, ensure_root().id)
    assert "It says 1, it is 2." in halt.reason


def test_the_same_mismatch_is_told_and_halted_once_also_after_a_release(trader: Actor) -> None:
    found.append(wrong(trader))
    run()
    release_halt(by=ensure_root(), target=trader, reason="I know.", now=NOW)
    run(NOW + timedelta(minutes=1))
    assert Alert.objects.get(source="reconciliation").times_seen == 2
    assert find_halt(trader.lineage) is None


def test_what_agrees_again_settles_its_alert_and_leaves_the_halt_to_a_person(trader: Actor) -> None:
    found.append(wrong(trader))
    run()
    found.clear()
    assert run(NOW + timedelta(minutes=1)).status == "CLEAN"
    assert Alert.objects.get(source="reconciliation").status == "RESOLVED"
    assert find_halt(trader.lineage) is not None


def test_what_concerns_nobody_stops_nobody(trader: Actor) -> None:
    found.append(Mismatch("thing:2", "Odd.", {}, severity=Alert.Severity.WARNING))
    run()
    assert Alert.objects.get(source="reconciliation").audience is None
    assert not Halt.objects.exists()


def test_what_concerns_very_many_stops_everything(trader: Actor) -> None:
    found.extend(wrong(actor_of(), f"thing:{n}") for n in range(MOST_HALTED + 1))
    run()
    halt = Halt.objects.get()
    assert halt.target_id == ensure_root().id
    assert f"{MOST_HALTED + 1} actors" in halt.reason


def test_runs_between_full_ones_begin_where_the_last_one_came_to(trader: Actor) -> None:
    run()
    assert run(NOW + timedelta(minutes=1)).is_full is False
    assert looks[-1].position == {"seen": 1}
    assert run(NOW + timedelta(minutes=2), full=True).is_full is True
    assert run(NOW + timedelta(days=1, minutes=3)).is_full is True
    found.append(wrong(trader))
    run(NOW + timedelta(days=1, minutes=4))
    found.clear()
    assert run(NOW + timedelta(days=1, minutes=5)).is_full is True  # until nothing is amiss any more
    assert run(NOW + timedelta(days=1, minutes=6)).is_full is False


def test_one_that_breaks_leaves_a_broken_run_and_settles_nothing(trader: Actor) -> None:
    found.append(wrong(trader))
    run()
    faults.append(TypeError("the password is swordfish"))
    done = run(NOW + timedelta(minutes=1))
    assert (done.status, done.error) == ("BROKEN", "It broke with TypeError; the log has the trace.")
    assert Alert.objects.get(source="reconciliation").status == "OPEN"


def test_each_runs_when_its_time_has_come(trader: Actor) -> None:
    names = sorted(each.name for each in list_reconcilers())
    assert sorted(each.name for each in run_due(NOW)) == names
    hasty = {each.name for each in list_reconcilers() if each.every <= 30}
    assert {each.name for each in run_due(NOW + timedelta(seconds=30))} == hasty
    soon = {each.name for each in run_due(NOW + timedelta(seconds=61))}
    assert "test-things" in soon
    assert "audit-chain" not in soon
    run_due(NOW + timedelta(days=8))
    assert not ReconciliationRun.objects.filter(started_at=NOW).exists()


def test_its_probe_says_what_is_wrong_broken_or_late(trader: Actor) -> None:
    run_due(NOW)
    assert check_reconciliation(NOW).status == Status.HEALTHY
    late = check_reconciliation(NOW + timedelta(minutes=6))
    assert (late.status, "test-things" in late.measured["late"]) == (Status.DEGRADED, True)
    found.append(wrong(trader))
    run(NOW + timedelta(minutes=1))
    wrong_now = check_reconciliation(NOW + timedelta(minutes=1))
    assert (wrong_now.status, wrong_now.measured["mismatched"]) == (Status.CRITICAL, ["test-things"])


def tell(count: int) -> None:
    """Numbered events in the log."""
    for _ in range(count):
        append_event(SagaCompleted(saga_id=ensure_root().id, name="x"), audience=None)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO system_counter (name, last) VALUES ('events', 0) ON CONFLICT DO NOTHING")
        number_events(cursor.connection)


def problems(name: str, now: datetime = NOW) -> list[str]:
    """What a reconciler of the platform finds."""
    done = reconcile(name, now=now)
    assert done is not None
    assert done.status != "BROKEN", done.error
    return [each["subject"] for each in done.mismatches]


def test_a_gap_in_the_log_is_found_now_and_later(trader: Actor) -> None:
    tell(5)
    assert problems("event-log") == []
    tell(5)
    spoil("DELETE FROM system_event WHERE seq = 8")
    assert problems("event-log", NOW + timedelta(minutes=1)) == ["gap"]
    assert problems("event-log", NOW + timedelta(minutes=2)) == ["gap"]
    assert not Halt.objects.exists()


def test_a_number_given_twice_or_beyond_the_counter_is_found(trader: Actor) -> None:
    tell(5)
    spoil("UPDATE system_event SET seq = 2 WHERE seq = 3")
    assert problems("event-log") == ["twice"]
    spoil("UPDATE system_event SET seq = 50 WHERE seq = 5")
    assert problems("event-log") == ["ahead"]


def test_events_that_wait_long_for_their_number_are_told(trader: Actor) -> None:
    tell(1)
    append_event(SagaCompleted(saga_id=ensure_root().id, name="x"), audience=None)
    spoil("UPDATE system_event SET recorded_at = %s WHERE seq IS NULL", NOW - timedelta(minutes=6))
    assert problems("event-log") == ["unnumbered"]


def test_what_is_past_retention_is_no_gap(trader: Actor) -> None:
    tell(6)
    spoil("DELETE FROM system_event WHERE seq <= 3")
    assert problems("event-log") == []


def test_a_subscriber_ahead_of_the_log_is_found(trader: Actor) -> None:
    tell(3)
    SubscriberCursor.objects.create(name="late", seq=1)
    SubscriberCursor.objects.create(name="early", seq=9)
    assert problems("subscribers") == ["cursor:early"]


def seal(count: int) -> None:
    """A sealed block of the audit trail."""
    for _ in range(count):
        root = ensure_root().id
        record_audit(actor_id=root, principal_id=root, interface="system", action="look", outcome="SUCCEEDED")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO system_counter (name, last) VALUES ('audit', 0) ON CONFLICT DO NOTHING")
        seal_batch(cursor.connection, audit_key=settings.AUDIT_KEY, now=NOW)


def test_a_changed_audit_entry_is_found_by_the_run_that_reads_it(trader: Actor) -> None:
    seal(3)
    assert problems("audit-chain") == []
    seal(2)
    first = reconcile("audit-chain", now=NOW + timedelta(minutes=5))
    assert first is not None
    assert (first.status, first.is_full, first.checked) == ("CLEAN", False, 2)
    seal(2)
    last = AuditEntry.objects.exclude(seq=None).latest("seq").seq
    spoil("UPDATE system_audit_entry SET outcome = 'REFUSED' WHERE seq = %s", last)
    found_now = problems("audit-chain", NOW + timedelta(minutes=10))
    assert any(each.startswith("changed:") for each in found_now)


def test_a_cut_tail_is_found_and_stays_found(trader: Actor) -> None:
    seal(3)
    seal(2)
    assert problems("audit-chain") == []
    last = AuditBlock.objects.latest("number")
    spoil("DELETE FROM system_audit_entry WHERE seq >= %s", last.first_seq)
    spoil("DELETE FROM system_audit_block WHERE number = %s", last.number)
    Counter.objects.filter(name="audit").update(last=last.first_seq - 1)
    for later in (5, 10):
        assert problems("audit-chain", NOW + timedelta(minutes=later)) == [f"cut:block {last.number}"]


@pytest.fixture
def client(trader: Actor) -> Iterator[APIClient]:
    """An operator over REST, with a worker behind."""
    person = make_person(Role.OPERATOR)
    with work():
        yield client_of(person)


def test_operators_see_every_reconciler_and_run_one_now(client: APIClient, trader: Actor) -> None:
    seen = client.get(f"{V1}/system/reconciliation").json()
    assert seen["isClean"] is False
    assert {row["name"] for row in seen["results"]} == {each.name for each in list_reconcilers()}
    assert all(row["run"] is None and row["isOverdue"] for row in seen["results"])
    found.append(wrong(trader))
    answer = client.post(f"{V1}/system/reconciliation", {"name": "test-things", "full": True}, format="json")
    assert ToolCall.objects.get(tool="run_reconciliation").status == "SUCCEEDED"
    (done,) = answer.json()["runs"]
    assert (done["status"], done["isFull"], done["mismatches"]) == (
        "MISMATCHED",
        True,
        [{"subject": "thing:1", "detail": "It says 1, it is 2."}],
    )
    (row,) = [
        row
        for row in client.get(f"{V1}/system/reconciliation").json()["results"]
        if row["name"] == "test-things"
    ]
    assert (row["isOverdue"], row["run"]["mismatchCount"]) == (False, 1)
    assert 0 <= row["age"] < 60
    listed = client.get(f"{V1}/system/reconciliation/runs?name=test-things").json()
    assert (listed["count"], listed["results"][0]["status"]) == (1, "MISMATCHED")
    unknown = client.post(f"{V1}/system/reconciliation", {"name": "nothing"}, format="json")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_reconciler")


def test_the_figures_are_for_operators(client: APIClient) -> None:
    reader = client_of(make_person(Role.TRADER))
    assert reader.get(f"{V1}/system/reconciliation").json()["code"] == "scope_missing"
    assert reader.get(f"{V1}/system/reconciliation/runs").json()["code"] == "scope_missing"
    refused = reader.post(f"{V1}/system/reconciliation", {}, format="json")
    assert refused.json()["code"] == "scope_missing"
