"""Sealing audit entries in blocks, done by the sequencer on its own connection."""

from datetime import datetime
from typing import Any

import psycopg

from apps.system.audit.chain import ENTRY_AS_TEXT, NO_SEAL, SEQ, Block, Entry, entries_digest, seal_of

BATCH = 500

_ANY_NEW = "SELECT EXISTS (SELECT FROM system_audit_entry WHERE seq IS NULL)"
_HOLD = "SELECT last FROM system_counter WHERE name = 'audit' FOR UPDATE"
_LAST_BLOCK = "SELECT number, last_seq, seal FROM system_audit_block ORDER BY number DESC LIMIT 1"
_NUMBER = f"""
    WITH fresh AS (SELECT id FROM system_audit_entry WHERE seq IS NULL ORDER BY id LIMIT %(limit)s),
         placed AS (SELECT id, row_number() OVER (ORDER BY id) AS place FROM fresh)
    UPDATE system_audit_entry AS entry SET seq = %(last)s + placed.place
    FROM placed WHERE entry.id = placed.id AND entry.seq IS NULL
    RETURNING {ENTRY_AS_TEXT}
"""
_ADVANCE = "UPDATE system_counter SET last = %s WHERE name = 'audit'"
_INSERT = """
    INSERT INTO system_audit_block
        (number, first_seq, last_seq, entries_digest, previous_seal, seal, sealed_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def seal_batch(
    link: "psycopg.Connection[tuple[Any, ...]]", *, audit_key: str, now: datetime, limit: int = BATCH
) -> tuple[Block | None, bool]:
    """Number the oldest unsealed entries and seal them as one block, in one transaction.

    Answers the block (None where nothing was new), and whether it was full, so that more may wait.
    """
    if link.execute(_ANY_NEW).fetchone() != (True,):
        return None, False
    with link.transaction():
        counted = link.execute(_HOLD).fetchone()
        number, last, seal = link.execute(_LAST_BLOCK).fetchone() or (0, 0, NO_SEAL)
        # The counter wins over a table that was cut: numbers are never given twice.
        last = max(last, counted[0] if counted else 0)
        rows = link.execute(_NUMBER.encode(), {"limit": limit, "last": last}).fetchall()
        if not rows:
            return None, False
        block = _block(number + 1, last, seal, _in_order(rows), now, audit_key)
        link.execute(_ADVANCE, [block.last_seq])
        link.execute(_INSERT, _values(block))
    return block, len(rows) == limit


def _in_order(rows: list[tuple[Any, ...]]) -> list[Entry]:
    return sorted(rows, key=lambda row: int(row[SEQ] or 0))


def _block(number: int, last: int, seal: str, entries: list[Entry], now: datetime, audit_key: str) -> Block:
    said = Block(number, last + 1, last + len(entries), entries_digest(entries), seal, now)
    return Block(**{**vars(said), "seal": seal_of(said, audit_key)})


def _values(block: Block) -> list[Any]:
    return [
        block.number,
        block.first_seq,
        block.last_seq,
        block.entries_digest,
        block.previous_seal,
        block.seal,
        block.sealed_at,
    ]
