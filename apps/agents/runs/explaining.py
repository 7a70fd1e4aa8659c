"""A rule-based decision told as a run: a pure function of its row, which invents no word.

What is told of a decision that has not ended is the beginning of what will be told of it later, so a watcher
may come back at any place (ADR 24).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ag_ui.core.events import (
    BaseEvent,
    CustomEvent,
    MessagesSnapshotEvent,
    ReasoningEndEvent,
    ReasoningMessageContentEvent,
    ReasoningMessageEndEvent,
    ReasoningMessageStartEvent,
    ReasoningStartEvent,
    RunFinishedEvent,
    RunFinishedSuccessOutcome,
    RunStartedEvent,
    StateDeltaEvent,
    StateSnapshotEvent,
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
from ag_ui.core.types import AssistantMessage, FunctionCall, Message, ReasoningMessage, ToolCall, ToolMessage

from apps.agents.models import Decision
from apps.system.types import plain

ENDED = frozenset(Decision.Outcome) - {Decision.Outcome.PENDING, Decision.Outcome.REQUESTED}
PLACE_ORDER = "place_order"


class Explanation:
    """The events of one decision, under the names of the run and thread they are told in."""

    def __init__(self, decision: Decision, *, run_id: str, thread_id: str) -> None:
        self.decision, self.run_id, self.thread_id = decision, run_id, thread_id
        self.reasoning_id, self.message_id = f"{run_id}:reasoning", f"{run_id}:decision"
        self.result_id = f"{run_id}:result"

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will come of the decision."""
        return self.decision.outcome in ENDED

    def whole(self) -> list[BaseEvent]:
        """Everything as a run of its own, up to where the decision stands."""
        started = RunStartedEvent(thread_id=self.thread_id, run_id=self.run_id, protocol_version="1.0")
        ending = [MessagesSnapshotEvent(messages=self.messages()), self.finished()] if self.is_ended else []
        return [started, StateSnapshotEvent(snapshot={"decision": self.facts()}), *self.told(), *ending]

    def told(self) -> Iterator[BaseEvent]:
        """The reasons, the decision, its order, and what came of it as far as that is known."""
        yield from self._reasons()
        yield from self._sentence()
        yield from self._order()
        if self.is_ended:
            yield from self._outcome()

    def finished(self) -> RunFinishedEvent:
        """The last event; an order whose end is not known is named as pending."""
        pending = [] if self.is_ended else self._call_ids()
        return RunFinishedEvent(
            thread_id=self.thread_id,
            run_id=self.run_id,
            result={"decisionId": str(self.decision.id), "outcome": self.decision.outcome},
            outcome=RunFinishedSuccessOutcome(type="success", pending_tool_call_ids=pending or None),
        )

    def facts(self) -> dict[str, Any]:
        """The decision as data."""
        told = self.decision
        return {
            "decisionId": str(told.id),
            "agentId": str(told.agent_id),
            "venue": told.venue,
            "symbol": told.symbol,
            "interval": told.interval,
            "barAt": told.bar_at.isoformat(),
            "version": told.version,
            "action": told.action,
            "quantity": plain(told.quantity),
            "confidence": plain(told.confidence),
            "sentence": told.sentence,
            "inputs": told.inputs,
        }

    def messages(self) -> list[Message]:
        """What was said, as AG-UI keeps it."""
        calls = [ToolCall(id=each, type="function", function=self._function()) for each in self._call_ids()]
        said: list[Message] = [
            ReasoningMessage(id=self.reasoning_id, role="reasoning", content=self._reasoning_text()),
            AssistantMessage(
                id=self.message_id,
                role="assistant",
                content=self.decision.sentence,
                tool_calls=calls or None,
            ),
        ]
        if calls and self.is_ended:
            content = _json(self.decision.outcome_details)
            said.append(
                ToolMessage(id=self.result_id, role="tool", content=content, tool_call_id=calls[0].id)
            )
        return said

    def _reasons(self) -> Iterator[BaseEvent]:
        yield StepStartedEvent(step_name="judge the bar")
        yield ReasoningStartEvent(message_id=self.reasoning_id)
        yield ReasoningMessageStartEvent(message_id=self.reasoning_id, role="reasoning")
        for line in self._reasoning_lines():
            yield ReasoningMessageContentEvent(message_id=self.reasoning_id, delta=line)
        yield ReasoningMessageEndEvent(message_id=self.reasoning_id)
        yield ReasoningEndEvent(message_id=self.reasoning_id)
        yield StepFinishedEvent(step_name="judge the bar")

    def _sentence(self) -> Iterator[BaseEvent]:
        yield CustomEvent(name="cival.decision", value=self.facts())
        yield TextMessageStartEvent(message_id=self.message_id, role="assistant")
        yield TextMessageContentEvent(message_id=self.message_id, delta=self.decision.sentence)
        yield TextMessageEndEvent(message_id=self.message_id)

    def _order(self) -> Iterator[BaseEvent]:
        for call_id in self._call_ids():
            yield ToolCallStartEvent(
                tool_call_id=call_id, tool_call_name=PLACE_ORDER, parent_message_id=self.message_id
            )
            yield ToolCallArgsEvent(tool_call_id=call_id, delta=self._function().arguments)
            yield ToolCallEndEvent(tool_call_id=call_id)

    def _outcome(self) -> Iterator[BaseEvent]:
        details = self.decision.outcome_details
        for call_id in self._call_ids():
            yield ToolCallResultEvent(
                message_id=self.result_id, tool_call_id=call_id, content=_json(details), role="tool"
            )
        if self.decision.outcome != Decision.Outcome.HELD:
            ended = {"decisionId": str(self.decision.id), "executionIds": self._call_ids()}
            value = {**ended, "outcome": self.decision.outcome, "details": details}
            yield CustomEvent(name="cival.execution", value=value)
        outcome = {"outcome": self.decision.outcome, "details": details}
        yield StateDeltaEvent(delta=[{"op": "add", "path": "/decision/outcome", "value": outcome}])

    def _reasoning_lines(self) -> list[str]:
        told = self.decision
        head = (
            f"{told.symbol}, bar of {told.interval} from {told.bar_at.isoformat()}: {_pairs(told.inputs)}\n"
        )
        return [head, *(_rule_line(rule) for rule in told.reasoning)]

    def _reasoning_text(self) -> str:
        return "".join(self._reasoning_lines())

    def _call_ids(self) -> list[str]:
        return [str(each) for each in self.decision.calls]

    def _function(self) -> FunctionCall:
        """The order as the runtime requested it."""
        order = {
            "symbol": self.decision.symbol,
            "side": self.decision.action,
            "quantity": plain(self.decision.quantity),
            "client_order_id": str(self.decision.id),
        }
        return FunctionCall(name=PLACE_ORDER, arguments=_json(order))


def _rule_line(rule: Mapping[str, Any]) -> str:
    verdict = "met" if rule["met"] else "not met"
    return f"{rule['rule']}: {_pairs(rule['inputs'])}, wanted {rule['threshold']}: {verdict}\n"


def _pairs(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
