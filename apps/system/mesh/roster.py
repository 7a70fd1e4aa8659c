"""The answers of `discover`, kept for a second, and for a minute while the database is away."""

import logging
from dataclasses import dataclass
from time import monotonic

from django.db import DatabaseError
from django.utils import timezone

from apps.system.mesh.bulkheads import PLACES
from apps.system.mesh.selectors import discover, find_places
from apps.system.mesh.types import Target

logger = logging.getLogger(__name__)

FRESH_SECONDS = 1.0
USABLE_SECONDS = 60.0
MOST_NAMES = 1000


@dataclass(frozen=True)
class Entry:
    """Where a service was to be had, when, and how many calls at a time it may have."""

    targets: tuple[Target, ...]
    places: int
    at: float


_entries: dict[str, Entry] = {}


def look_up(service: str) -> Entry:
    """Where a service is to be had. Raises DatabaseError where that was not known within the last minute."""
    known = _entries.get(service)
    age = monotonic() - known.at if known else USABLE_SECONDS
    if known and age < FRESH_SECONDS:
        return known
    try:
        found = _read(service)
    except DatabaseError as error:
        if known is None or age >= USABLE_SECONDS:
            raise
        logger.warning("%s is called where it was %.0f s ago: %s", service, age, error)
        return known
    if len(_entries) >= MOST_NAMES:
        _entries.clear()
    _entries[service] = found
    return found


def forget(service: str) -> None:
    """Look anew at the next call: this process has changed where the service is to be had."""
    _entries.pop(service, None)


def _read(service: str) -> Entry:
    now = timezone.now()
    targets = tuple(each for each in discover(service, now=now) if each.url)
    return Entry(targets, find_places(service) or PLACES, monotonic())
