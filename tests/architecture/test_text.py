"""What no file may be called or hold."""

import ast
import re

import pytest

from tests.architecture.sources import OURS, list_files, list_python, read_text

EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "base", "manager", "managers", "misc", "stuff"}
NAMED_BY_OTHERS = {"config/postgres/base.py"}  # Django looks for a database's engine there
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:work|root|home|Users)/[\w.-]+")
PACKAGE_HOSTS = re.compile(
    r"registry\.(?:npmjs|yarnpkg)|pypi\.org/simple|files\.pythonhosted\.org|--(?:extra-)?index-url|--find-links"
)
PRINTING = {"deployment", "bench"}


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = [path for path in list_files() if path.parts[0] in {*OURS, "tests", "frontend", "bench"}]
    vague = {str(path) for path in named if EMPTY_NAMES & {part.split(".")[0].lower() for part in path.parts}}
    assert vague == NAMED_BY_OTHERS


def test_nothing_names_a_machine_or_a_package_index() -> None:
    named = [
        f"{path}: {found.group(0)}"
        for path in list_files()
        if "architecture" not in path.parts
        for found in [MACHINE_PATHS.search(read_text(path)) or PACKAGE_HOSTS.search(read_text(path))]
        if found
    ]
    assert named == []


def test_nothing_prints() -> None:
    """Processes log; commands write to `self.stdout`."""
    printing = [
        f"{path}:{node.lineno}"
        for path in list_python(*OURS)
        if path.parts[0] not in PRINTING
        for node in ast.walk(ast.parse(read_text(path)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "HACK"])
def test_nothing_is_left_for_later(word: str) -> None:
    pattern = re.compile(rf"\b{word}\b")
    left = [str(path) for path in list_python(*OURS) if pattern.search(read_text(path))]
    assert left == []
