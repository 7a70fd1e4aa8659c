"""The Node packages of the suite and of the clients, installed once per lock file."""

import hashlib
import os
import subprocess
from functools import cache
from pathlib import Path

from deployment.local.node import Node, find_node

FOLDER = Path(__file__).resolve().parent
STAMP = FOLDER / "node_modules" / ".cival-stamp"  # npm removes it with the packages
MINIMUM = (22, 0)


@cache
def ensure_packages() -> Node:
    """Install the locked packages unless they are there; answers the Node that runs them."""
    node = find_node(MINIMUM)
    lock_file = (FOLDER / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock_file + node.version.encode()).hexdigest()
    if not STAMP.exists() or STAMP.read_text() != wanted:
        run(node, *node.npm, "ci", "--no-progress")
        STAMP.write_text(wanted)
    return node


def run(node: Node, *command: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    """Run a program here with this Node; AssertionError with its output if it fails."""
    done = subprocess.run(
        command, cwd=FOLDER, env=node.environment(os.environ), capture_output=True, text=True, timeout=280
    )
    assert not check or done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    return done
