"""What a local run keeps: databases, generated secrets, who runs now, what a kill left behind."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deployment.local.account import write_secret

SECRETS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "AUDIT_KEY": lambda: secrets.token_urlsafe(50),
    "VAULT_SEED": lambda: secrets.token_hex(64),
    "QUERY_PASSWORD": lambda: secrets.token_urlsafe(24),
    "OPERATOR_PASSWORD": lambda: secrets.token_urlsafe(18),
}


class NoState(Exception):
    """The state folder cannot be used; the message says which and why."""


def state_folder(root: Path) -> Path:
    """Where a checkout's state lies: outside version control, and reachable for the servers' account."""
    if os.environ.get("CIVAL_STATE"):
        return Path(os.environ["CIVAL_STATE"]).absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/cival") / hashlib.sha256(str(root).encode()).hexdigest()[:12]
    return root / ".run"


@dataclass
class State:
    """The state folder of one checkout."""

    folder: Path
    _lock: int = -1

    def open(self) -> bool:
        """Take the folder for this process, until it ends; False if another process runs from it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise NoState(
                f"{self.folder} cannot be used ({error.strerror}); CIVAL_STATE names another"
            ) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        (self.folder / "logs").mkdir(exist_ok=True)
        return True

    def log(self, name: str) -> Path:
        """A server's log file; that of the run before stays beside it."""
        path = self.folder / "logs" / f"{name}.log"
        if path.exists():
            path.replace(path.with_suffix(".before.log"))
        return path

    def secrets(self) -> dict[str, str]:
        """The generated secrets by name; those that are missing are made and kept."""
        path = self.folder / "secrets.json"
        kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        known = {name: kept.get(name) or make() for name, make in SECRETS.items()}
        if known != kept:
            write_secret(path, json.dumps(known, indent=2), None)
        return known

    def note_running(self, addresses: dict[str, str]) -> None:
        """Keep what a second start tells: which process runs, and where to open it."""
        self._keep("running.json", {"pid": os.getpid(), "addresses": addresses})

    def running(self) -> tuple[int, dict[str, str]]:
        """The process that runs, and its addresses (none while it starts)."""
        with contextlib.suppress(FileNotFoundError):
            found = json.loads((self.folder / "running.json").read_text())
            return int(found["pid"]), found["addresses"]
        return 0, {}

    def note_servers(self, addresses: dict[str, str]) -> None:
        """Keep where this run's servers are; the addresses hold passwords."""
        write_secret(self.folder / "servers.json", json.dumps(addresses), None)

    def servers(self) -> dict[str, str]:
        """Where the servers of this run, or of the last one, are."""
        path = self.folder / "servers.json"
        found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        return found

    def note_children(self, children: list[dict[str, str | int]]) -> None:
        """Keep which processes belong to this run, for the start after a kill."""
        self._keep("children.json", children)

    def children(self) -> list[dict[str, str | int]]:
        """The processes of the run before, as noted."""
        path = self.folder / "children.json"
        found: list[dict[str, str | int]] = json.loads(path.read_text()) if path.exists() else []
        return found

    def _keep(self, name: str, content: object) -> None:
        draft = self.folder / f"{name}.new"
        draft.write_text(json.dumps(content))
        draft.replace(self.folder / name)
