"""Being woken by Redis, and by the clock where Redis does not answer."""

import logging
import threading
from typing import Any

import redis

from apps.system.redis import key, redis_client

logger = logging.getLogger(__name__)


class Wakeups:
    """Waits for a message on one channel of Redis."""

    def __init__(self, channel: str, stop: threading.Event) -> None:
        self._channel = channel
        self._stop = stop
        self._subscription: Any = None

    def wait(self, seconds: float) -> None:
        """Return as soon as a message is there, at the latest after `seconds`; all that have come are one."""
        try:
            listener = self._listener()
            if listener.get_message(ignore_subscribe_messages=True, timeout=seconds) is not None:
                while listener.get_message(timeout=0) is not None:
                    continue
        except (redis.RedisError, OSError) as error:
            self._forget(error)
            self._stop.wait(seconds)

    def close(self) -> None:
        """Give the connection back."""
        if self._subscription is not None:
            self._subscription.close()
            self._subscription = None

    def _listener(self) -> Any:
        if self._subscription is None:
            listener = redis_client().pubsub()  # type: ignore[no-untyped-call]
            listener.subscribe(key(self._channel))
            self._subscription = listener
        return self._subscription

    def _forget(self, error: Exception) -> None:
        if self._subscription is not None:
            logger.warning("Redis does not answer, so the clock wakes instead: %s", error)
        self.close()
