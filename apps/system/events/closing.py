"""Why a socket was closed."""

from enum import IntEnum

from apps.system.events.places import MOST, MOST_OF_ONE


class CloseCode(IntEnum):
    """Close codes of `/ws`. Each close is preceded by an `error` message with the same reason in words.

    The transport has codes of its own: 1009 for a frame beyond what is read at all (1 MiB), 1011 for a client
    that answers no ping, 1012 when the process stops. A reader who does not even take the news is cut off.
    """

    UNAUTHENTICATED = 4401
    FORBIDDEN_ORIGIN = 4403
    SLOW_CONSUMER = 4408
    TOO_LONG = 4409
    FLOOD = 4429
    TOO_MANY = 4430
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
    CloseCode.TOO_MANY: f"Too many sockets are open: {MOST_OF_ONE} for one caller, {MOST} in a process.",
    CloseCode.UNAVAILABLE: "A store that is needed does not answer. Connect again shortly.",
}
