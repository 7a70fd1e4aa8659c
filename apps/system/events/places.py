"""How many sockets a process holds: all in all, and of one caller."""

import resource
from collections import Counter
from uuid import UUID

MOST = 5_000
MOST_OF_ONE = 200

BESIDE = 1_000
"""Files that a process has open beside its sockets."""


def allow_open_files() -> None:
    """Let this process open as many files as all its places take, as far as the machine lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + BESIDE if hard == resource.RLIM_INFINITY else min(MOST + BESIDE, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Places:
    """Who is on how many sockets. One who has not said who it is takes a place, too."""

    def __init__(self) -> None:
        self._taken = 0
        self._by_caller: Counter[UUID] = Counter()

    def enter(self) -> bool:
        """Take a place; False where there is none."""
        if self._taken >= MOST:
            return False
        self._taken += 1
        return True

    def leave(self) -> None:
        """Give a place back."""
        self._taken -= 1

    def admit(self, caller_id: UUID) -> bool:
        """Count a socket to its caller; False where that one has too many."""
        if self._by_caller[caller_id] >= MOST_OF_ONE:
            return False
        self._by_caller[caller_id] += 1
        return True

    def dismiss(self, caller_id: UUID) -> None:
        """A caller's socket is gone."""
        self._by_caller[caller_id] -= 1
        if not self._by_caller[caller_id]:
            del self._by_caller[caller_id]


places = Places()
