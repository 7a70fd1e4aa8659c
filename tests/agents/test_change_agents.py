"""One thing is done to many agents: to all that match, batch by batch, and to no other's."""

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.agents.lifecycle import Action, Status
from apps.agents.models import Agent
from apps.agents.sagas import ARCHIVE_AGENT, CHANGE_AGENTS, changing
from apps.agents.sagas.changes import CONFIGURE, Change
from apps.agents.selectors.agents import get_configuration
from apps.agents.selectors.matching import Filter
from apps.agents.services.transitions import change_status
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor, Role
from apps.system.sagas.models import Saga
from apps.system.sagas.services import advance_saga, cancel_saga, start_saga
from tests.agents.fleet import make_agent
from tests.system.people import actor_of


def begin(owner: Actor, action: str, *, parameters: dict[str, Any] | None = None, **wanted: Any) -> Saga:
    change = Change(action, "test", parameters=parameters or {})
    context = changing.context_of(Filter(**wanted), change, by=owner, principal=owner)
    return start_saga(CHANGE_AGENTS, context, owner_id=owner.owner_id)


def finish(saga: Saga) -> Saga:
    """Carry it, and what it began, to its end."""
    while saga.status == Saga.Status.RUNNING:
        advance_saga(saga.id)
        for begun in saga.context["sagas"]:
            advance_saga(UUID(begun))
        Saga.objects.filter(pk=saga.pk).update(retry_at=timezone.now())
        saga.refresh_from_db()
    return saga


def statuses(*agents: Agent) -> list[str]:
    return [Agent.objects.get(pk=each.pk).status for each in agents]


def test_those_that_match_are_changed_and_the_others_are_not(owner: Actor) -> None:
    first, second = make_agent(owner, enable_defi=False), make_agent(owner, type="rsi", enable_defi=False)
    other = make_agent(actor_of(Role.OPERATOR), type="rsi", enable_defi=False)
    saga = begin(owner, "pause", type="rsi")
    advance_saga(saga.id)
    saga.refresh_from_db()
    assert (saga.status, saga.context["done"], saga.context["left"]) == ("COMPLETED", 1, 0)
    assert statuses(first, second, other) == ["running", "paused", "running"]


def test_those_whose_state_does_not_allow_it_are_left_and_told_why(owner: Actor) -> None:
    agents = [make_agent(owner, enable_defi=False) for _ in range(3)]
    change_status(agents[0], Action.STOP)
    saga = begin(owner, "pause")
    advance_saga(saga.id)
    saga.refresh_from_db()
    assert (saga.context["done"], saga.context["left"]) == (2, 1)
    (refused,) = saga.context["refused"]
    assert (refused["agent_id"], refused["code"]) == (str(agents[0].pk), "invalid_transition")
    assert "stopped cannot pause" in refused["reason"]
    assert statuses(*agents) == [Status.STOPPED, Status.PAUSED, Status.PAUSED]


def test_many_are_done_batch_by_batch_and_each_batch_commits(
    owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing, "BATCH", 2)
    agents = [make_agent(owner, enable_defi=False) for _ in range(5)]
    saga = begin(owner, "stop")
    seen = []
    for _ in range(3):
        advance_saga(saga.id)
        seen.append(Agent.objects.filter(status=Status.STOPPED).count())
    saga.refresh_from_db()
    assert (seen, saga.status, saga.context["done"]) == ([2, 4, 5], "COMPLETED", 5)
    assert set(statuses(*agents)) == {Status.STOPPED}


def test_settings_are_changed_where_they_are_taken_and_each_agent_gets_a_version(owner: Actor) -> None:
    taking = make_agent(owner, type="rsi", enable_defi=False)
    other = make_agent(owner, enable_defi=False)
    saga = finish(begin(owner, CONFIGURE, parameters={"period": 21}))
    assert (saga.context["done"], saga.context["left"]) == (1, 1)
    assert [each["agent_id"] for each in saga.context["refused"]] == [str(other.pk)]
    taking.refresh_from_db()
    assert (taking.version, get_configuration(taking).parameters["period"]) == (2, 21)


def test_those_that_are_archived_have_ended_when_it_has(owner: Actor) -> None:
    agents = [make_agent(owner, enable_defi=False) for _ in range(2)]
    saga = finish(begin(owner, "archive"))
    assert (saga.status, saga.context["done"], saga.context["refused"]) == ("COMPLETED", 2, [])
    assert set(statuses(*agents)) == {Status.ARCHIVED}


def test_who_could_not_be_archived_after_all_is_told_with_the_reason(owner: Actor) -> None:
    first, second = (make_agent(owner, enable_defi=False) for _ in range(2))
    saga = begin(owner, "archive")
    advance_saga(saga.id)
    mine = Saga.objects.get(name=ARCHIVE_AGENT, context__agent_id=str(first.pk))
    cancel_saga(owner, mine.id, reason="not this one")
    saga.refresh_from_db()
    finish(saga)
    assert (saga.context["done"], saga.context["left"]) == (1, 1)
    assert [(each["agent_id"], each["code"]) for each in saga.context["refused"]] == [
        (str(first.pk), "cancelled")
    ]
    assert statuses(first, second) == [Status.RUNNING, Status.ARCHIVED]


def test_what_was_done_before_it_is_called_off_stays(owner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changing, "BATCH", 2)
    agents = [make_agent(owner, enable_defi=False) for _ in range(3)]
    saga = begin(owner, "pause")
    advance_saga(saga.id)
    cancel_saga(owner, saga.id, reason="enough")
    advance_saga(saga.id)
    saga.refresh_from_db()
    assert (saga.status, saga.context["done"]) == ("COMPENSATED", 2)
    assert statuses(*agents).count(Status.PAUSED) == 2


def test_a_part_of_the_name_says_who_is_meant(owner: Actor) -> None:
    meant, other = make_agent(owner, name="Alpha 1"), make_agent(owner, name="Beta 1")
    finish(begin(owner, "pause", search="alpha"))
    assert statuses(meant, other) == [Status.PAUSED, Status.RUNNING]


@pytest.mark.django_db(transaction=True)
def test_many_are_configured_and_archived_over_rest(client: APIClient) -> None:
    wish = {"name": "One", "type": "rsi", "initialCapital": 5000, "enableDeFi": False, "enableMCP": True}
    made = client.post("/api/v1/agents/create-complete", wish, format="json").json()
    settings = {"type": "rsi", "parameters": {"period": 21}}
    configured = client.post("/api/v1/agents/change/configure", settings, format="json")
    assert configured.json() == {"action": "configure", "done": 1, "left": 0, "refused": []}
    assert client.get(f"/api/v1/agents/{made['id']}").json()["version"] == 2
    asked = client.post("/api/v1/agents/change/archive", {"agentIds": [made["id"]]}, format="json")
    assert asked.status_code in (200, 202), asked.content
    assert ToolCall.objects.get(tool="configure_agents").status == "SUCCEEDED"
    assert ToolCall.objects.filter(tool="archive_agents").exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_asked_for_over_rest_and_answered_with_the_counts(client: APIClient) -> None:
    wish = {"name": "One", "type": "rsi", "initialCapital": 5000, "enableDeFi": False, "enableMCP": True}
    made = client.post("/api/v1/agents/create-complete", wish, format="json").json()
    answer = client.post("/api/v1/agents/change", {"action": "pause", "type": "rsi"}, format="json")
    assert answer.json() == {"action": "pause", "done": 1, "left": 0, "refused": []}
    assert Agent.objects.get(pk=made["id"]).status == Status.PAUSED
    assert ToolCall.objects.get(tool="change_agents").status == "SUCCEEDED"
