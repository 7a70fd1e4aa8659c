"""`make check`: every static check at once, each reported, so that one run shows all that is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from deployment.local.console import say
from deployment.local.environment import ROOT
from deployment.local.frontend import FOLDER, FrontendFailed, ensure_packages, tool_environment
from deployment.local.node import NoNode

CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "layers": ["lint-imports", "--no-logo"],
    "types": ["mypy"],
    "migrations": ["django-admin", "makemigrations", "--check", "--dry-run"],
    "structure": ["pytest", "-q", "-p", "no:cacheprovider", "tests/architecture"],
}
FRONTEND_CHECKS = {
    "frontend types": ["run", "typecheck"],
    "frontend lint": ["run", "lint", "--", "--max-warnings=0"],
    "frontend wire": ["run", "types", "--", "--check"],
}
# Django is loaded, but nothing is connected to.
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DATABASE_URL": "postgresql://localhost/cival",
    "REDIS_URL": "redis://localhost/0",
    "SECRET_KEY": "static-checks-only",
    "PYTHONPATH": ".",
}


@dataclass(frozen=True)
class Check:
    """One check: a command that ends with 0 if all is well."""

    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str]
    folder: Path

    def passes(self) -> bool:
        """Run it and report it; its output is shown only if it fails."""
        began = monotonic()
        done = subprocess.run(
            self.command,
            env=self.env,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        passed = done.returncode == 0
        say(f"  {'ok  ' if passed else 'FAIL'}  {self.name:<14} {monotonic() - began:5.1f} s")
        if not passed:
            say(done.stdout)
        return passed


def _backend_check(name: str) -> Check:
    program, *arguments = CHECKS[name]
    env = os.environ | ({} if name == "structure" else SETTINGS)  # pytest has servers of its own
    return Check(name, [Path(sys.executable).parent / program, *arguments], env, ROOT)


def _frontend_checks() -> list[Check]:
    node = ensure_packages()
    env = tool_environment(node)
    return [Check(name, [*node.npm, *arguments], env, FOLDER) for name, arguments in FRONTEND_CHECKS.items()]


def main() -> int:
    checks, trouble = [_backend_check(name) for name in CHECKS], ""
    try:
        checks = _frontend_checks() + checks
    except (FrontendFailed, NoNode) as error:
        trouble = str(error)
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(Check.passes, checks))
    if trouble:
        say(f"  FAIL  frontend\n{trouble}")
    return 0 if all(results) and not trouble else 1


if __name__ == "__main__":
    sys.exit(main())
