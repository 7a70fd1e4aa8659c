"""Real HTTP servers on loopback that behave as a test wants: well, badly, or not at all."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behave = Callable[["Peer", BaseHTTPRequestHandler, bytes], None]


def answer_with(status: int, body: bytes = b"{}", **headers: str) -> Behave:
    """Answer every request alike."""

    def behave(peer: "Peer", request: BaseHTTPRequestHandler, body_in: bytes) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return behave


def stay_silent(peer: "Peer", request: BaseHTTPRequestHandler, body: bytes) -> None:
    """Take the request and never answer, until the test is over."""
    peer.over.wait(60)
    request.close_connection = True


def drip(peer: "Peer", request: BaseHTTPRequestHandler, body: bytes) -> None:
    """Send a byte of the answer now and then, without an end."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not peer.over.wait(0.05):
        request.wfile.write(b"x")
        request.wfile.flush()


def drip_headers(peer: "Peer", request: BaseHTTPRequestHandler, body: bytes) -> None:
    """The same, and never come to the end of the headers."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not peer.over.wait(0.05):
        request.wfile.write(b"x")
        request.wfile.flush()


def hang_up(peer: "Peer", request: BaseHTTPRequestHandler, body: bytes) -> None:
    """Close the connection without a word."""
    request.connection.shutdown(socket.SHUT_RDWR)
    request.close_connection = True


@dataclass
class Peer:
    """A server and what it was asked. `behave` may be changed at any time."""

    behave: Behave
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    url: str = ""
    most_at_once: int = 0
    _at_once: int = 0
    _lock: Any = field(default_factory=threading.Lock)

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        """Note a request and behave."""
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            self.seen.append((request.command, request.path, dict(request.headers), body))
        try:
            self.behave(self, request, body)
        except (BrokenPipeError, ConnectionResetError):
            request.close_connection = True
        finally:
            with self._lock:
                self._at_once -= 1


class _Server(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves early is part of these tests."""


@contextmanager
def peer(behave: Behave = answer_with(200), *, port: int = 0) -> Iterator[Peer]:  # noqa: B008
    """A server for as long as the block lasts."""
    found = Peer(behave)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            found.handle(self)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

        def log_message(self, format: str, *args: Any) -> None:
            """Tests say what went wrong themselves."""

    server = _Server(("127.0.0.1", port), Handler)
    found.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port
