"""Processes of the platform for tests: started by the Procfile's own lines, beside the tests' stores."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from deployment.local.ports import LOOPBACK, accepts, any_free_port
from deployment.local.programs import read_procfile
from tests.system.streams import until

ROOT = Path(__file__).resolve().parents[1]
OURS = "config.asgi:application"

Process = subprocess.Popen[bytes]


def start(name: str, *, application: str = OURS, options: str = "", **more: str) -> Process:
    """Start a process of the Procfile."""
    command = read_procfile(ROOT)[name].replace(OURS, f"{options} {application}".strip())
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = {**os.environ, "SECRET_KEY": settings.SECRET_KEY, "PATH": path, "HOST": LOOPBACK, **more}
    return subprocess.Popen(["sh", "-c", f"exec {command}"], cwd=ROOT, env=environment)


def start_socket(port: int, *, application: str = OURS, options: str = "", **more: str) -> Process:
    """Start a `websocket` process, and wait until it listens."""
    process = start("websocket", application=application, options=options, PORT=str(port), **more)
    until(lambda: accepts(port) or process.poll() is not None, seconds=60)
    assert process.poll() is None, "The server did not start."
    return process


@contextmanager
def serving(
    port: int = 0, *, application: str = OURS, options: str = "", more: Mapping[str, str] | None = None
) -> Iterator[tuple[int, Process]]:
    """Within the block a `websocket` process serves; answers its port and the process."""
    port = port or any_free_port()
    process = start_socket(port, application=application, options=options, **(more or {}))
    try:
        yield port, process
    finally:
        process.kill()
        process.wait()
