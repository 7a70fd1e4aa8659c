"""What goes over the wire is described, up to date, and tested."""

import re
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from apps.mcp.registry import list_tools
from apps.system.events.catalogue import EventPayload, list_event_types
from apps.system.schemas import openapi_document
from tests.architecture.sources import ROOT, read_tests

EVENTS = [each for each in list_event_types() if each.__module__.startswith("apps.")]
TOOLS = [each.name for each in list_tools() if each.run.__module__.startswith("apps.")]


@cache
def _document() -> dict[str, Any]:
    return openapi_document()


def _operations() -> list[str]:
    return [
        f"{method.upper()} {path}"
        for path, methods in _document()["paths"].items()
        for method in methods
        if method in {"get", "post", "put", "patch", "delete"}
    ]


def test_the_schemas_in_shared_are_those_of_the_code() -> None:
    """In a process of its own: here, other tests may have declared events and tools for their purposes."""
    command = [sys.executable, "manage.py", "export_schemas", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_every_event_says_what_happened(event: type[EventPayload]) -> None:
    assert "__doc__" in vars(event)
    assert event.__doc__


@pytest.mark.parametrize("event", [each for each in EVENTS if each.ephemeral], ids=lambda event: event.type)
def test_news_of_one_thing_is_never_taken_for_news_of_another(event: type[EventPayload]) -> None:
    """To a slow reader the latest of those that are about the same thing overwrites those before it."""
    seen_by_all = {"actor_id", "agent_id", "farm_id"}
    things = {name for name in event.model_fields if name.endswith("_id")} - seen_by_all
    assert things <= set(event.apart_by)


def _mention(path: str) -> re.Pattern[str]:
    """The path below /api/v1 as a test writes it: with an id, or an f-string's braces, for each parameter."""
    below = path.removeprefix("/api/v1")
    parts = [re.escape(part) for part in re.split(r"\{[^}]+\}", below)]
    return re.compile(r"/?" + r"(?:\{[^}]*\}|[\w.-]+)".join(parts)[1:] + r"(?=[\"'?\s`]|$)")


@pytest.mark.parametrize("operation", _operations())
def test_every_operation_has_a_test(operation: str) -> None:
    """A test file that calls the method and names the path."""
    method, path = operation.split(" ")
    called, named = re.compile(rf"\b{method.lower()}\b", re.IGNORECASE), _mention(path)
    assert any(called.search(text) and named.search(text) for text in read_tests().values())


@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_has_a_test(tool: str) -> None:
    assert any(re.search(rf"\b{tool}\b", text) for text in read_tests().values())


def test_every_operation_says_what_it_answers() -> None:
    silent = [
        f"{method.upper()} {path}"
        for path, methods in _document()["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
        and not (operation.get("description") or operation.get("summary"))
    ]
    assert silent == []
