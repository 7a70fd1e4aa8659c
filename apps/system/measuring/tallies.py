"""Tallies of the last hour, minute by minute, that all processes add up in Redis.

What is counted waits in the process for its next flush, at most two seconds, so that counting never waits for
Redis; while Redis is away it goes on waiting. Levels (how many sockets are open) are told with each flush and
are forgotten soon after their process is gone.
"""

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import redis

from apps.system.redis import key, redis_client

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 2.0
LEVEL_SECONDS = 10.0
KEPT_SECONDS = 2 * 3600
MINUTES = 60

Tally = Mapping[str, int]


class Tallies:
    """What this process has counted and not yet told, and a thread that tells it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._counts: Counter[tuple[str, int, str]] = Counter()
        self._levels: Counter[str] = Counter()

    def add(self, group: str, counts: Tally, *, now: float | None = None) -> None:
        """Count in the present minute."""
        minute = int((now or time.time()) // 60)
        with self._lock:
            for field, amount in counts.items():
                self._counts[group, minute, field] += amount
            self._ensure_thread()

    def raise_level(self, group: str, by: int) -> None:
        """Change how many there are of something in this process."""
        with self._lock:
            self._levels[group] += by
            self._ensure_thread()

    def flush(self) -> None:
        """Tell Redis. Raises RedisError, and then nothing is lost."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            levels = dict(self._levels)
            self._levels = +self._levels  # a level that fell to zero is told once
        if not counts and not levels:
            return
        try:
            _tell(counts, levels)
        except redis.RedisError:
            with self._lock:
                self._counts.update(counts)
                self._levels.update(dict.fromkeys(levels, 0))
            raise

    def restart(self) -> None:
        """Begin anew in a forked child: what its parent counted, the parent tells."""
        self._lock, self._thread = threading.Lock(), None
        self._counts, self._levels = Counter(), Counter()

    def _ensure_thread(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._flush_now_and_then, name="tallies", daemon=True)
            self._thread.start()

    def _flush_now_and_then(self) -> None:
        is_away = False
        while self._thread is threading.current_thread():
            time.sleep(FLUSH_SECONDS)
            try:
                self.flush()
                is_away = False
            except redis.RedisError as error:
                if not is_away:
                    logger.warning("Tallies wait for Redis: %s", error)
                is_away = True


tallies = Tallies()
os.register_at_fork(after_in_child=tallies.restart)


def count_minutes(group: str, minutes: int, now: datetime) -> dict[str, int]:
    """What was counted in the present minute and those before it, `minutes` in all, by field."""
    present = int(now.timestamp() // 60)
    pipe = redis_client().pipeline(transaction=False)
    for back in range(minutes):
        pipe.hgetall(key("tally", group, present - back))
    total: Counter[str] = Counter()
    for found in pipe.execute():
        total.update({field.decode(): int(amount) for field, amount in found.items()})
    return dict(total)


def minutes_passed(minutes: int, now: datetime) -> float:
    """How long the window of `count_minutes` is: the present minute counts for what has passed of it."""
    return max(1 / 60, minutes - 1 + now.timestamp() % 60 / 60)


def read_level(group: str, now: datetime) -> int:
    """How many there are of something in all processes that have told lately; the long gone are forgotten."""
    told: dict[bytes, bytes] = redis_client().hgetall(key("level", group))  # type: ignore[assignment]
    ages = {process: now.timestamp() - float(each.split()[1]) for process, each in told.items()}
    if gone := [process for process, age in ages.items() if age > KEPT_SECONDS]:
        redis_client().hdel(key("level", group), *gone)
    return sum(int(each.split()[0]) for process, each in told.items() if ages[process] <= LEVEL_SECONDS)


def _tell(counts: Mapping[tuple[str, int, str], int], levels: Mapping[str, int]) -> None:
    """In one transaction of Redis: a tally that failed half way would be told twice."""
    now, own = time.time(), f"{os.uname().nodename}:{os.getpid()}"
    pipe = redis_client().pipeline(transaction=True)
    for (group, minute, field), amount in counts.items():
        pipe.hincrby(key("tally", group, minute), field, amount)
    for group, minute in {(group, minute) for group, minute, _ in counts}:
        pipe.expire(key("tally", group, minute), KEPT_SECONDS)
    for group, value in levels.items():
        pipe.hset(key("level", group), own, f"{value} {now}")
        pipe.expire(key("level", group), KEPT_SECONDS)
    pipe.execute()
