"""Reading settings: from a copy in the process, which is at most half a second behind the database.

Each change takes the next number of a counter in its transaction. A reader whose copy is older than
`LOOK_EVERY` reads that counter, one row by its key, and fetches what has changed since. No thread, and no
message that could be lost, is needed for all processes to agree within a second.
"""

import hashlib
import logging
import time
from collections.abc import Mapping, Sequence
from threading import Lock, local
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from pydantic import ValidationError

from apps.system.access.models import Actor
from apps.system.controls.models import SettingValue
from apps.system.controls.registry import Setting
from apps.system.events.models import Counter

logger = logging.getLogger(__name__)

T = TypeVar("T")
Values = Mapping[str, Mapping[UUID | None, Any]]
"""By setting and actor (None: the platform): nobody has set most settings, and that is seen at once."""

LOOK_EVERY = 0.5
REVISION = "settings"
_BUCKETS = 10_000


class _Copy:
    """The process's copy of all values that are set, and the revision it shows."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew at the next look."""
        self._values: Values = {}
        self._revision = 0
        self._due = 0.0

    def look_again(self) -> None:
        """Look at the database before the next answer."""
        self._due = 0.0

    def values(self) -> Values:
        """All values that are set, no older than `LOOK_EVERY`."""
        if time.monotonic() < self._due:
            return self._values
        with self._lock:
            if time.monotonic() >= self._due:
                asked = time.monotonic()
                self._update()
                self._due = asked + LOOK_EVERY
            return self._values

    def _update(self) -> None:
        newest = Counter.objects.filter(name=REVISION).values_list("last", flat=True).first() or 0
        if newest == self._revision:
            return
        is_other_database = newest < self._revision
        since = 0 if is_other_database else self._revision
        values = {} if is_other_database else {name: dict(own) for name, own in self._values.items()}
        for row in SettingValue.objects.filter(revision__gt=since):
            own = values.setdefault(row.key, {})
            own.pop(row.actor_id, None)
            if row.is_set:
                own[row.actor_id] = row.value
        self._values, self._revision = {name: own for name, own in values.items() if own}, newest


_copy = _Copy()


class _Here(local):
    """What this thread knows of its transaction."""

    has_changed = False


_here = _Here()


def note_change() -> None:
    """A change was made in this transaction: until it commits, only this transaction may see it."""
    _here.has_changed = True
    transaction.on_commit(_look_again, robust=True)


def _look_again() -> None:
    _copy.look_again()


def forget_settings() -> None:
    """Throw the process's copy away, because the database is another one."""
    _copy.forget()


def read_setting(setting: Setting[T], lineage: Sequence[UUID] = ()) -> T:
    """The value that holds for an actor of this lineage (root first), or for the platform without one."""
    return _find(setting, lineage, _values())


def read_committed_setting(setting: Setting[T], lineage: Sequence[UUID] = ()) -> T:
    """The same from the database, past the process's copy: for who keeps it from changing meanwhile."""
    return _find(setting, lineage, _stored())


def _find(setting: Setting[T], lineage: Sequence[UUID], values: Values) -> T:
    if (own := values.get(setting.key)) is None:
        return setting.default
    for actor_id in (*(reversed(lineage) if setting.per_actor else ()), None):
        if actor_id in own:
            try:
                return setting.load(own[actor_id])
            except ValidationError as error:
                # It was set when the setting had another type; the next value, or the default, holds.
                logger.error("%s holds a value that does not fit it any more: %s", setting.key, error)
    return setting.default


def read_settings(setting: Setting[T], lineage: Sequence[UUID]) -> list[tuple[UUID | None, T]]:
    """Every value that an actor of this lineage (root first) is under, nearest first; the platform's, or the
    default, comes last, under None.

    For what is a limit: there each of them binds, not only the nearest.
    """
    own, found = _values().get(setting.key, {}), []
    for actor_id in reversed(lineage):
        if setting.per_actor and actor_id in own:
            try:
                found.append((actor_id, setting.load(own[actor_id])))
            except ValidationError as error:
                logger.error("%s holds a value that does not fit it any more: %s", setting.key, error)
    return [*found, (None, read_setting(setting))]


def is_set_anywhere(setting: Setting[Any]) -> bool:
    """Whether anybody has given the setting a value."""
    return setting.key in _values()


def is_on(flag: Setting[bool | int], actor: Actor) -> bool:
    """Whether a feature is on for an actor. A share of the actors is always the same ones, chosen by hash."""
    value = read_setting(flag, actor.lineage)
    return value if isinstance(value, bool) else share_of(flag.key, actor.id) < value


def share_of(key: str, actor_id: UUID) -> float:
    """Where an actor stands in a rollout, from 0 to below 100; raising the share never drops anyone."""
    digest = hashlib.sha256(f"{key}:{actor_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % _BUCKETS * 100 / _BUCKETS


def _values() -> Values:
    return _stored() if _has_changed_here() else _copy.values()


def _stored() -> Values:
    values: dict[str, dict[UUID | None, Any]] = {}
    for row in SettingValue.objects.filter(is_set=True):
        values.setdefault(row.key, {})[row.actor_id] = row.value
    return values


def _has_changed_here() -> bool:
    """Whether this transaction has changed settings, and has neither committed nor been rolled back since."""
    if _here.has_changed:
        _here.has_changed = any(each[1] is _look_again for each in connection.run_on_commit)
    return _here.has_changed
