"""Asking a person through their client for what a call waits for.

A tool that needs a person's answer answers `Deferred(kind, id)`. Who owns that kind declares an asker for it
here: it tells the question, decides who may answer it, and takes the answer; the call then ends as any
deferred call does. A client of 2026-07-28 that can ask its user is handed the question, and sends the answer
with the same request again; any other is told where to answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from mcp.server.context import ServerRequestContext
from mcp.types import (
    CallToolRequestParams,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitResult,
    InputRequiredResult,
)

from apps.mcp.models import ToolCall
from apps.mcp.protocol.exchanges import capabilities_of, is_modern
from apps.mcp.types import CallStatus
from apps.system.access.types import Caller
from apps.system.errors import Refused


@dataclass(frozen=True)
class Question:
    """What a person is asked: words, and the JSON Schema of a flat form. `where` they can answer otherwise.

    `may_answer` tells whether the asker's own client may: an agent never approves what it asked for itself.
    """

    message: str
    schema: Mapping[str, Any]
    where: str
    may_answer: bool


@dataclass(frozen=True)
class Answer:
    """What a person said: a form that was filled in, or that they would not."""

    action: Literal["accept", "decline", "cancel"]
    content: Mapping[str, Any]


class Asker(Protocol):
    """Who owns the questions of one kind of deferred calls. Both methods are run in a thread."""

    def find_question(self, caller: Caller, call: ToolCall) -> Question | None:
        """What the call waits for, or None where it was answered meanwhile."""
        ...

    def take_answer(self, caller: Caller, call: ToolCall, answer: Answer) -> None:
        """Let a person's answer have its effect. Raises CivalError where it is not taken."""
        ...


_askers: dict[str, Asker] = {}
KEY = "answer"
APPROVAL = "approval"
"""The kind of calls that wait for people before they run."""


def register_asker(kind: str, asker: Asker) -> None:
    """Say who owns the questions of deferred calls of a kind."""
    _askers[kind] = asker


def waits_for_person(call: ToolCall) -> bool:
    """Whether a call may stand open for a person's answer."""
    return _kind_of(call) in _askers


def find_question(caller: Caller, call: ToolCall) -> Question | None:
    """The question that a call stands open for. Reads the database."""
    return _askers[_kind_of(call)].find_question(caller, call) if waits_for_person(call) else None


def take_answer(caller: Caller, call: ToolCall, answer: Answer) -> None:
    """Hand an answer to who owns the question; one that comes too late changes nothing."""
    question = find_question(caller, call)
    if question is None:
        return
    if not question.may_answer:
        raise where_to_answer(question)
    _askers[_kind_of(call)].take_answer(caller, call, answer)


def _kind_of(call: ToolCall) -> str:
    if call.status == CallStatus.AWAITING_APPROVAL:
        return APPROVAL
    return call.deferred_kind if call.status == CallStatus.DEFERRED else ""


def read_answer(params: CallToolRequestParams) -> Answer | None:
    """The answer that came with a request, if one did."""
    given = (params.input_responses or {}).get(KEY)
    return Answer(given.action, given.content or {}) if isinstance(given, ElicitResult) else None


def can_ask(context: ServerRequestContext[Any, Any], question: Question) -> bool:
    """Whether the client can put the question to its user, who may answer it."""
    asking = capabilities_of(context).elicitation
    shows_forms = asking is not None and (asking.form is not None or asking.url is None)
    return is_modern(context) and shows_forms and question.may_answer


def put_question(question: Question, call: ToolCall) -> InputRequiredResult:
    """Have the client ask; it sends the call's id along, sealed, with the answer."""
    return InputRequiredResult(input_requests={KEY: as_request(question)}, request_state=str(call.id))


def as_request(question: Question) -> ElicitRequest:
    """The question in the protocol's form."""
    form = ElicitRequestFormParams(message=question.message, requested_schema=dict(question.schema))
    return ElicitRequest(params=form)


def where_to_answer(question: Question) -> Refused:
    """The refusal of a client through which the question cannot be answered."""
    return Refused(
        f"A person has to answer first, at {question.where}: {question.message}",
        code="input_required",
        details={"where": question.where, "question": question.message},
    )
