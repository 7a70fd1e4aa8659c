"""Why a socket was closed."""

from enum import IntEnum


class CloseCode(IntEnum):
    """Close codes of `/ws`. Each close is preceded by an `error` message with the same reason in words.

    A frame beyond what the server reads at all (1 MiB) is closed by the transport itself, with 1009.
    """

    UNAUTHENTICATED = 4401
    FORBIDDEN_ORIGIN = 4403
    SLOW_CONSUMER = 4408
    TOO_LONG = 4409
    FLOOD = 4429
    UNAVAILABLE = 4503

    @property
    def reason(self) -> str:
        """The reason in words."""
        return _REASONS[self]


_REASONS = {
    CloseCode.UNAUTHENTICATED: "Sign in, or send a key that is valid and not revoked, within 5 seconds.",
    CloseCode.FORBIDDEN_ORIGIN: "Pages of this origin may not connect.",
    CloseCode.SLOW_CONSUMER: "Events came faster than they were read. Connect again and resume by `since`.",
    CloseCode.TOO_LONG: "A message may have 64 KiB at most.",
    CloseCode.FLOOD: "Too many messages: 50 a second are read, 100 at once.",
    CloseCode.UNAVAILABLE: "A store that is needed does not answer. Connect again shortly.",
}
