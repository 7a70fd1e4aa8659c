"""Set up the Python environment: `.venv` with the locked requirements, made once per lock file.

Runs on the machine's own Python, standard library only: `python3 -m deployment.local.environment dev`.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from deployment.local.console import say, step

MINIMUM_PYTHON = (3, 11)
UV = "uv==0.13.9"
ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
GROUPS = {
    "run": ("base", "embedded"),
    "dev": ("base", "embedded", "dev"),
    "load": ("base", "embedded", "dev", "load"),
    "node": ("node",),
}


class SetupFailed(Exception):
    """The environment cannot be made here; the message says what to do."""


def _place() -> str:
    """Where the environment is and which Python it runs: scripts in it name both."""
    return f"{VENV} {PYTHON.resolve().name}"


def _lock_files(group: str) -> list[Path]:
    return [ROOT / "requirements" / f"{name}.txt" for name in GROUPS[group]]


def _fingerprint(group: str) -> str:
    """What the environment depends on: its place, its Python, the locked versions."""
    digest = hashlib.sha256(_place().encode())
    for path in _lock_files(group):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_current(group: str) -> bool:
    """True if the environment holds this group, or a larger one that includes it."""
    larger = [name for name, files in GROUPS.items() if set(GROUPS[group]) <= set(files)]
    return PYTHON.exists() and any(
        stamp.exists() and stamp.read_text() == _fingerprint(name)
        for name in larger
        for stamp in [VENV / f"{name}.stamp"]
    )


def _make_venv() -> None:
    """Make the environment anew if it is missing, was moved here, or its Python is gone."""
    stamp = VENV / "place.stamp"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == _place():
        return
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    except subprocess.CalledProcessError as error:
        raise SetupFailed("python3 lacks its venv module; on Debian: apt install python3-venv") from error
    stamp.write_text(_place())


def _run(*command: str | Path) -> bool:
    """Run an installer quietly; its output is shown only if it fails."""
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, env=clean, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        say(f"{' '.join(map(str, command[:5]))} ... failed:\n{done.stdout[-2000:]}")
    return done.returncode == 0


def _install(group: str) -> None:
    """Install with uv; with plain pip where uv cannot be had or cannot reach the configured index."""
    files = [str(part) for path in _lock_files(group) for part in ("-r", path)]
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    uv = (PYTHON, "-m", "uv", "--system-certs", "pip", "install", "--quiet", "--python", PYTHON)
    if _run(*pip, UV) and _run(*uv, "--require-hashes", *files):
        return
    say("uv cannot be used here: falling back to pip")
    if not _run(*pip, "--require-hashes", *files):
        raise SetupFailed("the requirements could not be installed")


def ensure_environment(group: str) -> None:
    """Bring `.venv` to the locked versions of a group of `GROUPS`; does nothing if it is there already."""
    lock = os.open(ROOT / "requirements", os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _is_current(group):
            return
        with step("environment", f".venv with {', '.join(GROUPS[group])}"):
            _make_venv()
            _install(group)
            (VENV / f"{group}.stamp").write_text(_fingerprint(group))
    finally:
        os.close(lock)


def main() -> int:
    if sys.version_info < MINIMUM_PYTHON:
        say(f"Cival needs Python 3.11 or newer, and this is {sys.version.split()[0]}.")
        say("Name another one: make PYTHON=python3.12 up")
        return 1
    try:
        ensure_environment(sys.argv[1] if len(sys.argv) > 1 else "run")
    except SetupFailed as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
