"""How audit entries are sealed: pure functions from rows to digests.

An entry is digested as JSON of all its columns in text form, with the digest of `details` in place of the
details, so that a personal payload can be erased later without breaking the chain.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

NO_SEAL = "0" * 64
_TIME = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

SEALED_COLUMNS = (
    "id",
    "seq",
    "recorded_at",
    "actor_id",
    "principal_id",
    "interface",
    "action",
    "outcome",
    "subject",
    "code",
    "call_id",
    "correlation_id",
    "details",
)
ENTRY_AS_TEXT = ", ".join(
    _TIME.format(f"entry.{name}") if name == "recorded_at" else f"entry.{name}::text"
    for name in SEALED_COLUMNS
)
"""What to select of `system_audit_entry AS entry`, for `entry_line`."""

Entry = Sequence[str | None]
SEQ = SEALED_COLUMNS.index("seq")


@dataclass(frozen=True)
class Block:
    """A sealed run of entries, as its row in `system_audit_block`."""

    number: int
    first_seq: int
    last_seq: int
    entries_digest: str
    previous_seal: str
    sealed_at: datetime
    seal: str = ""


def entries_digest(entries: Iterable[Entry]) -> str:
    """SHA-256 over the lines of a block's entries, in order of `seq`."""
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(entry_line(entry))
    return digest.hexdigest()


def entry_line(entry: Entry) -> bytes:
    """One entry as canonical JSON, ended by a line feed."""
    facts = dict(zip(SEALED_COLUMNS, entry, strict=True))
    facts["details"] = hashlib.sha256((facts["details"] or "").encode()).hexdigest()
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def seal_of(block: Block, audit_key: str) -> str:
    """HMAC-SHA256 over everything a block says, the seal before it included."""
    moment = f"{block.sealed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    said = (block.number, block.first_seq, block.last_seq, block.entries_digest, block.previous_seal, moment)
    return sign("block", *said, audit_key=audit_key)


def sign(purpose: str, *said: object, audit_key: str) -> str:
    """HMAC-SHA256 of some values for one purpose, so that no signature serves for another."""
    text = "|".join([purpose, *map(str, said)])
    return hmac.new(audit_key.encode(), text.encode(), hashlib.sha256).hexdigest()
