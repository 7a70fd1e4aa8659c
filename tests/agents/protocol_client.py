"""The client that the protocol's authors publish, run by Node against a server of ours."""

import fcntl
import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

from deployment.local.frontend import tool_environment
from deployment.local.node import Node, find_node

FOLDER = Path(__file__).resolve().parent.parent / "agui"
STAMP = FOLDER / "node_modules" / ".cival-stamp"
PATIENCE = 120


def ensure_client() -> Node:
    """Install the locked packages unless they are there; one process at a time."""
    node = find_node()
    wanted = hashlib.sha256((FOLDER / "package-lock.json").read_bytes() + node.version.encode()).hexdigest()
    lock = os.open(FOLDER, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not STAMP.exists() or STAMP.read_text() != wanted:
            command = [*node.npm, "ci", "--no-progress"]
            subprocess.run(command, cwd=FOLDER, env=tool_environment(node), check=True, capture_output=True)
            STAMP.write_text(wanted)
    finally:
        os.close(lock)
    return node


def do(node: Node, deed: str, **told: Any) -> dict[str, Any]:
    """Have the client do one thing, and answer what it saw."""
    done = subprocess.run(
        [str(node.program), "accept.mjs"],
        cwd=FOLDER,
        env=tool_environment(node),
        input=json.dumps({"deed": deed, **told}),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen
