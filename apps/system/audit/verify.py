"""Proving the audit trail: entries and blocks as they were sealed, none missing, none added, no tail cut."""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice

import redis
from django.conf import settings
from django.db import connection, models

from apps.system.audit.chain import ENTRY_AS_TEXT, NO_SEAL, SEQ, Block, Entry, entries_digest, seal_of
from apps.system.audit.cutting import signature_of
from apps.system.audit.heads import Head, find_exported_head, stands
from apps.system.audit.models import AuditAnchor, AuditBlock, AuditEntry

MAX_PROBLEMS = 1000
CHUNK = 100
_READ_AHEAD = 2000
_ENTRIES = f"""
    SELECT {ENTRY_AS_TEXT} FROM system_audit_entry AS entry
    WHERE seq BETWEEN %s AND %s ORDER BY seq, id
"""
_COLUMNS = [each.name for each in Block.__dataclass_fields__.values()]


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it was sealed. `kind`: changed, missing, added, cut, reordered, forged."""

    kind: str
    where: str
    detail: str


@dataclass
class AuditReport:
    """What `verify_audit` found."""

    blocks: int = 0
    entries: int = 0
    unsealed: int = 0
    unsealed_since: datetime | None = None
    head: Head | None = None
    exported: Head | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        """Whether nothing is wrong with what was sealed."""
        return not self.problems

    def add(self, kind: str, where: str, detail: str) -> None:
        """Note a problem; past a thousand they say nothing new."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(kind, where, detail))


def verify_audit(
    *,
    expected: Sequence[Head] = (),
    audit_key: str | None = None,
    after: int = 0,
    ask_redis: bool = True,
) -> AuditReport:
    """Read the trail and report whatever differs from what was sealed, and how much is not sealed yet.

    Where older entries were dropped, it begins at the anchor that was signed for it. `expected` are heads
    exported earlier (from the log): the chain must still contain them, unless it was cut behind them. `after`
    is the number of a block up to which it was proven before: only what follows is read. Without `ask_redis`
    the head kept there is left out, for whoever reads a snapshot that it may be ahead of.
    """
    report, secret = AuditReport(), audit_key or settings.AUDIT_KEY
    sealed_to = _read_upper_bound()
    anchor = _find_anchor(report, secret)
    previous = _block_before(after) if after > anchor.number else anchor
    for block, entries in _sealed(previous.number, sealed_to, secret):
        _check_block(report, block, previous)
        if entries is None:
            report.add("forged", f"block {block.number}", "its seal does not match what it says")
        else:
            _check_entries(report, block, entries)
        report.blocks, report.entries, previous = (
            report.blocks + 1,
            report.entries + len(entries or ()),
            block,
        )
    report.head = Head(previous.number, previous.seal) if previous.number else None
    _check_outside(report, anchor, previous)
    _check_tail(
        report, [each for each in expected if each.number >= anchor.number], secret, ask_redis=ask_redis
    )
    _count_unsealed(report)
    return report


def _read_upper_bound() -> int:
    """The last block now: what is sealed while we read waits for the next proof."""
    return AuditBlock.objects.aggregate(last=models.Max("number"))["last"] or 0


_NOTHING = Block(0, 0, 0, "", NO_SEAL, datetime.min.replace(tzinfo=UTC), NO_SEAL)
"""What is before the first block."""


def _block_before(number: int) -> Block:
    """The block to go on from; the nothing before the first one where it is not there."""
    row = AuditBlock.objects.filter(number=number).values(*_COLUMNS).first()
    return Block(**row) if row else _NOTHING


def _find_anchor(report: AuditReport, secret: str) -> Block:
    """The block at which the trail begins since it was cut; the nothing before the first one otherwise."""
    anchor = AuditAnchor.objects.order_by("-number").first()
    if anchor is None:
        return _NOTHING
    if not hmac.compare_digest(anchor.signature, signature_of(anchor, secret)):
        report.add("forged", f"anchor {anchor.number}", "it was not signed by us")
        return _NOTHING
    block = _block_before(anchor.number)
    if (block.seal, block.last_seq) != (anchor.seal, anchor.last_seq):
        report.add("changed", f"block {anchor.number}", "it is not the anchor that was signed")
    for number in AuditBlock.objects.filter(number__lt=anchor.number).values_list("number", flat=True)[
        :CHUNK
    ]:
        report.add("added", f"block {number}", f"everything before block {anchor.number} was dropped")
    return replace(_NOTHING, number=anchor.number, last_seq=anchor.last_seq, seal=anchor.seal)


def _sealed(after: int, sealed_to: int, secret: str) -> Iterator[tuple[Block, list[Entry] | None]]:
    """Each block with its entries, or with None where its seal is wrong and it says nothing to rely on."""
    new = AuditBlock.objects.filter(number__gt=after, number__lte=sealed_to)
    rows = new.order_by("number").values(*_COLUMNS)
    blocks = (Block(**row) for row in rows.iterator(chunk_size=500))
    while chunk := list(islice(blocks, CHUNK)):
        honest = {each.number for each in chunk if hmac.compare_digest(each.seal, seal_of(each, secret))}
        spans = [(each.first_seq, each.last_seq) for each in chunk if each.number in honest]
        found = _entries_between(min(spans)[0], max(spans)[1]) if spans else {}
        for block in chunk:
            span = range(block.first_seq, block.last_seq + 1)
            yield block, [e for seq in span for e in found.get(seq, ())] if block.number in honest else None


def _entries_between(first: int, last: int) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [first, last])
        while rows := cursor.fetchmany(_READ_AHEAD):
            for row in rows:
                found.setdefault(int(row[SEQ]), []).append(row)
    return found


def _check_block(report: AuditReport, block: Block, previous: Block) -> None:
    where = f"block {block.number}"
    if block.number != previous.number + 1:
        report.add("missing", where, f"follows block {previous.number}")
    if block.previous_seal != previous.seal:
        report.add("reordered", where, "does not chain to the block before it")
    if block.first_seq != previous.last_seq + 1:
        report.add("missing", where, f"starts at entry {block.first_seq}, expected {previous.last_seq + 1}")


def _check_entries(report: AuditReport, block: Block, entries: list[Entry]) -> None:
    expected = range(block.first_seq, block.last_seq + 1)
    seen = [int(entry[SEQ] or 0) for entry in entries]
    for seq in sorted(set(expected) - set(seen)):
        report.add("missing", f"entry {seq}", f"block {block.number} sealed it, and it is gone")
    for seq in sorted({seq for seq in seen if seen.count(seq) > 1} if len(seen) > len(set(seen)) else ()):
        report.add("added", f"entry {seq}", "two entries have this number")
    if entries_digest(entries) != block.entries_digest and seen == list(expected):
        report.add("changed", f"block {block.number}", f"an entry from {seen[0]} to {seen[-1]} was changed")


def _check_outside(report: AuditReport, anchor: Block, last: Block) -> None:
    outside = AuditEntry.objects.filter(models.Q(seq__lte=anchor.last_seq) | models.Q(seq__gt=last.last_seq))
    later = AuditBlock.objects.filter(number__gt=last.number).aggregate(last=models.Max("last_seq"))["last"]
    if later is not None:
        outside = outside.exclude(seq__gt=last.last_seq, seq__lte=later)
    for seq in outside.order_by("seq").values_list("seq", flat=True)[:MAX_PROBLEMS]:
        report.add("cut", f"entry {seq}", "it is numbered, and no block seals it")


def _check_tail(report: AuditReport, expected: Sequence[Head], secret: str, *, ask_redis: bool) -> None:
    counted = _counted()
    newest = AuditBlock.objects.aggregate(last=models.Max("last_seq"))["last"] or 0
    if counted != newest:
        report.add("cut", "tail", f"{counted} entries were sealed, the last block ends at {newest}")
    try:
        report.exported = find_exported_head(secret) if ask_redis else None
    except redis.RedisError as error:
        report.add("unproven", "tail", f"Redis does not tell the exported head: {error}")
    for head in filter(None, [report.exported, *expected]):
        if not stands(head):
            report.add("cut", f"block {head.number}", "it was exported as the head, and is gone or another")


def _counted() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last FROM system_counter WHERE name = 'audit'")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _count_unsealed(report: AuditReport) -> None:
    found = AuditEntry.objects.filter(seq=None).aggregate(
        count=models.Count("id"), since=models.Min("recorded_at")
    )
    report.unsealed, report.unsealed_since = found["count"], found["since"]
