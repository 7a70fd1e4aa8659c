"""What can be done. Apps declare tools in `tools.py`; nothing here knows which apps exist."""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Literal, TypedDict, TypeVar, Unpack

from pydantic import BaseModel

from apps.mcp.schemas import parameters_of, parse_parameters, result_of, schema_of
from apps.mcp.types import Deferred, ToolContext
from apps.system.access.types import Scope
from apps.system.errors import NotFound

Kind = Literal["read", "command"]
Queue = Literal["tools", "backtests", "analytics", "harvest"]
Run = TypeVar("Run", bound=Callable[..., Any])

CATEGORIES: dict[str, str] = {
    "trading": "Market data, orders, positions and signals.",
    "defi": "Pools, staking, swaps and yields of the vault.",
    "analysis": "Backtests, risk, optimisation and regimes.",
    "system": "Status, configuration, goals and to-dos.",
    "communication": "Alerts, logged decisions and questions to people.",
    "data": "Queries, knowledge, memory and exports.",
}
"""The categories of agents' tools. Operators' commands may add their own."""

MAX_TIMEOUT = 5.0
CHEAP_TIMEOUT = 0.1


@dataclass(frozen=True, eq=False)
class Tool:
    """One thing that can be done: its manual, its schemas, its hints and the function that does it."""

    name: str
    category: str
    description: str
    kind: Kind
    scope: Scope
    destructive: bool
    idempotent: bool
    per_minute: int
    timeout: float
    cost: int
    cheap: bool
    operator: bool
    reduces_risk: bool
    command: str | None
    parameters: type[BaseModel]
    result: type[BaseModel]
    run: Callable[..., Any]
    prepare: Callable[..., Any] | None
    queue: Queue

    @property
    def id(self) -> str:
        """What clients call it by; the same as its name."""
        return self.name

    @property
    def title(self) -> str:
        """Its name for people."""
        return self.name.replace("_", " ").capitalize()

    @property
    def read_only(self) -> bool:
        """Whether it changes nothing."""
        return self.kind == "read"

    @cached_property
    def parameters_schema(self) -> dict[str, Any]:
        """JSON Schema of the parameters."""
        return schema_of(self.parameters, "validation")

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """JSON Schema of the result."""
        return schema_of(self.result, "serialization")

    def parse(self, parameters: Mapping[str, Any]) -> BaseModel:
        """Validate parameters. Raises Invalid, with a pointer and a reason per field."""
        return parse_parameters(self.parameters, parameters)

    def call(self, context: ToolContext, parameters: BaseModel) -> BaseModel | Deferred:
        """Do it, in the caller's transaction."""
        answer: BaseModel | Deferred = self.run(context, **arguments_of(parameters))
        return answer

    def dump(self, result: Mapping[str, Any] | BaseModel) -> dict[str, Any]:
        """A result as JSON data, checked against the output model. Raises pydantic's ValidationError."""
        checked = result if isinstance(result, self.result) else self.result.model_validate(result)
        return checked.model_dump(mode="json", by_alias=False)


def arguments_of(parameters: BaseModel) -> dict[str, Any]:
    """Parsed parameters as keyword arguments, nested models left whole."""
    return {name: getattr(parameters, name) for name in type(parameters).model_fields}


class MoreHints(TypedDict, total=False):
    """The hints of `tool` that most tools do without."""

    timeout: float | None
    cost: int
    cheap: bool
    reduces_risk: bool
    command: str | None
    prepare: Callable[..., Any] | None
    queue: Queue


_tools: dict[str, Tool] = {}


def tool(
    *,
    category: str,
    kind: Kind,
    scope: Literal["read", "trade", "operate", "admin"],
    destructive: bool,
    idempotent: bool,
    per_minute: int,
    timeout: float | None = None,
    cost: int = 1,
    cheap: bool = False,
    operator: bool = False,
    reduces_risk: bool = False,
    command: str | None = None,
    prepare: Callable[..., Any] | None = None,
    queue: Queue = "tools",
) -> Callable[[Run], Run]:
    """Publish `def verb_noun(context, *, parameter: Type = default) -> Model | Deferred` as a tool.

    The signature is its schema, the docstring its manual. `scope`, `destructive` and `idempotent` are hints
    for clients and gates; `per_minute` limits one actor; `timeout` (seconds, at most 5) bounds its
    transaction; `cost` is what one call takes from a daily budget. `cheap` runs it in the process that asks:
    reads within 100 ms, and commands that must not wait for a worker. `operator` hides it from agents;
    `reduces_risk` lets it pass the kill switch; `command` is its name on the socket.
    `prepare(context, **parameters)` does its network work first (10 s at most), outside any transaction;
    what it answers arrives as `context.prepared`. `queue` names the workers it waits for: heavy ones are kept
    apart, so that a short call never stands behind a long one.
    """
    hints: dict[str, Any] = {
        "category": category,
        "kind": kind,
        "scope": Scope(scope),
        "destructive": destructive,
        "idempotent": idempotent,
        "per_minute": per_minute,
        "timeout": timeout or (CHEAP_TIMEOUT if cheap and kind == "read" else MAX_TIMEOUT),
        "cost": cost,
        "cheap": cheap,
        "operator": operator,
        "reduces_risk": reduces_risk,
        "command": command,
        "prepare": prepare,
        "queue": queue,
    }

    def register(run: Run) -> Run:
        made = Tool(
            name=run.__name__,
            description=inspect.getdoc(run) or "",
            parameters=parameters_of(run),
            result=result_of(run),
            run=run,
            **hints,
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
