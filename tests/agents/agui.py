"""Asking agents by AG-UI in tests, and reading what they answer."""

import json
from collections.abc import Iterable
from typing import Any

from ag_ui.core.types import RunAgentInput, UserMessage
from ag_ui_validate.pytest_plugin import assert_valid_agui

from apps.agents.models import Agent, Run


def asking(text: str = "", *, run: str, thread: str = "t1", **more: Any) -> dict[str, Any]:
    """A standard RunAgentInput as JSON."""
    said = [UserMessage(id=f"{run}-u", role="user", content=text)] if text else []
    asked = RunAgentInput(thread_id=thread, run_id=run, messages=said, **more)
    return asked.model_dump(mode="json", by_alias=True, exclude_none=True)


def frames_of(body: Iterable[bytes]) -> list[tuple[int, dict[str, Any]]]:
    """The events of a stream with their ids."""
    found = []
    for frame in b"".join(body).decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in frame.split("\n") if not line.startswith(":") and line)
        if "data" in lines:
            found.append((int(lines["id"]), json.loads(lines["data"])))
    return found


def judged(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same events, which a second implementation of the protocol takes without a word."""
    assert_valid_agui(events, max_warnings=0)
    return events


def types_of(events: Iterable[dict[str, Any]]) -> list[str]:
    """What kinds of events these are, in order."""
    return [each["type"] for each in events]


def run_of(agent: Agent, name: str) -> Run:
    """A run by its asker's name for it."""
    return Run.objects.select_related("conversation").get(agent=agent, external_id=name)
