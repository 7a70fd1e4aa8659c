"""What can be done. Apps declare tools in `tools.py`; nothing here knows which apps exist."""

import inspect
import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, Literal, TypeVar, Unpack

from apps.mcp.schemas import parameters_of, result_of
from apps.mcp.tool import CATEGORIES, CHEAP_TIMEOUT, MAX_RETRIES, MAX_TIMEOUT, Hints, MoreHints, Tool
from apps.system.access.types import Scope
from apps.system.errors import NotFound

Run = TypeVar("Run", bound=Callable[..., Any])

_tools: dict[str, Tool] = {}


def tool(**hints: Unpack[Hints]) -> Callable[[Run], Run]:
    """Publish `def verb_noun(context, *, parameter: Type = default) -> Model | Deferred` as a tool.

    The signature is its schema, the docstring its manual; the hints are those of `Tool`. A cheap read has
    100 ms, if not told otherwise.
    """
    is_cheap_read = hints.get("cheap") and hints["kind"] == "read"
    given: Any = {"timeout": CHEAP_TIMEOUT if is_cheap_read else MAX_TIMEOUT, **hints}

    def register(run: Run) -> Run:
        made = Tool(
            name=run.__name__,
            description=inspect.getdoc(run) or "",
            parameters=parameters_of(run),
            result=result_of(run),
            run=run,
            **{**given, "scope": Scope(hints["scope"])},
        )
        _check(made)
        _tools[made.name] = made
        return run

    return register


def operator_command(
    *,
    scope: Literal["read", "trade", "operate", "admin"],
    idempotent: bool,
    destructive: bool = False,
    category: str = "system",
    per_minute: int = 60,
    **hints: Unpack[MoreHints],
) -> Callable[[Run], Run]:
    """Publish a tool that changes something and that agents do not see; the hints are those of `tool`."""
    return tool(
        category=category,
        kind="command",
        scope=scope,
        destructive=destructive,
        idempotent=idempotent,
        per_minute=per_minute,
        operator=True,
        **hints,
    )


def _check(made: Tool) -> None:
    """A tool that is declared wrongly stops the start, not a call."""
    faults = {
        "has a name that is taken or not like verb_noun": made.name in _tools
        or not re.fullmatch(r"[a-z]+(_[a-z]+)+", made.name),
        "has no docstring": not made.description,
        f"is in none of {', '.join(CATEGORIES)}": not made.operator and made.category not in CATEGORIES,
        f"takes longer than {MAX_TIMEOUT} s": not 0 < made.timeout <= MAX_TIMEOUT,
        "is cheap and needs workers of its own": made.cheap and made.queue != "tools",
        f"is tried again more than {MAX_RETRIES} times": not 0 <= made.retries <= MAX_RETRIES,
        "is tried again and not idempotent": made.retries > 0 and not (made.read_only or made.idempotent),
        "is tried again and run at once": made.retries > 0 and made.cheap,
        "is a read that destroys": made.kind == "read" and made.destructive,
        "has a socket command that is taken": made.command is not None
        and any(made.command == other.command for other in _tools.values()),
    }
    if wrong := [fault for fault, is_so in faults.items() if is_so]:
        raise ValueError(f"The tool {made.name} {'; '.join(wrong)}.")


def find_tool(name: str) -> Tool | None:
    """The tool of this name, or None."""
    return _tools.get(name)


def get_tool(name: str) -> Tool:
    """The tool of this name. Raises NotFound (`unknown_tool`), naming the nearest agents' tools."""
    found = find_tool(name)
    if found is None:
        raise unknown_tool(name)
    return found


def unknown_tool(name: str) -> NotFound:
    """The refusal of a name that no tool of the agents has."""
    shown = name[:64] if name.isprintable() else ascii(name[:64])
    nearest = get_close_matches(name[:64], [each.name for each in list_tools() if not each.operator])
    hint = f" Did you mean {' or '.join(nearest)}?" if nearest else ""
    return NotFound(f"No tool is called {shown}.{hint}", code="unknown_tool", details={"nearest": nearest})


def list_tools() -> list[Tool]:
    """Every tool, by category and name."""
    return sorted(_tools.values(), key=lambda each: (each.category, each.name))


def tool_for_command(command: str) -> Tool:
    """The tool behind a socket command (`trade.execute`). Raises NotFound (`unknown_command`)."""
    for each in _tools.values():
        if each.command == command:
            return each
    known = sorted(each.command for each in _tools.values() if each.command)
    raise NotFound(
        f"No command is called {command[:64]!a}.", code="unknown_command", details={"known": known}
    )
