"""How the server fails: once for each fault, at the first request that it is meant for."""

from dataclasses import dataclass
from enum import Enum, auto


class Effect(Enum):
    """What happens to a request."""

    REFUSE = auto()
    """Answered with a status and an error, and not acted on."""

    HANG_UP_BEFORE = auto()
    """The connection is closed, and nothing was done."""

    HANG_UP_AFTER = auto()
    """It was acted on, and the connection is closed without an answer."""

    KILL_BEFORE = auto()
    """Whoever asks is killed (`ExchangeServer.victim`), and nothing was done."""

    KILL_AFTER = auto()
    """It was acted on, and whoever asks is killed before the answer comes."""

    HANG_AFTER = auto()
    """It was acted on, and no answer comes until the test is over."""


@dataclass(frozen=True)
class Fault:
    """One failure of `method path` (a path's end), such as `POST /order`."""

    where: str
    effect: Effect
    status: int = 400
    code: int = -1000
    message: str = "Refused by the test."
    retry_after: int | None = None

    def meets(self, method: str, path: str) -> bool:
        """Whether it is meant for a request."""
        wanted, end = self.where.split()
        return wanted == method and path.endswith(end)

    @classmethod
    def refuse(cls, where: str, status: int, code: int = -1000, retry_after: int | None = None) -> "Fault":
        """Answer with an error."""
        return cls(where, Effect.REFUSE, status, code, retry_after=retry_after)

    @classmethod
    def hang_up_before(cls, where: str) -> "Fault":
        """Close the connection, having done nothing."""
        return cls(where, Effect.HANG_UP_BEFORE)

    @classmethod
    def hang_up_after(cls, where: str) -> "Fault":
        """Do it, and close the connection."""
        return cls(where, Effect.HANG_UP_AFTER)

    @classmethod
    def kill_before(cls, where: str) -> "Fault":
        """Kill whoever asks, having done nothing."""
        return cls(where, Effect.KILL_BEFORE)

    @classmethod
    def kill_after(cls, where: str) -> "Fault":
        """Do it, and kill whoever asks."""
        return cls(where, Effect.KILL_AFTER)

    @classmethod
    def hang_after(cls, where: str) -> "Fault":
        """Do it, and never answer."""
        return cls(where, Effect.HANG_AFTER)
