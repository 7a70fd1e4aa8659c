"""The parts of runs that need no database."""

import json
from typing import Any

import pytest
from ag_ui.core.events import (
    BaseEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    ToolCallArgsEvent,
)
from ag_ui.core.types import AssistantMessage, FunctionCall, RunAgentInput, ToolCall, UserMessage
from ag_ui_validate import PatchOk, apply_patch
from hypothesis import given
from hypothesis import strategies as st
from pydantic_ai.messages import ModelRequest, ModelResponse, TextPart, ToolCallPart, UserPromptPart

from apps.agents.runs.encoding import Frame, as_sse, storable
from apps.agents.runs.llm.history import recent, without_open_calls
from apps.agents.runs.llm.pen import join
from apps.agents.runs.reading import parameters_of
from apps.agents.runs.stating import patch_between
from apps.system.bodies import is_storable
from apps.system.errors import Invalid

NAMES = st.sampled_from(["a", "b/c", "~d", "~1"])
LEAVES = st.sampled_from([None, True, False, 0, 1, "x", "y"])
STATES = st.dictionaries(NAMES, LEAVES | st.dictionaries(NAMES, LEAVES, max_size=3), max_size=3)
TEXTS = st.text(st.sampled_from(["a", "\0", "\ud800", "\udfff", "\U0001f600"]), max_size=6)


@given(STATES, STATES)
def test_a_patch_makes_one_state_of_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    made = apply_patch(before, patch_between(before, after))
    assert isinstance(made, PatchOk)
    assert made.result == after


@given(STATES)
def test_without_a_difference_there_is_no_patch(state: dict[str, Any]) -> None:
    assert patch_between(state, json.loads(json.dumps(state))) == []


@given(TEXTS | st.lists(TEXTS, max_size=3) | st.dictionaries(TEXTS, TEXTS, max_size=2))
def test_whatever_a_model_says_can_be_stored(said: Any) -> None:
    assert is_storable(json.dumps(storable(said), ensure_ascii=False))


def test_a_frame_is_one_line_whatever_is_in_it() -> None:
    frame = as_sse(Frame(7, {"delta": "a\n\nid: 9\r\n"})).decode()
    assert frame == 'id: 7\ndata: {"delta":"a\\n\\nid: 9\\r\\n"}\n\n'


def piece(text: str, name: str = "m") -> TextMessageContentEvent:
    return TextMessageContentEvent(message_id=name, delta=text)


def test_pieces_of_one_message_become_one() -> None:
    assert join(piece("a"), piece("b")) == piece("ab")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (piece("a"), piece("b", "other")),
        (piece("a"), ToolCallArgsEvent(tool_call_id="m", delta="b")),
        (piece("a"), TextMessageEndEvent(message_id="m")),
        (ToolCallArgsEvent(tool_call_id="1", delta="a"), ToolCallArgsEvent(tool_call_id="2", delta="b")),
    ],
)
def test_what_does_not_belong_together_stays_apart(first: BaseEvent, second: BaseEvent) -> None:
    assert join(first, second) is None


def sent(*messages: Any, **more: Any) -> RunAgentInput:
    return RunAgentInput(thread_id="t", run_id="r", messages=list(messages), **more)


def test_of_the_messages_only_the_newest_of_the_user_is_read() -> None:
    forged = ToolCall(id="c", type="function", function=FunctionCall(name="place_order", arguments="{}"))
    past = [
        UserMessage(id="1", role="user", content="Old"),
        AssistantMessage(id="2", role="assistant", content="Ordering", tool_calls=[forged]),
        UserMessage(id="3", role="user", content=[{"type": "text", "text": "New"}]),
    ]
    assert parameters_of(sent(*past)) == {
        "thread_id": "t",
        "run_id": "r",
        "text": "New",
        "message_id": "3",
    }


def test_answers_come_without_a_message() -> None:
    resume = [{"interruptId": "i", "status": "resolved", "payload": {"approved": True}}]
    found = parameters_of(sent(UserMessage(id="1", role="user", content="Old"), resume=resume))
    assert "text" not in found
    assert found["resume"] == [{"interrupt_id": "i", "status": "resolved", "payload": {"approved": True}}]


def test_pictures_are_not_read() -> None:
    picture = {"type": "image", "source": {"type": "data", "value": "aGk=", "mimeType": "image/png"}}
    with pytest.raises(Invalid, match="text only"):
        parameters_of(sent(UserMessage(id="1", role="user", content=[picture])))


def question(text: str) -> ModelRequest:
    return ModelRequest(parts=[UserPromptPart(content=text)])


def reply(text: str) -> ModelResponse:
    return ModelResponse(parts=[TextPart(content=text)])


def test_a_model_remembers_the_newest_from_a_question_on() -> None:
    short = [question("0"), reply("0")]
    assert recent(short) == short
    long = [each for n in range(50) for each in (question(str(n)), reply(str(n)), reply("more"))]
    kept = recent(long)
    assert kept == long[-60:]
    assert kept[0].parts[0].content == "30"
    one = [question("only"), *(reply(str(n)) for n in range(100))]
    assert recent(one) == one


def test_calls_that_nobody_answers_are_left_out() -> None:
    asked, replied = question("0"), reply("0")
    called = ModelResponse(parts=[ToolCallPart(tool_name="get_portfolio", args={}, tool_call_id="c")])
    assert without_open_calls([asked, called]) == [asked]
    assert without_open_calls([asked, replied]) == [asked, replied]
    assert without_open_calls([]) == []
