"""What a model says and does, as AG-UI events, and as the messages that are kept of it."""

import json
from collections.abc import Iterator
from typing import Any

from ag_ui.core.events import (
    BaseEvent,
    ReasoningEndEvent,
    ReasoningMessageContentEvent,
    ReasoningMessageEndEvent,
    ReasoningMessageStartEvent,
    ReasoningStartEvent,
    StepFinishedEvent,
    StepStartedEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
    ToolCallArgsEvent,
    ToolCallEndEvent,
    ToolCallResultEvent,
    ToolCallStartEvent,
)
from ag_ui.core.types import (
    AssistantMessage,
    FunctionCall,
    Message,
    ReasoningMessage,
    ToolCall,
    ToolMessage,
)
from pydantic_ai.messages import (
    FunctionToolResultEvent,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ThinkingPart,
    ThinkingPartDelta,
    ToolCallPart,
    ToolCallPartDelta,
)


class Telling:
    """Keeps which message or call is open, so that whatever ends a run can close it properly."""

    def __init__(self, name: str) -> None:
        self._name, self._count = name, 0
        self._step = ""
        self._text: str | None = None
        self._thought: str | None = None
        self._call: ToolCall | None = None
        self._answer: AssistantMessage | None = None
        self.said: list[Message] = []

    def begin_step(self, name: str) -> Iterator[BaseEvent]:
        """A request to the model begins."""
        self._step, self._answer = name, None
        yield StepStartedEvent(step_name=name)

    def end_step(self) -> Iterator[BaseEvent]:
        """It is over."""
        yield from self.close()
        if self._step:
            yield StepFinishedEvent(step_name=self._step)
            self._step = ""

    def of_model(self, event: Any) -> Iterator[BaseEvent]:
        """What one event of the model's stream tells."""
        if isinstance(event, PartStartEvent):
            yield from self.close()
            yield from self._begin(event.part)
        elif isinstance(event, PartDeltaEvent):
            yield from self._go_on(event.delta)

    def of_tools(self, event: Any) -> Iterator[BaseEvent]:
        """What one event of the calling of tools tells."""
        if isinstance(event, FunctionToolResultEvent):
            part = event.part
            content = part.model_response_str() if hasattr(part, "model_response_str") else str(part.content)
            told = ToolMessage(
                id=self._next("r"), role="tool", content=content, tool_call_id=part.tool_call_id or ""
            )
            self.said.append(told)
            yield ToolCallResultEvent(
                message_id=told.id, tool_call_id=told.tool_call_id, content=content, role="tool"
            )

    def close(self) -> Iterator[BaseEvent]:
        """The ends of whatever is open."""
        if self._text is not None:
            yield TextMessageEndEvent(message_id=self._text)
        if self._thought is not None:
            yield ReasoningMessageEndEvent(message_id=self._thought)
            yield ReasoningEndEvent(message_id=self._thought)
        if self._call is not None:
            yield ToolCallEndEvent(tool_call_id=self._call.id)
        self._text = self._thought = self._call = None

    def _begin(self, part: Any) -> Iterator[BaseEvent]:
        if isinstance(part, TextPart):
            yield from self._begin_text(part.content)
        elif isinstance(part, ThinkingPart):
            yield from self._begin_thought(part.content)
        elif isinstance(part, ToolCallPart):
            yield from self._begin_call(part)

    def _begin_text(self, content: str) -> Iterator[BaseEvent]:
        answer = self._assistant()
        self._text = answer.id
        yield TextMessageStartEvent(message_id=answer.id, role="assistant")
        yield from self._add_text(content)

    def _begin_thought(self, content: str) -> Iterator[BaseEvent]:
        self._thought = self._next("t")
        self.said.append(ReasoningMessage(id=self._thought, role="reasoning", content=""))
        yield ReasoningStartEvent(message_id=self._thought)
        yield ReasoningMessageStartEvent(message_id=self._thought, role="reasoning")
        yield from self._add_thought(content)

    def _begin_call(self, part: ToolCallPart) -> Iterator[BaseEvent]:
        answer = self._assistant()
        function = FunctionCall(name=part.tool_name, arguments="")
        self._call = ToolCall(id=part.tool_call_id, type="function", function=function)
        answer.tool_calls = [*(answer.tool_calls or []), self._call]
        yield ToolCallStartEvent(
            tool_call_id=self._call.id, tool_call_name=part.tool_name, parent_message_id=answer.id
        )
        yield from self._add_arguments(part.args)

    def _go_on(self, delta: Any) -> Iterator[BaseEvent]:
        if isinstance(delta, TextPartDelta):
            yield from self._add_text(delta.content_delta)
        elif isinstance(delta, ThinkingPartDelta):
            yield from self._add_thought(delta.content_delta or "")
        elif isinstance(delta, ToolCallPartDelta):
            yield from self._add_arguments(delta.args_delta)

    def _add_text(self, content: str) -> Iterator[BaseEvent]:
        if content and self._text is not None:
            answer = self._assistant()
            answer.content = (answer.content or "") + content
            yield TextMessageContentEvent(message_id=self._text, delta=content)

    def _add_thought(self, content: str) -> Iterator[BaseEvent]:
        if content and self._thought is not None:
            thought = self.said[-1]
            if isinstance(thought, ReasoningMessage):
                thought.content += content
            yield ReasoningMessageContentEvent(message_id=self._thought, delta=content)

    def _add_arguments(self, arguments: str | dict[str, Any] | None) -> Iterator[BaseEvent]:
        text = arguments if isinstance(arguments, str) else json.dumps(arguments) if arguments else ""
        if text and self._call is not None:
            self._call.function.arguments += text
            yield ToolCallArgsEvent(tool_call_id=self._call.id, delta=text)

    def _assistant(self) -> AssistantMessage:
        """The message of this answer of the model, to which its calls belong."""
        if self._answer is None:
            self._answer = AssistantMessage(id=self._next("m"), role="assistant")
            self.said.append(self._answer)
        return self._answer

    def _next(self, kind: str) -> str:
        self._count += 1
        return f"{self._name}:{kind}{self._count}"
