"""A Valkey server of our own (speaks Redis), on loopback behind a generated password."""

from __future__ import annotations

import secrets
import socket
from dataclasses import dataclass, field
from pathlib import Path

from deployment.local.account import Account, make_folder, write_secret
from deployment.local.binaries import valkey_program
from deployment.local.children import Program
from deployment.local.ports import LOOPBACK


@dataclass
class Valkey:
    """One server in one folder. `durable=False` keeps nothing on disk: throw-away servers only."""

    folder: Path
    port: int
    account: Account | None
    durable: bool = True
    server: Path = field(init=False)

    def __post_init__(self) -> None:
        self.server = valkey_program(self.folder.parent / "servers", self.account)

    @property
    def password(self) -> str:
        return (self.folder / "password").read_text()

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    def prepare(self) -> None:
        """Make its folder, its password and the configuration that holds it (never on a command line)."""
        make_folder(self.folder, self.account)
        if not (self.folder / "password").exists():
            write_secret(self.folder / "password", secrets.token_urlsafe(24), self.account)
        write_secret(self.folder / "valkey.conf", f"requirepass {self.password}\n", self.account)

    def program(self, log: Path) -> Program:
        """The server process."""
        place = ["--bind", LOOPBACK, "--port", str(self.port), "--dir", str(self.folder)]
        keeping = ["--save", "", "--appendonly", "yes" if self.durable else "no"]
        return Program(
            name="valkey",
            argv=[self.server, self.folder / "valkey.conf", *place, *keeping, "--loglevel", "warning"],
            env={"LC_ALL": "C", "TZ": "UTC"},
            probe=self.is_ready,
            detail=f"{LOOPBACK}:{self.port}",
            account=self.account,
            log=log,
        )

    def is_ready(self) -> bool:
        """True once it has loaded its data and answers our password."""
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                return _reads(connection, b"+OK\r\n+PONG")
        except OSError:
            return False


def _reads(connection: socket.socket, expected: bytes) -> bool:
    received = b""
    while len(received) < len(expected):
        part = connection.recv(64)
        if not part:
            return False
        received += part
    return received.startswith(expected)
