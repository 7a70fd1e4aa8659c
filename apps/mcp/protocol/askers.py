"""What calls wait for people with, as a client shows it to its user: questions of agents, and approvals."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.mcp.models import Approval, ToolCall
from apps.mcp.models import Question as Asked
from apps.mcp.protocol.elicitation import APPROVAL, Answer, Question, register_asker
from apps.mcp.questions import services as questions
from apps.mcp.states import ApprovalState
from apps.system.access.models import Actor
from apps.system.access.types import Caller
from apps.system.audit.services import record_audit

ONE = "answer"
"""The field of a question that is not a form."""


class Questions:
    """Questions that `request_human_input` put. Whoever uses the client may answer; no agent for itself."""

    def find_question(self, caller: Caller, call: ToolCall) -> Question | None:
        """The question, while it waits for an answer."""
        asked = Asked.objects.filter(call_id=call.id, status=Asked.Status.OPEN).first()
        if asked is None:
            return None
        is_person = caller.principal.kind == Actor.Kind.PERSON
        return Question(asked.text, _form(asked), "/approvals", may_answer=is_person)

    @transaction.atomic
    def take_answer(self, caller: Caller, call: ToolCall, answer: Answer) -> None:
        """Answer it as the person whose client asked; a form that was closed is a question dismissed."""
        asked, by, now = Asked.objects.get(call_id=call.id), caller.principal, timezone.now()
        if answer.action == "accept":
            said = dict(answer.content) if asked.form else answer.content.get(ONE)
            questions.answer_question(
                by=by, question_id=asked.id, answer=said, note="", now=now, is_at_client=True
            )
        else:
            questions.dismiss_question(by=by, question_id=asked.id, reason="", now=now, is_at_client=True)
        record_audit(
            actor_id=by.id,
            principal_id=by.id,
            interface=caller.interface,
            action="answer_question" if answer.action == "accept" else "dismiss_question",
            outcome="SUCCEEDED",
            subject=f"question:{asked.id}",
        )


class Approvals:
    """Calls that people have to approve. Never at the client that asked: it would decide about itself."""

    def find_question(self, caller: Caller, call: ToolCall) -> Question | None:
        """What is to be decided, while it is."""
        asked = Approval.objects.filter(call_id=call.id, state=ApprovalState.PENDING).first()
        if asked is None:
            return None
        message = (
            f"{asked.because} It waits as execution {call.id}, until {asked.expires_at:%Y-%m-%d %H:%M} UTC."
        )
        return Question(message, {"type": "object", "properties": {}}, "/approvals", may_answer=False)

    def take_answer(self, caller: Caller, call: ToolCall, answer: Answer) -> None:
        """Nobody decides here: `may_answer` is never so."""
        raise PermissionError("An approval is not given through the client that asked for it.")


def _form(asked: Asked) -> dict[str, Any]:
    """The flat form of a question; one answer is a field of its own."""
    if asked.form:
        return dict(asked.form)
    choice = {"enum": asked.options} if asked.options else {}
    return {"type": "object", "properties": {ONE: {"type": "string", **choice}}, "required": [ONE]}


def register_askers() -> None:
    """Say who owns the questions of which calls."""
    register_asker("question", Questions())
    register_asker(APPROVAL, Approvals())
