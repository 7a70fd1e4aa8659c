"""Connections that keep to a deadline and reach only the addresses that were checked.

Every read, write and handshake is cut to what is left of the attempt, so that neither silence nor a byte now
and then holds a caller. A name is resolved once per connection: all its addresses are checked, and one of
those is connected to, so that a second answer of the name server (rebinding) is never asked for.
"""

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address
from time import monotonic
from typing import Any

import httpcore

from apps.system.mesh.addresses import Address, literal_of

RESOLVERS = 16
"""Names that are looked up at once; a name server that is silent holds these threads and no caller."""


class AddressRefused(Exception):
    """A host has an address that may not be called."""


class DeadlineMissed(httpcore.TimeoutException):
    """The time of the attempt is over."""


@dataclass(frozen=True)
class Passage:
    """What binds one attempt: when it ends (monotonic seconds), and why an address may not be called."""

    ends_at: float
    connect: float
    refuses: Callable[[Address], str] | None = None

    def left(self, most: float | None = None) -> float:
        """Seconds left, or `most` if that is less. Raises DeadlineMissed."""
        left = self.ends_at - monotonic()
        if left <= 0:
            raise DeadlineMissed("The time of the attempt is over.")
        return left if most is None else min(left, most)


_passage: ContextVar[Passage] = ContextVar("passage")


@contextmanager
def bound_by(passage: Passage) -> Iterator[None]:
    """Within the block, this thread's connections keep to a passage."""
    token = _passage.set(passage)
    try:
        yield
    finally:
        _passage.reset(token)


def time_left() -> float:
    """Seconds that this thread's attempt may still take. Raises DeadlineMissed."""
    return _passage.get().left()


def _new_threads() -> dict[bool, ThreadPoolExecutor]:
    return {
        is_guarded: ThreadPoolExecutor(RESOLVERS, thread_name_prefix="resolve")
        for is_guarded in (False, True)
    }


_resolvers = _new_threads()
"""By whether strangers gave the names: a name server of theirs that is silent holds up no service of ours."""


def renew_threads() -> None:
    """After a fork: the threads stayed in the parent."""
    global _resolvers
    _resolvers = _new_threads()


def resolve(host: str, port: int, seconds: float, *, is_guarded: bool) -> list[str]:
    """Every address of a host. Raises httpcore.ConnectTimeout or ConnectError."""
    if literal_of(host) is not None:
        return [host]
    asked = _resolvers[is_guarded].submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        found = asked.result(seconds)
    except TimeoutError as error:
        asked.cancel()
        raise httpcore.ConnectTimeout("The name server does not answer.") from error
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError("The name cannot be resolved.") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def check_addresses(found: Iterable[str], refuses: Callable[[Address], str] | None) -> None:
    """Raise AddressRefused where one of these may not be called; one bad address spoils the name."""
    for each in found:
        if refuses is not None and (why := refuses(ip_address(each))):
            raise AddressRefused(f"It has an address that is {why}.")


class Backend(httpcore.NetworkBackend):
    """How httpcore opens connections here."""

    def __init__(self) -> None:
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        passage = _passage.get()
        is_guarded = passage.refuses is not None
        found = resolve(host, port, passage.left(passage.connect), is_guarded=is_guarded)
        check_addresses(found, passage.refuses)
        *others, last = found
        for address in others:
            try:
                return self._connect(address, port, passage, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # the next address of the same host; the last one's failure is raised
        return self._connect(last, port, passage, socket_options)

    def _connect(
        self, address: str, port: int, passage: Passage, options: Iterable[Any] | None
    ) -> httpcore.NetworkStream:
        seconds = passage.left(passage.connect)
        return Stream(self._sockets.connect_tcp(address, port, timeout=seconds, socket_options=options))

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("Sockets of this machine are not called.")


class Stream(httpcore.NetworkStream):
    """A connection whose every step ends with the attempt that uses it."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _passage.get().left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        view = memoryview(buffer)
        for start in range(0, len(view), 65_536):
            self._stream.write(bytes(view[start : start + 65_536]), _passage.get().left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return Stream(self._stream.start_tls(ssl_context, server_hostname, _passage.get().left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
