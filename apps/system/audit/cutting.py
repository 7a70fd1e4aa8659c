"""Dropping the old end of the audit trail, partition by partition, so that the rest stays proven.

The last block that goes wholly is written down as an anchor, signed with the audit key: `verify` begins
there. Entries that are old but share a block with younger ones are kept until that block goes, too. Whoever
drops a partition without signing an anchor leaves a gap that `verify` tells of.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from apps.system.audit.chain import sign
from apps.system.audit.models import AuditAnchor
from apps.system.audit.services import record_audit
from apps.system.ids import id_floor
from apps.system.partitions import Partition, list_partitions

logger = logging.getLogger(__name__)

TABLE = "system_audit_entry"
MOST_MOVED = 10_000
"""Old entries that share a block with younger ones; more would mean that sealing had stood still."""

_HOLD = "SELECT last FROM system_counter WHERE name = 'audit' FOR UPDATE"
_PATIENCE = "SET LOCAL lock_timeout = '5s'"
_ANY_UNSEALED = "SELECT EXISTS (SELECT FROM system_audit_entry WHERE seq IS NULL AND id < %s)"
_FIRST_KEPT = "SELECT min(seq) FROM system_audit_entry WHERE id >= %s"
_LAST_WHOLE = """
    SELECT number, last_seq, seal FROM system_audit_block
    WHERE %(first)s::bigint IS NULL OR last_seq < %(first)s ORDER BY number DESC LIMIT 1
"""
_LEFT = "SELECT count(*) FILTER (WHERE seq > %s), count(*) FROM system_audit_entry WHERE id < %s"
_FORGET_MOVED = "DELETE FROM system_audit_entry_default WHERE seq <= %s"
_FORGET_BLOCKS = "DELETE FROM system_audit_block WHERE number < %s"


@transaction.atomic
def cut_audit(before: datetime, *, by: UUID, audit_key: str, now: datetime) -> AuditAnchor | None:
    """Drop the partitions that end by then; answers the anchor, or None where nothing can go yet.

    The sequencer waits meanwhile: a few locks and statements, whatever the size of what goes.
    """
    old = [each for each in list_partitions(TABLE) if each.end <= before]
    if not old:
        return None
    until = id_floor(old[-1].end)
    _run(_PATIENCE)
    _run(_HOLD)
    if _one(_ANY_UNSEALED, until)[0]:
        logger.warning("Audit entries before %s are not sealed yet: none is dropped.", before)
        return None
    (first,) = _one(_FIRST_KEPT, until)
    block = _find_last_whole(first)
    if block is None:
        return None
    moved, all_old = _one(_LEFT, block[1], until)
    if moved > MOST_MOVED:
        logger.error("%d old audit entries share blocks with younger ones: none is dropped.", moved)
        return None
    anchor = _drop(old, block, all_old - moved, audit_key, now)
    _tell(anchor, old, by)
    return anchor


def signature_of(anchor: AuditAnchor, audit_key: str) -> str:
    """What makes an anchor ours: whoever has all rights over the database cannot sign it."""
    said = (anchor.number, anchor.last_seq, anchor.seal, anchor.dropped, anchor.entries)
    return sign("anchor", *said, f"{anchor.cut_at.timestamp():.6f}", audit_key=audit_key)


def _find_last_whole(first: int | None) -> tuple[int, int, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(_LAST_WHOLE, {"first": first})
        found: tuple[int, int, str] | None = cursor.fetchone()
    return found


def _drop(
    old: list[Partition], block: tuple[int, int, str], entries: int, audit_key: str, now: datetime
) -> AuditAnchor:
    number, last_seq, seal = block
    anchor = AuditAnchor(
        number=number, last_seq=last_seq, seal=seal, dropped=old[-1].name, entries=entries, cut_at=now
    )
    anchor.signature = signature_of(anchor, audit_key)
    anchor.save()
    for each in old:
        _run(f'ALTER TABLE {TABLE} DETACH PARTITION "{each.name}"')
        # Its ids are nobody's now: what is kept of it goes to the default partition.
        _run(f'INSERT INTO {TABLE} SELECT * FROM "{each.name}" WHERE seq > %s', last_seq)
        _run(f'DROP TABLE "{each.name}"')
    _run(_FORGET_MOVED, last_seq)
    _run(_FORGET_BLOCKS, number)
    return anchor


def _tell(anchor: AuditAnchor, old: list[Partition], by: UUID) -> None:
    names = [each.name for each in old]
    record_audit(
        actor_id=by,
        principal_id=by,
        interface="system",
        action="cut_audit",
        outcome="SUCCEEDED",
        subject=f"block:{anchor.number}",
        details={"last_seq": anchor.last_seq, "entries": anchor.entries, "partitions": names},
    )
    logger.info(
        "Audit entries up to %d went with %s; block %d is the anchor.", anchor.last_seq, names, anchor.number
    )


def _run(statement: str, *parameters: int | UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)


def _one(statement: str, *parameters: int | UUID) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        row: tuple[int, ...] = cursor.fetchone()
    return row
