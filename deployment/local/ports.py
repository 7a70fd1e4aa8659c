"""Free TCP ports on the loopback interface."""

from __future__ import annotations

import socket

LOOPBACK = "127.0.0.1"
_given: set[int] = set()


class NoFreePort(Exception):
    """Every port that was tried is taken."""


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def next_free_port(preferred: int, *, tries: int = 200) -> int:
    """The preferred port, or the next one above it that nothing listens on."""
    for port in range(preferred, preferred + tries):
        if _is_free(port):
            return port
    raise NoFreePort(f"ports {preferred} to {preferred + tries - 1} are all taken")


def any_free_port() -> int:
    """A port of the system's choosing, and another each time: who was given one may open it later."""
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port: int = probe.getsockname()[1]
        if port not in _given:
            _given.add(port)
            return port


def accepts(port: int) -> bool:
    """True if something listens on the port."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False
