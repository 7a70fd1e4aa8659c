"""How many requests an account may make at its exchange: so many a second, with a reserve for a burst."""

import asyncio
from dataclasses import dataclass, field
from time import monotonic


@dataclass
class Budget:
    """A bucket that fills by `rate` a second up to `burst`; taking from an empty one waits."""

    rate: float
    burst: float
    _tokens: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._tokens, self._at = self.burst, monotonic()

    async def take(self) -> None:
        """Wait for a request's turn."""
        self._fill()
        while self._tokens < 1:
            await asyncio.sleep((1 - self._tokens) / self.rate)
            self._fill()
        self._tokens -= 1

    def give_back(self) -> None:
        """No request was made."""
        self._tokens = min(self.burst, self._tokens + 1)

    def _fill(self) -> None:
        now = monotonic()
        self._tokens, self._at = min(self.burst, self._tokens + (now - self._at) * self.rate), now
