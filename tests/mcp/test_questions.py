"""What an agent asks a person: it waits without a worker, is answered by the right person, or ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.models import Question, ToolCall
from apps.mcp.questions.forms import Form, check_answer
from apps.mcp.questions.services import MOST_OPEN, close_questions
from apps.mcp.runner import run_call
from apps.mcp.services import fail_call, grant_tools
from apps.system.access.models import Actor, Role, User
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.services import issue_key
from apps.system.access.types import Caller, Interface
from apps.system.audit.models import AuditEntry
from apps.system.errors import Invalid
from apps.system.events.models import Event
from tests.system.people import client_of, client_with, make_person

pytestmark = pytest.mark.django_db
FORM = {
    "properties": {
        "max_loss": {"type": "number", "minimum": 0, "maximum": 500},
        "pace": {"type": "string", "enum": ["slow", "fast"]},
        "until": {"type": "string", "format": "date"},
        "agreed": {"type": "boolean"},
    },
    "required": ["max_loss", "agreed"],
}


@pytest.fixture
def asking(agent: Actor) -> Caller:
    """The agent, with the right to ask."""
    grant_tools(agent, tools=["request_human_input"])
    return Caller(agent, agent, AGENT_SCOPES, Interface.AGENT)


def ask(caller: Caller, **parameters: Any) -> Question:
    """Ask as a worker does, and answer what now waits."""
    call = _request(caller, parameters)
    run_call(call.id)
    return Question.objects.get(call_id=call.id)


def outcome(caller: Caller, **parameters: Any) -> ToolCall:
    """Ask, where it is expected to be refused."""
    call = _request(caller, parameters)
    run_call(call.id)
    return ToolCall.objects.get(id=call.id)


def _request(caller: Caller, parameters: dict[str, Any]) -> ToolCall:
    return ToolCall.objects.create(
        actor=caller.actor,
        principal_id=caller.principal.id,
        scopes=",".join(sorted(caller.scopes)),
        interface=caller.interface,
        tool="request_human_input",
        parameters={"question": "Shall I go on?", **parameters},
        correlation_id=caller.actor.id,
        recorded_at=timezone.now(),
    )


def call_of(question: Question) -> ToolCall:
    """The call that waits for the answer."""
    return ToolCall.objects.get(id=question.call_id)


def news(kind: str) -> list[dict[str, Any]]:
    """What was told of questions."""
    return [each.payload for each in Event.objects.filter(type=kind).order_by("id")]


def client_with_key_of(agent: Actor) -> APIClient:
    """REST as the agent itself."""
    key = issue_key(actor=agent, name="own", scopes=AGENT_SCOPES, by=agent, allowed=AGENT_SCOPES)[1]
    return client_with(key)


def answer(client: APIClient, question: Question, **body: Any) -> Any:
    """Answer over REST, as the console does."""
    return client.post(f"/api/v1/mcp/questions/{question.id}/answer", body, format="json")


def test_a_question_waits_without_a_worker(asking: Caller, client: APIClient) -> None:
    question = ask(asking, options=["Go on", "Stop"], background="Down 3 %.")

    call = call_of(question)
    assert (call.status, call.deferred_kind, call.deferred_id) == ("DEFERRED", "question", question.id)
    assert call.retry_at is None
    (listed,) = client.get("/api/v1/mcp/questions", {"status": "OPEN"}).json()["results"]
    assert (listed["text"], listed["options"], listed["mayAnswer"]) == (
        "Shall I go on?",
        ["Go on", "Stop"],
        True,
    )
    assert news("mcp.question_asked")[0]["questionId"] == str(question.id)


def test_its_answer_ends_the_call_and_says_who_gave_it(
    asking: Caller, client: APIClient, person: User
) -> None:
    question = ask(asking, form=FORM)

    wrong = answer(client, question, answer={"max_loss": 900, "agreed": "yes"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_answer")
    assert [each["pointer"] for each in wrong.json()["errors"]] == ["/answer/agreed", "/answer/max_loss"]
    assert call_of(question).status == "DEFERRED"

    done = answer(client, question, answer={"max_loss": 50, "agreed": True}, note="Be careful.")
    assert (done.status_code, done.json()["status"]) == (200, "ANSWERED")
    ended = client.get(f"/api/v1/mcp/executions/{question.call_id}").json()
    assert (ended["status"], ended["result"]["answer"]) == ("SUCCEEDED", {"max_loss": 50, "agreed": True})
    assert ended["result"]["answered_by"] == str(person.actor.id)
    assert ended["result"]["note"] == "Be careful."
    one = client.get(f"/api/v1/mcp/questions/{question.id}").json()
    assert one["answer"] == {"max_loss": 50, "agreed": True}
    assert one["form"]["properties"]["max_loss"]["maximum"] == 500
    assert AuditEntry.objects.filter(call_id=question.call_id, outcome="SUCCEEDED").count() == 1
    assert [each["status"] for each in news("mcp.question_closed")] == ["ANSWERED"]


def test_it_is_answered_once(asking: Caller, client: APIClient) -> None:
    question = ask(asking, options=["Go on", "Stop"])
    assert answer(client, question, answer="Perhaps").json()["code"] == "invalid_answer"
    assert answer(client, question, answer="Stop").status_code == 200

    late = answer(client, question, answer="Go on")
    assert (late.status_code, late.json()["code"], late.json()["details"]) == (
        409,
        "question_closed",
        {"status": "ANSWERED"},
    )
    assert call_of(question).result["answer"] == "Stop"


def test_only_persons_who_see_the_asker_answer_and_never_the_asker(
    asking: Caller, agent: Actor, person: User, client: APIClient
) -> None:
    question = ask(asking)
    stranger = client_of(make_person(Role.OPERATOR))
    assert answer(stranger, question, answer="Yes").status_code == 404
    assert stranger.get(f"/api/v1/mcp/questions/{question.id}").status_code == 404
    assert stranger.get("/api/v1/mcp/questions").json()["results"] == []
    viewer = client_of(make_person(Role.VIEWER))
    assert answer(viewer, question, answer="Yes").json()["code"] == "scope_missing"

    own = ask(Caller(agent, person.actor, asking.scopes, Interface.REST))
    assert answer(client, own, answer="Yes").json()["code"] == "own_question"
    assert client.get(f"/api/v1/mcp/questions/{own.id}").json()["mayAnswer"] is False
    assert answer(client_of(make_person(Role.ADMIN)), own, answer="Yes").status_code == 200


def test_an_agent_cannot_answer(asking: Caller, agent: Actor) -> None:
    question = ask(asking)
    refused = client_with_key_of(agent).post(
        f"/api/v1/mcp/questions/{question.id}/answer", {"answer": "Yes"}, format="json"
    )
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown_tool")


def test_a_person_may_say_that_nobody_will_answer(asking: Caller, client: APIClient, person: User) -> None:
    """The command `dismiss_question`."""
    question = ask(asking)
    body = {"reason": "Look it up yourself."}
    done = client.post(f"/api/v1/mcp/questions/{question.id}/dismiss", body, format="json")

    assert (done.status_code, done.json()["status"]) == (200, "DISMISSED")
    call = call_of(question)
    assert (call.status, call.code) == ("REFUSED", "question_dismissed")
    assert call.reason == f"{person.username} will not answer: Look it up yourself."


def test_a_question_expires_and_its_call_is_refused(asking: Caller, client: APIClient) -> None:
    question = ask(asking, expires_in_seconds=60)
    assert close_questions(question.expires_at - timedelta(seconds=1)) == 0
    Question.objects.filter(id=question.id).update(expires_at=timezone.now())
    assert answer(client, question, answer="Yes").json()["code"] == "question_expired"

    assert close_questions(timezone.now()) == 1
    assert close_questions(timezone.now()) == 0
    call = call_of(question)
    assert (call.status, call.code) == ("REFUSED", "question_expired")
    assert [each["status"] for each in news("mcp.question_closed")] == ["EXPIRED"]


def test_a_question_ends_with_its_call(asking: Caller, client: APIClient) -> None:
    question = ask(asking)
    fail_call(question.call_id, "cancelled", "Not needed any more.")
    late = answer(client, question, answer="Yes")
    assert (late.status_code, late.json()["code"]) == (409, "question_closed")

    assert close_questions(timezone.now()) == 1
    question.refresh_from_db()
    assert question.status == "CANCELLED"
    assert call_of(question).status == "FAILED"


@pytest.mark.parametrize(
    "parameters",
    [
        {"options": ["Yes"]},
        {"options": ["Yes", "Yes"]},
        {"options": ["Yes", "No"], "form": FORM},
        {"form": {"properties": {}}},
        {"form": {"properties": {"a": {"type": "object"}}}},
        {"form": {"properties": {"a": {"type": "string", "pattern": "(a+)+$"}}}},
        {"form": {"properties": {"a": {"$ref": "https://example.com"}}}},
        {"form": {"properties": {"a": {"type": "string"}}, "required": ["b"]}},
        {"question": "  "},
        {"expires_in_seconds": 59},
        {"expires_in_seconds": 15 * 86_400},
    ],
)
def test_a_question_that_cannot_be_answered_is_not_asked(parameters: dict[str, Any], asking: Caller) -> None:
    refused = outcome(asking, **parameters)
    assert (refused.status, refused.error_status) == ("REFUSED", 422)
    assert not Question.objects.exists()


def test_an_agent_cannot_flood_people(asking: Caller) -> None:
    for _ in range(MOST_OPEN):
        ask(asking)
    assert outcome(asking).code == "too_many_questions"
    assert Question.objects.count() == MOST_OPEN


def test_the_list_narrows_to_an_agent(asking: Caller, client: APIClient, agent: Actor) -> None:
    ask(asking)
    assert len(client.get("/api/v1/mcp/questions", {"agentId": str(agent.id)}).json()["results"]) == 1
    assert client.get("/api/v1/mcp/questions", {"status": "ANSWERED"}).json()["results"] == []
    assert client.get("/api/v1/mcp/questions", {"agentId": str(make_person().actor.id)}).status_code == 404


def test_a_free_answer_is_text() -> None:
    check_answer("Yes", options=[], form=None)
    for wrong in ("", "  ", "a" * 4001, 5, None, ["Yes"], {"a": 1}):
        with pytest.raises(Invalid):
            check_answer(wrong, options=[], form=None)


def test_a_form_takes_what_fits_and_nothing_else() -> None:
    form = Form.model_validate(FORM).schema_of_answer()
    check_answer(
        {"max_loss": 1.5, "agreed": False, "pace": "fast", "until": "2026-12-31"}, options=[], form=form
    )
    for wrong in (
        {"max_loss": 1},
        {"max_loss": 1, "agreed": True, "pace": "faster"},
        {"max_loss": 1, "agreed": True, "until": "tomorrow"},
        {"max_loss": 1, "agreed": True, "more": 1},
        {"max_loss": True, "agreed": True},
        "text",
    ):
        with pytest.raises(Invalid):
            check_answer(wrong, options=[], form=form)
