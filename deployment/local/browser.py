"""A Chromium for the browser tests: an installed one, else the system's package, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping

from deployment.local.console import begin, step
from deployment.local.frontend import FOLDER, tool_environment
from deployment.local.node import Node

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL_SECONDS = 600


class NoBrowser(Exception):
    """No Chromium, and none could be installed; the message says what to do."""


def ensure_browser(node: Node) -> dict[str, str]:
    """The variables that lead Playwright to a browser; none are needed for its own."""
    program = os.environ.get("CHROMIUM_PATH") or _installed() or _from_system_package()
    if program:
        return {"CHROMIUM_PATH": program}
    cli = FOLDER / "node_modules" / "@playwright" / "test" / "cli.js"
    if _succeeds([str(node.program), str(cli), "install", "chromium"], tool_environment(node)):
        return {}
    raise NoBrowser(
        "The browser tests need Chromium: install it (apt install chromium), or set CHROMIUM_PATH"
    )


def _installed() -> str | None:
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path and _succeeds([path, "--version"], os.environ)), None)


def _from_system_package() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    begin("browser", "apt-get install chromium")
    with step("browser", "apt-get install chromium"):
        _succeeds(["apt-get", "update", "-q"], env)
        _succeeds(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"], env)
    return _installed()


def _succeeds(command: list[str], env: Mapping[str, str]) -> bool:
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, cwd=FOLDER, env=env, stdin=quiet, stdout=quiet, stderr=quiet, timeout=INSTALL_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
