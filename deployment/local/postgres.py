"""A PostgreSQL server of our own: made, started, and reached over loopback with a generated password."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deployment.local.account import Account, make_folder, run_as, write_secret
from deployment.local.binaries import postgres_programs
from deployment.local.children import Program
from deployment.local.memory import memory_in_megabytes
from deployment.local.ports import LOOPBACK

NAME = "cival"
QUICK_AND_LOSSY = ("-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


def shared_buffers(memory: int) -> int:
    """Megabytes for PostgreSQL's own cache: a quarter of the memory, as its manual has it, 1 GB at most.

    Each agent's newest records lie on pages of their own in some ten indexes. PostgreSQL's default, 128 MB,
    is too little for those of ten thousand agents.
    """
    return max(128, min(memory // 4, 1024))


@dataclass
class Postgres:
    """One cluster in one folder. `durable=False` trades safety for speed: throw-away clusters only."""

    folder: Path
    port: int
    account: Account | None
    durable: bool = True
    programs: Path = field(init=False)

    def __post_init__(self) -> None:
        self.programs = postgres_programs(self.folder.parent / "servers", self.account)

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}:{self.password}@{LOOPBACK}:{self.port}/{NAME}"

    @property
    def password(self) -> str:
        return (self.folder / "password").read_text()

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def prepare(self) -> None:
        """Make the cluster if there is none; a half-made one, left by a kill, is thrown away."""
        make_folder(self.folder, self.account)
        if self.data.exists():
            return
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        write_secret(self.folder / "password", secrets.token_urlsafe(24), self.account)
        self._run("initdb", "-D", str(draft), *self._initdb_options())
        draft.rename(self.data)

    def _initdb_options(self) -> Sequence[str]:
        """UTF-8 with built-in collation, so that nothing depends on the machine's locales."""
        return [
            *("-U", NAME, "-E", "UTF8", "--auth=scram-sha-256", f"--pwfile={self.folder / 'password'}"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *([] if self.durable else ["--no-sync"]),
        ]

    def program(self, log: Path) -> Program:
        """The server process. SIGINT is PostgreSQL's fast shutdown."""
        settings = {
            "port": str(self.port),
            "listen_addresses": LOOPBACK,
            "unix_socket_directories": "",
            "max_connections": "200",
            "shared_buffers": f"{shared_buffers(memory_in_megabytes())}MB",
            "log_line_prefix": "%m ",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Program(
            name="postgres",
            argv=[self.programs / "postgres", "-D", self.data, *options, *self._speed()],
            env=self._environment(),
            probe=self.is_ready,
            detail=f"{LOOPBACK}:{self.port}",
            account=self.account,
            log=log,
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
        )

    def _speed(self) -> Sequence[str]:
        return () if self.durable else QUICK_AND_LOSSY

    def is_ready(self) -> bool:
        """True if it accepts connections."""
        command = [str(self.programs / "pg_isready"), "-q", "-h", LOOPBACK, "-p", str(self.port)]
        return run_as(self.account, command, self._environment()).returncode == 0

    def ensure_database(self) -> None:
        """Make the database if there is none. The server must be ready."""
        found = self._sql(f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'")
        if not found.strip():
            self._sql(f"CREATE DATABASE {NAME}")

    def _sql(self, statement: str) -> str:
        server = ["-h", LOOPBACK, "-p", str(self.port), "-U", NAME, "-d", "postgres"]
        return self._run("psql", "-X", "-q", "-t", "-A", *server, "-c", statement)

    def _run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's own programs under the servers' account."""
        env = self._environment() | {"PGPASSWORD": self.password}
        done = run_as(self.account, [self.programs / program, *arguments], env)
        if done.returncode != 0:
            raise PostgresFailed(f"{program} failed: {done.stderr.strip()}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        path = os.environ.get("PATH", os.defpath)
        return {"PATH": path, "HOME": "/", "LC_ALL": "C", "TZ": "UTC"}


class PostgresFailed(Exception):
    """One of PostgreSQL's programs refused; the message holds what it said."""
