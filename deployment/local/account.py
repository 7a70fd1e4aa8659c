"""Which account the servers run under: PostgreSQL refuses root."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Account(NamedTuple):
    """An unprivileged user of this machine."""

    name: str
    uid: int
    gid: int


class NoAccount(Exception):
    """Root on a machine without any unprivileged user."""


def server_account() -> Account | None:
    """The user to drop to when running as root; None for an ordinary user, who stays himself."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    for name in (os.environ.get("SUDO_USER", ""), "postgres", "nobody"):
        if name in known:
            return Account(name, known[name].pw_uid, known[name].pw_gid)
    raise NoAccount("PostgreSQL cannot run as root, and no user postgres or nobody exists here")


def make_folder(path: Path, account: Account | None, *, mode: int = 0o700) -> None:
    """Make a folder that belongs to the account."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    if account:
        os.chown(path, account.uid, account.gid)


def write_secret(path: Path, text: str, account: Account | None) -> None:
    """Write a file that only its owner, the account, can read; it never exists half written or open."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    if account:
        os.chown(draft, account.uid, account.gid)
    draft.replace(path)


def run_as(
    account: Account | None, command: Sequence[str | Path], env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a short command under the account; its output and its code are the caller's to judge."""
    return subprocess.run(
        [str(part) for part in command],
        env=env,
        cwd="/",
        capture_output=True,
        text=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
