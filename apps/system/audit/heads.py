"""The head of the audit chain, kept outside the database, so that cutting the tail shows.

A chain alone cannot say that it once was longer. So the sequencer exports each new head: signed into Redis,
where `verify` looks, and once a minute into the log, from where an operator can hand it to
`verify_audit --head NUMBER:SEAL`. The signature is not the block's own seal: whoever can read the table
cannot make an older block look like the head.
"""

import hmac
import json
import logging
import time
from dataclasses import dataclass

import redis
from django.db import DatabaseError, connection

from apps.system.audit.chain import Block, sign
from apps.system.audit.models import AuditBlock
from apps.system.redis import key, redis_client

logger = logging.getLogger(__name__)

LOG_EVERY = 60.0


@dataclass(frozen=True)
class Head:
    """The last block that was sealed, by its number and seal."""

    number: int
    seal: str

    def __str__(self) -> str:
        return f"{self.number}:{self.seal}"


class HeadKeeper:
    """Exports heads for the sequencer that leads; never replaces a head that the chain no longer has."""

    def __init__(self, audit_key: str) -> None:
        self._audit_key = audit_key
        self._logged_at = -LOG_EVERY
        self._missed: Head | None = None

    def export(self, block: Block) -> None:
        """Keep the block as the head. Unreachable Redis is only told: the next head replaces it."""
        head = Head(block.number, block.seal)
        if time.monotonic() - self._logged_at >= LOG_EVERY:
            self._logged_at = time.monotonic()
            logger.info("Audit head %s", head)
        try:
            self._keep(head, before=Head(block.number - 1, block.previous_seal))
        except (redis.RedisError, DatabaseError) as error:
            logger.warning("The audit head was not exported to Redis: %s", error)

    def _keep(self, head: Head, *, before: Head) -> None:
        kept = find_exported_head(self._audit_key)
        if kept is not None and kept != before and not self._still_stands(kept):
            if kept != self._missed:
                logger.critical("The audit trail was cut or changed: block %s was sealed and is gone.", kept)
            self._missed = kept
            return
        signature = _signature(head, self._audit_key)
        said = json.dumps({"number": head.number, "seal": head.seal, "signature": signature})
        redis_client().set(_place(), said)

    def _still_stands(self, kept: Head) -> bool:
        connection.close_if_unusable_or_obsolete()
        return stands(kept)


def stands(head: Head) -> bool:
    """Whether the chain still has the block that this head names."""
    return AuditBlock.objects.filter(number=head.number, seal=head.seal).exists()


def find_exported_head(audit_key: str) -> Head | None:
    """The head that Redis keeps, or None where there is none or its signature is wrong. Raises RedisError."""
    found = redis_client().get(_place())
    if found is None:
        return None
    try:
        said = json.loads(found)
        head, signature = Head(int(said["number"]), str(said["seal"])), str(said["signature"])
    except (ValueError, KeyError, TypeError):
        head, signature = Head(0, ""), ""
    if not hmac.compare_digest(signature, _signature(head, audit_key)):
        logger.critical("What Redis keeps as the audit head was not signed by us: %s", head)
        return None
    return head


def _signature(head: Head, audit_key: str) -> str:
    return sign("head", head.number, head.seal, audit_key=audit_key)


def _place() -> str:
    return key("audit", "head", connection.settings_dict["NAME"])
