"""The files of the repository, as the checks see them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("apps", "config", "workers", "deployment")


@cache
def list_files() -> tuple[Path, ...]:
    """Every file under version control, or about to be, relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(Path(line) for line in listed.splitlines() if (ROOT / line).is_file())


def list_python(*folders: str) -> list[Path]:
    """Python files below these top-level folders, without migrations, which are generated."""
    wanted = set(folders)
    return [
        path
        for path in list_files()
        if path.suffix == ".py" and path.parts[0] in wanted and "migrations" not in path.parts
    ]


@cache
def read_text(path: Path) -> str:
    """A file's text; empty for what is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError):
        return ""


def list_functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file, and how many lines its body has; signature and manual do not count."""
    for node in ast.walk(ast.parse(read_text(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            yield node.name, (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


@cache
def read_tests() -> dict[Path, str]:
    """The text of every test file but those of the architecture."""
    paths = [path for path in list_python("tests") if "architecture" not in path.parts]
    return {path: read_text(path) for path in paths}
