"""Bounded calls per service, so that one that hangs takes its own places and nobody else's."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from apps.system.errors import Unavailable

PLACES = 32


class Bulkhead:
    """So many calls of one service at a time; a call too many is refused at once."""

    def __init__(self, service: str, places: int) -> None:
        self.service, self.places = service, places
        self._free = BoundedSemaphore(places)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place within the block. Raises Unavailable (`bulkhead_full`)."""
        if not self._free.acquire(blocking=False):
            raise Unavailable(
                f"{self.places} calls to {self.service} are under way; another one has no place.",
                code="bulkhead_full",
                details={"service": self.service, "places": self.places},
                retry_after=1,
            )
        try:
            yield
        finally:
            self._free.release()
