"""A token bucket: so many at once, so many a second."""

from dataclasses import dataclass, field


@dataclass
class TokenBucket:
    """Holds up to `burst` tokens and gains `rate` a second; times are seconds of a monotonic clock."""

    rate: float
    burst: float
    tokens: float = field(init=False)
    refilled_at: float | None = None

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def take(self, now: float) -> bool:
        """Take one token if there is one."""
        if self.refilled_at is not None:
            self.tokens = min(self.burst, self.tokens + (now - self.refilled_at) * self.rate)
        self.refilled_at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True
