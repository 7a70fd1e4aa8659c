"""Throw-away PostgreSQL and Valkey servers for tests: quick, on free ports, gone afterwards."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deployment.local.account import server_account
from deployment.local.children import Child
from deployment.local.ports import any_free_port
from deployment.local.postgres import Postgres
from deployment.local.valkey import Valkey

PREFIX = "cival-throwaway-"


@contextmanager
def throwaway_folder() -> Iterator[Path]:
    """A temporary folder that other accounts may enter; those of killed runs are removed first."""
    _remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o755)
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        # The lock goes last: without it another run takes the folder for abandoned and removes it, too.
        shutil.rmtree(folder)
        os.close(lock)


def _remove_abandoned() -> None:
    """Remove folders of ours that no living process holds."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == os.geteuid():
                _remove_unless_held(folder)


def _remove_unless_held(folder: Path) -> None:
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    finally:
        os.close(lock)


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """The address of a new PostgreSQL that keeps nothing."""
    with throwaway_folder() as folder:
        server = Postgres(folder / "postgres", any_free_port(), server_account(), durable=False)
        server.prepare()
        child = Child(server.program(folder / "postgres.log"))
        try:
            child.wait_ready()
            server.ensure_database()
            yield server.url
        finally:
            child.stop()


@contextmanager
def throwaway_valkey() -> Iterator[str]:
    """The address of a new Valkey that keeps nothing."""
    with throwaway_folder() as folder:
        server = Valkey(folder / "valkey", any_free_port(), server_account(), durable=False)
        server.prepare()
        child = Child(server.program(folder / "valkey.log"))
        try:
            child.wait_ready()
            yield server.url
        finally:
            child.stop()
