"""A tool's signature is its schema, its docstring its manual; and no tool changes its face unnoticed."""

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from apps.mcp.registry import get_tool, list_tools, tool, tool_for_command
from apps.mcp.serializers import present_tool
from apps.mcp.tool import CATEGORIES, Tool
from apps.mcp.types import ToolContext
from apps.system.errors import Invalid, NotFound
from apps.system.wire import read_object

SNAPSHOTS = Path(__file__).parent / "snapshots"
TOOLS = [each for each in list_tools() if each.run.__module__.startswith("apps.")]


@pytest.mark.parametrize("declared", TOOLS, ids=lambda each: each.name)
def test_a_tool_looks_as_it_did(declared: Tool) -> None:
    """`UPDATE_SNAPSHOTS=1` accepts what is new."""
    path, face = (
        SNAPSHOTS / f"{declared.name}.json",
        present_tool(declared).model_dump(mode="json", by_alias=True),
    )
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(json.dumps(face, indent=2, sort_keys=True) + "\n")

    assert json.loads(path.read_text()) == face


def test_there_is_no_snapshot_of_a_tool_that_is_gone() -> None:
    assert {path.stem for path in SNAPSHOTS.glob("*.json")} == {each.name for each in TOOLS}


@pytest.mark.parametrize("declared", TOOLS, ids=lambda each: each.name)
def test_schemas_are_json_schema_and_every_parameter_is_closed(declared: Tool) -> None:
    Draft202012Validator.check_schema(declared.parameters_schema)
    Draft202012Validator.check_schema(declared.output_schema)

    assert declared.parameters_schema["additionalProperties"] is False
    assert declared.parameters_schema["type"] == declared.output_schema["type"] == "object"


@pytest.mark.parametrize("declared", TOOLS, ids=lambda each: each.name)
def test_agents_tools_keep_to_the_categories(declared: Tool) -> None:
    assert declared.operator or declared.category in CATEGORIES


def test_the_signature_is_the_schema() -> None:
    echo = get_tool("echo_words")

    assert echo.parameters_schema["required"] == ["words", "amount"]
    assert echo.parameters_schema["properties"]["times"] == {"default": 1, "minimum": 1, "type": "integer"}
    assert echo.output_schema["properties"]["amount"] == {"type": "string"}
    assert (echo.description, echo.title, echo.read_only) == ("Say it again.", "Echo words", True)


def test_amounts_arrive_exact() -> None:
    sent = read_object('{"words": "a", "amount": 0.1000000000000000055511151231257827}')
    with pytest.raises(Invalid):
        get_tool("echo_words").parse(sent)

    parsed: Any = get_tool("echo_words").parse(
        read_object('{"words": "a", "amount": 12345678901234567.000000001}')
    )

    assert parsed.amount == Decimal("12345678901234567.000000001")


@pytest.mark.parametrize(
    ("parameters", "pointer"),
    [
        ({"amount": 1}, "/words"),
        ({"words": 5, "amount": 1}, "/words"),
        ({"words": "a", "amount": "many"}, "/amount"),
        ({"words": "a", "amount": "NaN"}, "/amount"),
        ({"words": "a", "amount": "Infinity"}, "/amount"),
        ({"words": "a", "amount": "1e300"}, "/amount"),
        ({"words": "a", "amount": -1}, "/amount"),
        ({"words": "a", "amount": True}, "/amount"),
        ({"words": "a", "amount": 1, "times": 10**30}, "/times"),
        ({"words": "a", "amount": 1, "times": 2**63}, "/times"),
        ({"words": "a\0b", "amount": 1}, "/words"),
        ({"words": "\ud800", "amount": 1}, "/words"),
        ({"words": "a", "amount": 1, "a/b~c": 1}, "/a~1b~0c"),
        ({"words": "a", "amount": 1, "x\0": 1}, ""),
    ],
)
def test_each_wrong_parameter_is_told_by_its_place(parameters: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Invalid) as caught:
        get_tool("echo_words").parse(parameters)

    assert caught.value.reason_code == "invalid_parameters"
    assert pointer in [error["pointer"] for error in caught.value.errors]
    assert "pydantic" not in str(caught.value.errors)


def test_a_tool_that_is_declared_wrongly_stops_the_start() -> None:
    class Nothing(BaseModel):
        pass

    def make_child(context: ToolContext) -> Nothing:
        """The name is taken."""
        return Nothing()

    def undocumented_tool(context: ToolContext) -> Nothing:
        return Nothing()

    def answer_text(context: ToolContext) -> str:
        """No model."""
        return ""

    hints: dict[str, Any] = {
        "kind": "read",
        "scope": "read",
        "destructive": False,
        "idempotent": True,
        "per_minute": 1,
    }
    for run, fault in (
        (make_child, "taken"),
        (undocumented_tool, "docstring"),
        (answer_text, "pydantic model"),
    ):
        with pytest.raises((ValueError, TypeError), match=fault):
            tool(category="data", **hints)(run)
    with pytest.raises(ValueError, match="none of"):
        tool(category="cooking", **hints)(lambda_free_tool)


def lambda_free_tool(context: ToolContext) -> BaseModel:
    """A tool in a category that does not exist."""
    return BaseModel()


def test_an_unknown_tool_or_command_names_what_there_is() -> None:
    with pytest.raises(NotFound) as caught:
        get_tool("make_childs")
    assert caught.value.details["nearest"][0] == "make_child"

    with pytest.raises(NotFound) as caught:
        tool_for_command("agent.creat")
    assert caught.value.reason_code == "unknown_command"
