"""The tools as a page for people (`docs/tools.md`): written from the registry and from recorded answers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from apps.mcp.querying.catalogue import View, list_views
from apps.mcp.registry import list_tools
from apps.mcp.tool import CATEGORIES, Tool

Answers = Mapping[str, Sequence[Mapping[str, Any]]]
"""By tool: what each of its examples was asked with, and what it answered."""

INTRODUCTION = """# Tools

Written by `make docs` from the tools themselves; do not edit it. Everything that changes something is a
call of one of these, over REST (`POST /api/v1/mcp/execute`), the socket, MCP or from within an agent.
Amounts are exact: send them as text or as numbers, they are answered as text. Times are UTC.

The answers below are real: a test makes each call and holds this page against it. It starts with an agent
at the simulated market on 2 March 2026 that has bought 0.5 BTC and has one order resting. Ids are replaced
by `…0001`, `…0002` in the order in which they appear, the clock's times by that noon, durations by 1;
numbers that are measures and not amounts have six digits; lists longer than three show two, texts longer
than 600 characters their beginning.

Any call can also be refused by a gate, before its tool is asked: `unknown_tool`, `invalid_parameters` (a
reason per field), `not_permitted`, `scope_missing`, `kill_switch`, `circuit_open`, `rate_limited` (with
when to try again), `budget_exceeded`, `idempotency_key_reused`. A call that people have to approve is not
refused: it waits as `AWAITING_APPROVAL`. In the examples a refusal stands under `refused`; how each interface
tells one is in the API reference.
"""

VIEWS = """## Views of query_database

What `query_database` reads. Each shows the rows that the asker may see;
[query-database.md](query-database.md) tells how that is kept.
"""

OPERATORS = """## Operators' commands

What people do in the console and over REST. Agents do not see these tools, and MCP shows them only to who
asks for the toolset `operator`. Their parameters and answers are in the API reference.

| command | scope | what it does |
|---|---|---|
"""


def write_manual(answers: Answers) -> str:
    """The whole page."""
    tools = [each for each in list_tools() if not each.operator]
    parts = [INTRODUCTION, _contents(tools)]
    for category, about in CATEGORIES.items():
        own = [each for each in tools if each.category == category]
        if own:
            parts += [f"## {category.capitalize()}\n\n{about}\n"]
            parts += [_tool(each, answers.get(each.name, ())) for each in own]
    return "\n".join([*parts, VIEWS, *(_view(each) for each in list_views()), OPERATORS + _commands()])


def _contents(tools: Sequence[Tool]) -> str:
    lines = ["| tool | category | what it does |", "|---|---|---|"]
    lines += [f"| [`{each.name}`](#{each.name}) | {each.category} | {_first(each)} |" for each in tools]
    return "\n".join(lines) + "\n"


def _commands() -> str:
    commands = [each for each in list_tools() if each.operator]
    return "".join(f"| `{each.name}` | {each.scope} | {_first(each)} |\n" for each in commands)


def _view(view: View) -> str:
    """A view with its columns."""
    lines = [f"### {view.name}\n", f"{view.description}\n", "| column | meaning |", "|---|---|"]
    lines += [f"| `{name}` | {_cell(meaning)} |" for name, (_, meaning) in view.columns.items()]
    return "\n".join(lines) + "\n"


def _first(tool: Tool) -> str:
    """The first paragraph of a manual."""
    return _cell(tool.description.split("\n\n")[0])


def _tool(tool: Tool, examples: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(
        [
            f"### {tool.name}\n",
            f"{_hints(tool)}\n",
            f"{tool.description}\n",
            _parameters(tool),
            f"**Answers** {_cell(tool.output_schema.get('description', ''))}\n",
            _result(tool),
            *(_example(each) for each in examples),
        ]
    )


def _hints(tool: Tool) -> str:
    facts = {
        "reads only": tool.read_only,
        "changes something": not tool.read_only,
        "destructive: what it does is not simply taken back": tool.destructive,
        "idempotent: again changes nothing more": tool.idempotent and not tool.read_only,
        "passes the kill switch": tool.reduces_risk,
        "passes the kill switch where it only takes risk away": tool.reduces_risk_if is not None,
    }
    said = [fact for fact, is_so in facts.items() if is_so]
    limits = f"scope `{tool.scope}`; {tool.per_minute} calls a minute; costs {tool.cost} of the daily budget"
    return f"*{'; '.join(said)}; {limits}; at most {tool.timeout:g} s in its transaction*"


def _parameters(tool: Tool) -> str:
    schema = tool.parameters_schema
    if not schema.get("properties"):
        return "It takes no parameters.\n"
    required = schema.get("required", [])
    lines = ["| parameter | type | default | meaning |", "|---|---|---|---|"]
    for name, field in schema["properties"].items():
        default = "*required*" if name in required else f"`{json.dumps(field.get('default'))}`"
        lines.append(f"| `{name}` | {_type(field, schema)} | {default} | {_meaning(field, schema)} |")
    return "\n".join(lines) + "\n"


def _result(tool: Tool) -> str:
    schema = tool.output_schema
    lines = ["| field | type | meaning |", "|---|---|---|"]
    for name, field in schema.get("properties", {}).items():
        lines.append(f"| `{name}` | {_type(field, schema)} | {_meaning(field, schema)} |")
    return "\n".join(lines) + "\n"


def _example(example: Mapping[str, Any]) -> str:
    asked, answered = (
        json.dumps(example[name], indent=2, ensure_ascii=False) for name in ("asked", "answer")
    )
    return (
        f"**Example**: {example['purpose']}\n\n```json\n{asked}\n```\n\nanswers\n\n```json\n{answered}\n```\n"
    )


def _resolved(field: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A field with what it refers to in its place."""
    if "$ref" not in field:
        return field
    own = {name: value for name, value in field.items() if name != "$ref"}
    return {**schema["$defs"][str(field["$ref"]).rsplit("/", 1)[-1]], **own}


def _type(field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    found = _resolved(field, schema)
    if "enum" in found:
        return "one of " + ", ".join(f"`{each}`" for each in found["enum"])
    if "const" in found:
        return f"`{found['const']}`"
    if "anyOf" in found:
        return " or ".join(dict.fromkeys(_type(each, schema) for each in found["anyOf"]))
    kind = str(found.get("type", "any"))
    if kind == "array":
        return f"list of {_type(found.get('items', {}), schema)}"
    return f"{kind} ({found['format']})" if "format" in found else kind


def _meaning(field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What a field says of itself, and the bounds and examples that it has."""
    found = _resolved(field, schema)
    members = [_resolved(each, schema) for each in found.get("anyOf", [])]
    said = found.get("description") or next(
        (each["description"] for each in members if "description" in each), ""
    )
    return _cell(" ".join([said, *_bounds([found, *members])]))


_BOUNDS = {
    "minimum": "At least {}.",
    "exclusiveMinimum": "Above {}.",
    "maximum": "At most {}.",
    "exclusiveMaximum": "Below {}.",
    "maxLength": "{} characters at most.",
    "maxItems": "{} at most.",
}


def _bounds(fields: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for name, words in _BOUNDS.items():
        yield from (words.format(each[name]) for each in fields if name in each)
    for each in fields:
        if each.get("examples"):
            yield "Such as " + ", ".join(f"`{example}`" for example in each["examples"]) + "."


def _cell(text: str) -> str:
    """Text on one line of a table."""
    return " ".join(text.split()).replace("|", "\\|")
