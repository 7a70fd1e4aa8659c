"""Lets a test that runs in another program end and start processes of the platform."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from subprocess import Popen
from typing import Any

from deployment.local.ports import LOOPBACK
from tests.journeys.stack import Stack

_PAUSE = 0.2


class StackControl(HTTPServer):
    """`POST /kill/web` ends a process without a word; `POST /start/web` starts it and answers once it serves.

    Requests are handled by whoever calls `attend`: processes must be started from the main thread.
    """

    timeout = _PAUSE

    def __init__(self, stack: Stack) -> None:
        super().__init__((LOOPBACK, 0), _Order)
        self.orders = {"kill": stack.kill, "start": stack.start}

    @property
    def address(self) -> str:
        """Where orders are taken."""
        return f"http://{LOOPBACK}:{self.server_port}"

    def attend(self, program: Popen[Any]) -> None:
        """Carry out orders until the program that gives them has ended."""
        while program.poll() is None:
            self.handle_request()


class _Order(BaseHTTPRequestHandler):
    server: StackControl

    def do_POST(self) -> None:
        _, order, process = self.path.split("/")
        self.server.orders[order](process)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Silent: the test that orders says what it does."""
