"""Identifiers that clients see: UUIDv7, so that their order is the order of creation."""

from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

_RANDOM_BITS = 80


def new_id() -> UUID:
    """Make a new UUIDv7."""
    return uuid7()


def id_floor(at: datetime) -> UUID:
    """The smallest id that can have been made at or after a moment: bounds of partitions and time filters."""
    return UUID(int=int(at.timestamp() * 1000) << _RANDOM_BITS)


def made_at(identifier: UUID) -> datetime:
    """When an id was made, to the millisecond (RFC 9562, section 5.7)."""
    return datetime.fromtimestamp((identifier.int >> _RANDOM_BITS) / 1000, tz=UTC)
