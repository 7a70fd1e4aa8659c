"""`make check`: every static check at once, each reported, so that one run shows all that is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

from deployment.local.console import say

CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "layers": ["lint-imports", "--no-logo"],
    "types": ["mypy"],
    "migrations": ["django-admin", "makemigrations", "--check", "--dry-run"],
    "structure": ["pytest", "-q", "-p", "no:cacheprovider", "tests/architecture"],
}
# Django is loaded, but nothing is connected to.
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DATABASE_URL": "postgresql://localhost/cival",
    "REDIS_URL": "redis://localhost/0",
    "SECRET_KEY": "static-checks-only",
    "PYTHONPATH": ".",
}


def _passes(name: str) -> bool:
    began = monotonic()
    program, *arguments = CHECKS[name]
    done = subprocess.run(
        [Path(sys.executable).parent / program, *arguments],
        env=os.environ | ({} if name == "structure" else SETTINGS),  # pytest has servers of its own
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    passed = done.returncode == 0
    say(f"  {'ok  ' if passed else 'FAIL'}  {name:<12} {monotonic() - began:5.1f} s")
    if not passed:
        say(done.stdout)
    return passed


def main() -> int:
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(_passes, CHECKS))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
