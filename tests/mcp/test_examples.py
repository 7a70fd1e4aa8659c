"""The manual's examples are called, and the manual shows what they answered."""

import json
import os

import pytest

from apps.mcp.registry import list_tools
from apps.mcp.tool import Tool
from apps.trading.services import ensure_catalogue
from tests.architecture.sources import ROOT
from tests.mcp.example_scene import Normaliser, Scene

ANSWERS = ROOT / "docs" / "examples"
TOOLS = [each for each in list_tools() if not each.operator and each.run.__module__.startswith("apps.")]


@pytest.mark.parametrize("tool", TOOLS, ids=lambda each: each.name)
def test_every_tool_and_parameter_says_what_it_is(tool: Tool) -> None:
    """A model has nothing but these words to go by."""
    assert len(tool.description) >= 60
    assert tool.examples
    assert tool.output_schema.get("description")
    for name, field in tool.parameters_schema["properties"].items():
        assert "description" in json.dumps(field) or "$ref" in json.dumps(field), f"{tool.name}: {name}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tool", TOOLS, ids=lambda each: each.name)
def test_an_example_answers_what_the_manual_shows(tool: Tool) -> None:
    """`UPDATE_SNAPSHOTS=1` keeps what is answered now; `make docs` then writes the page."""
    scene, shown = Scene(ensure_catalogue()), []
    for example in tool.examples:
        steady, parameters = Normaliser(), scene.filled(example.parameters)
        asked, answer = steady.of(parameters), steady.of(scene.call(tool, parameters))
        shown.append({"purpose": example.purpose, "asked": asked, "answer": answer})

    path = ANSWERS / f"{tool.name}.json"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(shown, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == shown


def test_there_is_no_answer_of_a_tool_that_is_gone() -> None:
    assert {path.stem for path in ANSWERS.glob("*.json")} == {each.name for each in TOOLS}
