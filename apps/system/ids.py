"""Identifiers that clients see: UUIDv7, so that their order is the order of creation."""

from datetime import UTC, datetime
from uuid import UUID, SafeUUID

from uuid_utils import uuid7

_RANDOM_BITS = 80
_set_number, _set_safety = vars(UUID)["int"].__set__, vars(UUID)["is_safe"].__set__
_UNKNOWN = SafeUUID.unknown


def new_id() -> UUID:
    """Make a new UUIDv7.

    Its parts are set as they are: `UUID` would check arguments that cannot be wrong, for longer than all else
    takes.
    """
    made = UUID.__new__(UUID)
    _set_number(made, uuid7().int)
    _set_safety(made, _UNKNOWN)
    return made


def id_floor(at: datetime) -> UUID:
    """The smallest id that can have been made at or after a moment: bounds of partitions and time filters."""
    return UUID(int=int(at.timestamp() * 1000) << _RANDOM_BITS)


def made_at(identifier: UUID) -> datetime:
    """When an id was made, to the millisecond (RFC 9562, section 5.7)."""
    return datetime.fromtimestamp((identifier.int >> _RANDOM_BITS) / 1000, tz=UTC)
