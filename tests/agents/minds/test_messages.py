"""Messages between agents of one owner, and from people to agents."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.agents.messages import services
from apps.agents.models import Agent, AgentMessage
from apps.system.access.models import Actor, Role
from apps.system.events.models import Event
from apps.system.ids import new_id
from tests.agents.fleet import make_agent
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def rest(owner: Actor) -> APIClient:
    return client_of(owner.user)


@pytest.fixture
def pair(owner: Actor) -> tuple[Agent, Agent]:
    return make_agent(owner, name="One"), make_agent(owner, name="Two")


def as_agent(rest: APIClient, agent: Agent, tool: str, **parameters: Any) -> Any:
    body = {"toolId": tool, "parameters": parameters}
    return rest.post(f"/api/v1/agents/{agent.pk}/execute-tool", body, format="json").json()


def send(rest: APIClient, one: Agent, two: Agent, subject: str = "Look", **more: Any) -> Any:
    return as_agent(rest, one, "send_agent_message", recipient_id=str(two.pk), subject=subject, **more)


def put(recipient: Agent, sender: Actor, subject: str = "Look") -> AgentMessage:
    return services.send_message(
        recipient,
        sender=sender,
        subject=subject,
        body="",
        reply_to=None,
        call_id=new_id(),
        now=timezone.now(),
    )


def test_a_message_is_read_once_and_answered(rest: APIClient, pair: tuple[Agent, Agent]) -> None:
    one, two = pair
    sent = send(rest, one, two, body="The spread is wide.")
    assert sent["success"], sent
    read = as_agent(rest, two, "read_messages")["result"]
    (message,) = read["messages"]
    assert (message["sender_name"], message["sender_kind"], message["body"]) == (
        "One",
        "agent",
        "The spread is wide.",
    )
    assert as_agent(rest, two, "read_messages")["result"]["messages"] == []
    answer = send(rest, two, one, "Seen", reply_to_id=message["id"])
    assert answer["success"], answer
    (shown,) = rest.get(f"/api/v1/agents/{one.pk}/messages?show=unread").json()["results"]
    assert (shown["subject"], shown["replyToId"], shown["readAt"]) == ("Seen", message["id"], None)
    (mine,) = rest.get(f"/api/v1/agents/{one.pk}/messages?show=sent").json()["results"]
    assert mine["readAt"] is not None
    news = Event.objects.filter(type="agent.message").order_by("id")
    assert [(each.agent_id, each.payload["senderName"]) for each in news] == [
        (two.pk, "One"),
        (one.pk, "Two"),
    ]


def test_a_person_writes_in_their_own_name(owner: Actor, rest: APIClient, pair: tuple[Agent, Agent]) -> None:
    one, _ = pair
    answer = rest.post(f"/api/v1/agents/{one.pk}/messages", {"subject": "Hold back today"}, format="json")
    assert answer.status_code == 201, answer.json()
    (message,) = as_agent(rest, one, "read_messages")["result"]["messages"]
    assert (message["sender_id"], message["sender_kind"]) == (str(owner.id), "person")


def test_nobody_reaches_the_agents_of_others(rest: APIClient, pair: tuple[Agent, Agent]) -> None:
    one, two = pair
    stranger = make_person(Role.OPERATOR)
    theirs = make_agent(stranger.actor, name="Theirs")
    assert send(rest, one, theirs)["code"] == "unknown_agent"
    assert send(rest, one, two, reply_to_id=str(put(theirs, stranger.actor).id))["code"] == "unknown_message"
    outside = client_of(stranger)
    assert outside.get(f"/api/v1/agents/{one.pk}/messages").status_code == 404
    assert (
        outside.post(f"/api/v1/agents/{one.pk}/messages", {"subject": "x"}, format="json").status_code == 404
    )
    assert send(rest, one, one)["code"] == "message_to_itself"


def test_an_inbox_is_bounded(pair: tuple[Agent, Agent], monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = pair
    monkeypatch.setattr(services, "MOST_UNREAD", 3)
    monkeypatch.setattr(services, "MOST_KEPT", 4)
    for n in range(3):
        put(two, one.actor, f"No. {n}")
    with pytest.raises(services.InboxFull):
        put(two, one.actor)
    assert [each.subject for each in services.take_unread(two, limit=2, now=timezone.now())] == [
        "No. 0",
        "No. 1",
    ]
    put(two, one.actor, "No. 3")
    put(two, one.actor, "No. 4")
    kept = AgentMessage.objects.filter(recipient=two).order_by("id")
    assert [each.subject for each in kept] == ["No. 1", "No. 2", "No. 3", "No. 4"]
