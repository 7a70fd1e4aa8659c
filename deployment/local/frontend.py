"""The frontend's packages and its build, each made once per change: `python -m deployment.local.frontend`."""

from __future__ import annotations

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from deployment.local.console import begin, say, step
from deployment.local.environment import ROOT
from deployment.local.node import Node, NoNode, find_node

FOLDER = ROOT / "frontend"
PACKAGES_STAMP = FOLDER / "node_modules" / ".cival-stamp"  # npm removes it with the packages
BUILD_STAMP = FOLDER / ".next" / ".cival-stamp"  # and Next with the build
NOT_BUILT = {"node_modules", ".next", "e2e", "test", "test-results", "playwright-report"}
GENERATED = ("next-env.d.ts", ".tsbuildinfo")
NICENESS = 10
SHOWN = 2000


class FrontendFailed(Exception):
    """Packages or build could not be made; the message says why and what to do."""


def ensure_packages() -> Node:
    """Install the locked packages unless they are there; answers the Node that runs them."""
    with _only_one():
        node = find_node()
        _ensure_packages(node)
        return node


def ensure_build() -> Node:
    """Build the frontend unless its sources are those of the last build; answers the Node that runs it."""
    with _only_one():
        node = find_node()
        _ensure_packages(node)
        _ensure_build(node)
        return node


@contextmanager
def _only_one() -> Iterator[None]:
    """One process at a time installs or builds; the others wait and find it done."""
    lock = os.open(FOLDER, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _ensure_packages(node: Node) -> None:
    lock_file = (FOLDER / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock_file + node.version.encode()).hexdigest()
    if _is_stamped(PACKAGES_STAMP, wanted):
        return
    begin("packages", "of the frontend; once per lock file")
    with step("packages", "npm ci"):
        _run(
            node,
            [*node.npm, "ci", "--include=dev", "--no-progress"],
            "The packages of the frontend could not be installed. Is the package registry of npm reachable "
            "(`npm config get registry`)? Then run the same command again.",
        )
        PACKAGES_STAMP.write_text(wanted)


def _ensure_build(node: Node) -> None:
    wanted = fingerprint(FOLDER)
    if _is_stamped(BUILD_STAMP, wanted):
        return
    begin("build", "of the frontend; once per change of frontend/")
    with step("build", "next build"):
        _run(
            node,
            [str(node.program), "scripts/build.mjs"],
            "The frontend could not be built. Mend what is said above; `make check` says more.",
        )
        BUILD_STAMP.write_text(wanted)


def _is_stamped(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def fingerprint(folder: Path) -> str:
    """What the build depends on: every source file's path and content."""
    digest = hashlib.sha256()
    for path in sorted(_sources(folder)):
        digest.update(f"{path.relative_to(folder)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_BUILT]
        yield from (Path(place, name) for name in files if not name.endswith(GENERATED))


def _run(node: Node, command: list[str], advice: str) -> None:
    """Run a step quietly and behind everything else; its output is shown only if it fails."""
    done = subprocess.run(
        ["nice", "-n", str(NICENESS), *command],
        cwd=FOLDER,
        env=tool_environment(node),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        raise FrontendFailed(f"{_ends(done.stdout)}\n{advice}")


def _ends(output: str) -> str:
    """How an output begins and how it ends: npm says its reason first, Next says it last."""
    return output if len(output) <= 2 * SHOWN else f"{output[:SHOWN]}\n...\n{output[-SHOWN:]}"


def tool_environment(node: Node) -> dict[str, str]:
    """What npm and the programs it runs get; each of them chooses its own mode."""
    given = {name: value for name, value in os.environ.items() if name not in {"NODE_ENV", "PORT"}}
    return node.environment(given) | {"NEXT_TELEMETRY_DISABLED": "1"}


def _end_with_parts(_number: int, _frame: FrameType | None) -> None:
    """A build whose platform is gone ends with all that it started."""
    os.killpg(os.getpgrp(), signal.SIGKILL)


def main() -> int:
    if os.getpgrp() == os.getpid():
        signal.signal(signal.SIGTERM, _end_with_parts)
    try:
        ensure_build()
    except (FrontendFailed, NoNode) as trouble:
        say(str(trouble))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
