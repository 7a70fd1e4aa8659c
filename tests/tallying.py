"""Tallies that begin at nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from apps.system.measuring.tallies import tallies
from apps.system.redis import key, redis_client


@contextmanager
def fresh_tallies() -> Iterator[None]:
    """Within the block, neither this process nor Redis has counted anything before."""
    _forget()
    try:
        yield
    finally:
        _forget()


def _forget() -> None:
    tallies.restart()
    client = redis_client()
    for pattern in ("tally", "level"):
        for name in client.scan_iter(key(pattern, "*")):
            client.delete(name)
