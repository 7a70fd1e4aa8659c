"""How many retries a service may cost: a share of its calls, so that retries never become the load."""

from dataclasses import dataclass, field
from threading import Lock

RATIO = 0.2
RESERVE = 10.0


@dataclass
class RetryBudget:
    """Each call earns a fifth of a retry; up to ten are kept, and they are there from the start."""

    ratio: float = RATIO
    reserve: float = RESERVE
    tokens: float = RESERVE
    _lock: Lock = field(default_factory=Lock, repr=False)

    def earn(self) -> None:
        """A call begins."""
        with self._lock:
            self.tokens = min(self.reserve, self.tokens + self.ratio)

    def spend(self) -> bool:
        """Whether one retry may be made; it is then paid for."""
        with self._lock:
            if self.tokens < 1:
                return False
            self.tokens -= 1
            return True
