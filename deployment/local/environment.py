"""Set up the Python environment: `.venv` with the locked requirements, made once per lock file.

Runs on the machine's own Python, standard library only: `python3 -m deployment.local.environment dev`. What
must never be installed with the platform has environments of its own beside it: `.venv-oracles`,
`.venv-engine`.
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
GROUPS = {
    "run": ("base", "embedded"),
    "dev": ("base", "embedded", "dev"),
    "load": ("base", "embedded", "dev", "load"),
    "node": ("node",),
}
APART = {"oracles": ("oracles",), "engine": ("engine",)}
"""Groups in environments of their own, for tests that compare with other libraries."""


class SetupFailed(Exception):
    """The environment cannot be made here; the message says what to do."""


def python_of(folder: Path = VENV) -> Path:
    """The Python of an environment."""
    return folder / "bin" / "python"


def _place(folder: Path) -> str:
    """Where the environment is and which Python it runs: scripts in it name both."""
    return f"{folder} {python_of(folder).resolve().name}"


def _lock_files(group: str) -> list[Path]:
    return [ROOT / "requirements" / f"{name}.txt" for name in (GROUPS | APART)[group]]


def _fingerprint(group: str, folder: Path) -> str:
    """What the environment depends on: its place, its Python, the locked versions."""
    digest = hashlib.sha256(_place(folder).encode())
    for path in _lock_files(group):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_current(group: str, folder: Path) -> bool:
    """True if the environment holds this group, or a larger one that includes it."""
    groups = GROUPS if group in GROUPS else APART
    larger = [name for name, files in groups.items() if set(groups[group]) <= set(files)]
    return python_of(folder).exists() and any(
        stamp.exists() and stamp.read_text() == _fingerprint(name, folder)
        for name in larger
        for stamp in [folder / f"{name}.stamp"]
    )


def _make_venv(folder: Path) -> None:
    """Make the environment anew if it is missing, was moved here, or its Python is gone."""
    stamp = folder / "place.stamp"
    if python_of(folder).exists() and stamp.exists() and stamp.read_text() == _place(folder):
        return
    try:
        venv.create(folder, clear=True, with_pip=True, symlinks=True)
    except subprocess.CalledProcessError as error:
        raise SetupFailed("python3 lacks its venv module; on Debian: apt install python3-venv") from error
    stamp.write_text(_place(folder))


def _run(*command: str | Path) -> bool:
    """Run an installer quietly; its output is shown only if it fails."""
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, env=clean, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        say(f"{' '.join(map(str, command[:5]))} ... failed:\n{done.stdout[-2000:]}")
    return done.returncode == 0


def _install(group: str, folder: Path) -> None:
    """Install with uv; with plain pip where uv cannot be had or cannot reach the configured index."""
    python = python_of(folder)
    files = [str(part) for path in _lock_files(group) for part in ("-r", path)]
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    uv = (python, "-m", "uv", "--system-certs", "pip", "install", "--quiet", "--python", python)
    if _run(*pip, UV) and _run(*uv, "--require-hashes", *files):
        return
    say("uv cannot be used here: falling back to pip")
    if not _run(*pip, "--require-hashes", *files):
        raise SetupFailed("the requirements could not be installed")


def ensure_environment(group: str) -> Path:
    """Bring the environment of a group to its locked versions, if it is not there already; its Python.

    A group of `GROUPS` is in `.venv`, one of `APART` in a folder of its own.
    """
    folder = VENV if group in GROUPS else ROOT / f".venv-{group}"
    lock = os.open(ROOT / "requirements", os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_current(group, folder):
            with step("environment", f"{folder.name} with {', '.join((GROUPS | APART)[group])}"):
                _make_venv(folder)
                _install(group, folder)
                (folder / f"{group}.stamp").write_text(_fingerprint(group, folder))
    finally:
        os.close(lock)
    return python_of(folder)


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
