"""What was sealed is proven as it was sealed; whatever is done to it shows."""

from datetime import UTC, datetime
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from apps.system.audit.chain import SEALED_COLUMNS
from apps.system.audit.heads import Head, HeadKeeper
from apps.system.audit.models import AuditBlock, AuditEntry
from apps.system.audit.sealing import seal_batch
from apps.system.audit.services import record_audit
from apps.system.audit.verify import AuditReport, verify_audit
from apps.system.events.models import Counter
from apps.system.ids import new_id
from apps.system.redis import key, redis_client
from tests.system.streams import sequencing, until

pytestmark = pytest.mark.django_db
sequenced = pytest.mark.django_db(transaction=True)

BLOCKS, ENTRIES_EACH = 4, 3
LAST = BLOCKS * ENTRIES_EACH

Statement = str


@pytest.fixture(autouse=True)
def own_place() -> None:
    """The head that another test exported is none of this one's."""
    redis_client().delete(key("audit", "head", connection.settings_dict["NAME"]))


@pytest.fixture
def trail() -> None:
    """Four sealed blocks of three entries each, the head exported."""
    keeper = HeadKeeper(settings.AUDIT_KEY)
    Counter.objects.get_or_create(name="audit")
    for _ in range(BLOCKS):
        for number in range(ENTRIES_EACH):
            record(number)
        block, _ = seal_batch(connection.connection, audit_key=settings.AUDIT_KEY, now=datetime.now(UTC))
        assert block is not None
        keeper.export(block)


def record(number: int) -> AuditEntry:
    """One audited action."""
    return record_audit(
        actor_id=new_id(),
        principal_id=new_id(),
        interface="rest",
        action="place_order",
        outcome="SUCCEEDED",
        subject=f"order:{number}",
        code="none",
        call_id=new_id(),
        details={"quantity": "0.10", "price": 1.10, "note": "größer ✓"},
    )


def tamper(*statements: Statement) -> None:
    """What somebody with all rights over the database can do."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount > 0
        cursor.execute("SET LOCAL session_replication_role = origin")


def kinds(report: AuditReport) -> set[str]:
    """The kinds of problems that were found."""
    return {problem.kind for problem in report.problems}


def test_an_untouched_trail_is_proven(trail: None) -> None:
    report = verify_audit()
    assert report.problems == []
    assert (report.blocks, report.entries, report.unsealed) == (BLOCKS, LAST, 0)
    assert report.head == report.exported
    assert report.head is not None
    assert report.head.number == BLOCKS


def test_entries_that_are_not_sealed_yet_are_reported_and_are_no_problem(trail: None) -> None:
    entry = record(1)
    report = verify_audit()
    assert report.is_intact
    assert (report.unsealed, report.unsealed_since) == (1, entry.recorded_at)


def test_every_column_is_sealed() -> None:
    assert set(SEALED_COLUMNS) == {field.column for field in AuditEntry._meta.concrete_fields}


def _changed(field: Any) -> str:
    """SQL for another value of the same type."""
    name, kind = field.column, field.get_internal_type()
    if kind == "UUIDField":
        return f"'{uuid4()}'"
    if kind == "DateTimeField":
        return f"{name} + interval '1 microsecond'"
    if kind == "BigIntegerField":
        return f"{name} + 1000"
    if kind == "JSONField":
        return "jsonb_set(details, '{quantity}', '\"0.1\"')"
    return f"reverse({name}) || '!'"


@pytest.mark.parametrize("column", [each.column for each in AuditEntry._meta.concrete_fields])
def test_a_change_to_any_column_of_an_entry_is_found(trail: None, column: str) -> None:
    field = next(each for each in AuditEntry._meta.concrete_fields if each.column == column)
    tamper(f"UPDATE system_audit_entry SET {column} = {_changed(field)} WHERE seq = 5")
    assert not verify_audit().is_intact


@pytest.mark.parametrize("column", ["call_id", "seq"])
def test_emptying_a_column_of_an_entry_is_found(trail: None, column: str) -> None:
    tamper(f"UPDATE system_audit_entry SET {column} = NULL WHERE seq = 5")
    assert not verify_audit().is_intact


@pytest.mark.parametrize("column", [each.column for each in AuditBlock._meta.concrete_fields])
@pytest.mark.parametrize("number", [1, 3, BLOCKS])
def test_a_change_to_any_column_of_a_block_is_found(trail: None, column: str, number: int) -> None:
    field = next(each for each in AuditBlock._meta.concrete_fields if each.column == column)
    change = "md5(random()::text) || md5(random()::text)" if field.max_length == 64 else _changed(field)
    tamper(f"UPDATE system_audit_block SET {column} = {change} WHERE number = {number}")
    assert not verify_audit().is_intact


TAMPERINGS: dict[str, list[Statement]] = {
    "an entry is deleted": ["DELETE FROM system_audit_entry WHERE seq = 5"],
    "the last entry is deleted": [f"DELETE FROM system_audit_entry WHERE seq = {LAST}"],
    "a block is deleted": ["DELETE FROM system_audit_block WHERE number = 2"],
    "the first block and its entries are deleted": [
        "DELETE FROM system_audit_block WHERE number = 1",
        "DELETE FROM system_audit_entry WHERE seq <= 3",
    ],
    "two entries change places": [
        "UPDATE system_audit_entry SET seq = CASE seq WHEN 4 THEN 5 ELSE 4 END WHERE seq IN (4, 5)"
    ],
    "two blocks change places": [
        "UPDATE system_audit_block SET number = 99 WHERE number = 2",
        "UPDATE system_audit_block SET number = 2 WHERE number = 3",
        "UPDATE system_audit_block SET number = 3 WHERE number = 99",
    ],
    "an entry is added to a sealed block": [
        "INSERT INTO system_audit_entry SELECT gen_random_uuid(), 5, recorded_at, actor_id, principal_id,"
        " interface, action, outcome, subject, code, call_id, correlation_id, details"
        " FROM system_audit_entry WHERE seq = 5"
    ],
    "a numbered entry is added behind the end": [
        f"INSERT INTO system_audit_entry SELECT gen_random_uuid(), {LAST + 1}, recorded_at, actor_id,"
        " principal_id, interface, action, outcome, subject, code, call_id, correlation_id, details"
        " FROM system_audit_entry WHERE seq = 5"
    ],
    "the last block is deleted": [f"DELETE FROM system_audit_block WHERE number = {BLOCKS}"],
    "the last block and its entries are deleted": [
        f"DELETE FROM system_audit_block WHERE number = {BLOCKS}",
        "DELETE FROM system_audit_entry WHERE seq > 9",
    ],
    "the tail is cut and the counter set back": [
        "DELETE FROM system_audit_block WHERE number > 2",
        "DELETE FROM system_audit_entry WHERE seq > 6",
        "UPDATE system_counter SET last = 6 WHERE name = 'audit'",
    ],
    "everything is deleted": [
        "DELETE FROM system_audit_block",
        "DELETE FROM system_audit_entry",
        "UPDATE system_counter SET last = 0 WHERE name = 'audit'",
    ],
}


@pytest.mark.parametrize("statements", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_it_is_found_when(trail: None, statements: list[Statement]) -> None:
    tamper(*statements)
    assert not verify_audit().is_intact


def test_a_tail_cut_with_the_counter_is_known_by_the_exported_head(trail: None) -> None:
    exported = verify_audit().head
    assert exported is not None
    tamper(*TAMPERINGS["the tail is cut and the counter set back"])
    assert kinds(verify_audit()) == {"cut"}
    redis_client().delete(key("audit", "head", connection.settings_dict["NAME"]))
    assert verify_audit().exported is None
    assert kinds(verify_audit(expected=[exported])) == {"cut"}


@sequenced
def test_a_cut_tail_stays_found_after_the_sequencer_has_sealed_on(trail: None) -> None:
    tamper(*TAMPERINGS["the tail is cut and the counter set back"])
    with sequencing():
        for number in range(LAST):
            record(number)
        until(lambda: not AuditEntry.objects.filter(seq=None).exists())
    assert not verify_audit().is_intact


def test_an_exported_head_that_was_forged_is_not_taken(trail: None) -> None:
    earlier = AuditBlock.objects.get(number=2)
    place = key("audit", "head", connection.settings_dict["NAME"])
    redis_client().set(place, f'{{"number": 2, "seal": "{earlier.seal}", "signature": "{earlier.seal}"}}')
    assert verify_audit().exported is None


def test_another_key_proves_nothing(trail: None) -> None:
    assert "forged" in kinds(verify_audit(audit_key="not the key"))


@sequenced
def test_the_sequencer_seals_what_is_recorded() -> None:
    with sequencing():
        for number in range(1200):
            record(number)
        until(lambda: not AuditEntry.objects.filter(seq=None).exists())
    report = verify_audit()
    assert report.problems == []
    assert report.entries == 1200


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE system_audit_entry SET outcome = 'REFUSED' WHERE seq = 5",
        "UPDATE system_audit_entry SET seq = 99 WHERE seq = 5",
        "DELETE FROM system_audit_entry WHERE seq = 5",
        "UPDATE system_audit_block SET seal = 'x' WHERE number = 1",
        "DELETE FROM system_audit_block WHERE number = 1",
    ],
)
def test_the_database_refuses_to_rewrite_the_trail(trail: None, statement: Statement) -> None:
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute(statement)


def test_the_command_says_what_it_read_and_fails_where_something_is_wrong(trail: None) -> None:
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert f"{BLOCKS} blocks, {LAST} entries, 0 not sealed yet" in said.getvalue()
    tamper("DELETE FROM system_audit_entry WHERE seq = 5")
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=said)
    assert "missing: entry 5" in said.getvalue()


def test_the_command_takes_a_head_from_the_log(trail: None) -> None:
    said = StringIO()
    head = Head(BLOCKS, AuditBlock.objects.get(number=BLOCKS).seal)
    call_command("verify_audit", "--head", str(head), stdout=said)
    with pytest.raises(CommandError):
        call_command("verify_audit", "--head", f"{BLOCKS}:{'0' * 64}", stdout=said)
