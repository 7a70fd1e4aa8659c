"""Old months of the audit trail go, and what is left is proven as before; whoever else cuts is found out."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from apps.system.access.services import ensure_root
from apps.system.audit.cutting import cut_audit
from apps.system.audit.heads import Head
from apps.system.audit.models import AuditAnchor, AuditBlock, AuditEntry
from apps.system.audit.sealing import seal_batch
from apps.system.audit.verify import AuditReport, verify_audit
from apps.system.events.models import Counter
from apps.system.ids import id_floor
from apps.system.partitions import list_partitions, month_statements
from apps.system.tasks import cut_audit as cut_audit_task
from tests.corruption import spoil

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY, MARCH = (datetime(2010, month, 1, tzinfo=UTC) for month in (1, 2, 3))


@pytest.fixture(autouse=True)
def _old_months() -> None:
    """Partitions as they were made long ago."""
    with connection.cursor() as cursor:
        for statement in month_statements("system_audit_entry", JANUARY)[:3]:
            cursor.execute(statement)
    Counter.objects.get_or_create(name="audit")


def record(at: datetime) -> AuditEntry:
    """An entry of that time."""
    return AuditEntry.objects.create(
        id=UUID(int=id_floor(at).int + AuditEntry.objects.count() + 1),
        recorded_at=at,
        actor_id=ensure_root().id,
        principal_id=ensure_root().id,
        interface="rest",
        action="place_order",
        outcome="SUCCEEDED",
        correlation_id=UUID(int=1),
        details={},
    )


def seal(*times: datetime) -> list[AuditEntry]:
    """One block of entries of these times."""
    entries = [record(at) for at in times]
    block, _ = seal_batch(connection.connection, audit_key=settings.AUDIT_KEY, now=times[-1])
    assert block is not None
    return entries


def cut(before: datetime = FEBRUARY) -> AuditAnchor | None:
    """Drop what ends by then."""
    return cut_audit(before, by=ensure_root().id, audit_key=settings.AUDIT_KEY, now=datetime.now(UTC))


def prove() -> AuditReport:
    """The proof, of the database alone."""
    return verify_audit(ask_redis=False)


def tables() -> list[str]:
    """The months that there are of the trail's first three."""
    return [each.name for each in list_partitions("system_audit_entry") if each.end.year == 2010]


def three_months() -> None:
    """Two blocks of January, one that has both, two of February."""
    for day in (1, 2):
        seal(JANUARY + timedelta(days=day), JANUARY + timedelta(days=day, hours=1))
    seal(FEBRUARY - timedelta(seconds=1), FEBRUARY + timedelta(seconds=1))
    for day in (1, 2):
        seal(FEBRUARY + timedelta(days=day))


def test_the_rest_is_proven_after_a_month_was_dropped() -> None:
    three_months()

    anchor = cut()

    assert anchor is not None
    assert (anchor.number, anchor.last_seq, anchor.entries) == (2, 4, 4)
    assert "system_audit_entry_201001" not in tables()
    assert list(AuditBlock.objects.order_by("number").values_list("number", flat=True)) == [2, 3, 4, 5]
    kept = AuditEntry.objects.exclude(seq=None).order_by("seq").values_list("seq", flat=True)
    assert list(kept) == [5, 6, 7, 8], "January's last one shares a block with February"
    report = prove()
    assert (report.problems, report.blocks, report.entries) == ([], 3, 4)
    assert AuditEntry.objects.get(action="cut_audit").details["partitions"] == ["system_audit_entry_201001"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE system_audit_entry SET action = 'other' WHERE seq = 5",
        "UPDATE system_audit_entry SET action = 'other' WHERE seq = 7",
        "DELETE FROM system_audit_entry WHERE seq = 6",
        "DELETE FROM system_audit_block WHERE number = 3",
        "DELETE FROM system_audit_block WHERE number = 2",
        "UPDATE system_audit_anchor SET number = 3, last_seq = 6",
        "UPDATE system_audit_anchor SET entries = 3",
        "UPDATE system_audit_anchor SET signature = repeat('0', 64)",
        "DELETE FROM system_audit_anchor",
        "INSERT INTO system_audit_entry SELECT gen_random_uuid(), 2, recorded_at, actor_id, principal_id,"
        " interface, action, outcome, subject, code, call_id, correlation_id, details"
        " FROM system_audit_entry WHERE seq = 7",
    ],
)
def test_tampering_after_the_cut_is_found(statement: str) -> None:
    three_months()
    cut()

    spoil(statement)

    assert not prove().is_intact


def test_whoever_drops_a_month_without_signing_is_found_out() -> None:
    three_months()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE system_audit_entry_201001")

    assert {each.kind for each in prove().problems} == {"missing"}


def test_a_forged_anchor_does_not_hide_a_cut() -> None:
    three_months()
    block = AuditBlock.objects.get(number=3)
    AuditAnchor.objects.create(
        number=3, last_seq=6, seal=block.seal, dropped="x", entries=6, cut_at=MARCH, signature="0" * 64
    )
    spoil("DELETE FROM system_audit_entry WHERE seq <= 6")
    spoil("DELETE FROM system_audit_block WHERE number < 3")

    assert {"forged", "missing"} <= {each.kind for each in prove().problems}


def test_the_next_cut_takes_what_the_last_one_had_to_keep() -> None:
    three_months()
    seal(MARCH + timedelta(days=1))
    cut()
    cut(MARCH)

    assert tables() == ["system_audit_entry_201003"]
    assert list(AuditEntry.objects.filter(seq__lte=9).values_list("seq", flat=True)) == [9]
    assert AuditBlock.objects.filter(number__lt=5).count() == 0
    assert prove().is_intact
    assert cut(MARCH) is None


def test_what_is_not_sealed_yet_is_never_dropped() -> None:
    seal(JANUARY)
    record(JANUARY + timedelta(days=3))

    assert cut() is None
    assert "system_audit_entry_201001" in tables()


def test_a_head_from_before_the_cut_is_asked_for_no_more_and_a_later_one_is() -> None:
    three_months()
    old, new = (Head(each.number, each.seal) for each in AuditBlock.objects.filter(number__in=[1, 4]))
    cut()

    assert verify_audit(expected=[old, new], ask_redis=False).is_intact
    assert not verify_audit(expected=[Head(4, "0" * 64)], ask_redis=False).is_intact


def test_the_trail_goes_on_behind_a_cut_of_everything() -> None:
    seal(JANUARY)
    assert cut() is not None
    seal(FEBRUARY + timedelta(days=1))

    report = prove()

    assert (report.problems, report.blocks) == ([], 1)


def test_the_schedule_cuts_by_the_setting() -> None:
    three_months()

    cut_audit_task()

    assert tables() == [], "seven years are as long as the default keeps"
    assert prove().is_intact


@pytest.mark.deep
def test_a_hundred_thousand_entries_are_proven() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO system_audit_entry (id, recorded_at, actor_id, principal_id, interface, action,"
            " outcome, subject, code, correlation_id, details) SELECT uuidv7(), now(), gen_random_uuid(),"
            " gen_random_uuid(), 'rest', 'place_order', 'SUCCEEDED', 'order:' || n, '', gen_random_uuid(),"
            " jsonb_build_object('parameters_digest', md5(n::text), 'result_digest', md5((n + 1)::text))"
            " FROM generate_series(1, 100000) AS n"
        )
    while seal_batch(connection.connection, audit_key=settings.AUDIT_KEY, now=datetime.now(UTC))[0]:
        pass

    report = prove()
    assert (report.problems, report.blocks, report.entries) == ([], 200, 100_000)
    spoil("UPDATE system_audit_entry SET subject = 'order:0' WHERE seq = 77777")
    assert [each.kind for each in prove().problems] == ["changed"]
