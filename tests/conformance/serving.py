"""Server processes for clients to talk to."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from deployment.local.ports import LOOPBACK, accepts, any_free_port
from tests.system.streams import until

ROOT = Path(__file__).resolve().parents[2]
OURS = "config.asgi:application"
FIXTURES = "tests.conformance.application:application"


@contextmanager
def serving(application: str = OURS, more: Mapping[str, str] | None = None) -> Iterator[str]:
    """A daphne with an application on a free port; answers the address of its `/mcp`."""
    port = any_free_port()
    endpoint = f"tcp:{port}:interface={LOOPBACK}:backlog=4096"
    command = [sys.executable, "-m", "daphne", "-v", "0", "-e", endpoint, application]
    environment = {**os.environ, "SECRET_KEY": settings.SECRET_KEY, **(more or {})}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        until(lambda: accepts(port) or process.poll() is not None, seconds=60)
        assert process.poll() is None, "The server did not start."
        yield f"http://{LOOPBACK}:{port}/mcp"
    finally:
        process.terminate()
        process.wait(15)
