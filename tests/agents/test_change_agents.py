"""One thing is done to many agents: to all that match, batch by batch, and to no other's."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.agents.lifecycle import Action, Status
from apps.agents.models import Agent
from apps.agents.sagas import CHANGE_AGENTS, Filter, changing
from apps.agents.services.transitions import change_status
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor, Role
from apps.system.sagas.models import Saga
from apps.system.sagas.services import advance_saga, start_saga
from tests.agents.fleet import make_agent
from tests.system.people import actor_of


def begin(owner: Actor, action: Action, **wanted: Any) -> Saga:
    context = changing.context_of(Filter(**wanted), action, by=owner, reason="test")
    return start_saga(CHANGE_AGENTS, context, owner_id=owner.owner_id)


def statuses(*agents: Agent) -> list[str]:
    return [Agent.objects.get(pk=each.pk).status for each in agents]


def test_those_that_match_are_changed_and_the_others_are_not(owner: Actor) -> None:
    first, second = make_agent(owner, enable_defi=False), make_agent(owner, type="rsi", enable_defi=False)
    other = make_agent(actor_of(Role.OPERATOR), type="rsi", enable_defi=False)
    saga = begin(owner, Action.PAUSE, type="rsi")
    advance_saga(saga.id)
    saga.refresh_from_db()
    assert (saga.status, saga.context["done"], saga.context["left"]) == ("COMPLETED", 1, 0)
    assert statuses(first, second, other) == ["running", "paused", "running"]


def test_those_whose_state_does_not_allow_it_are_counted(owner: Actor) -> None:
    agents = [make_agent(owner, enable_defi=False) for _ in range(3)]
    change_status(agents[0], Action.STOP)
    saga = begin(owner, Action.PAUSE)
    advance_saga(saga.id)
    saga.refresh_from_db()
    assert (saga.context["done"], saga.context["left"]) == (2, 1)
    assert statuses(*agents) == [Status.STOPPED, Status.PAUSED, Status.PAUSED]


def test_many_are_done_batch_by_batch_and_each_batch_commits(
    owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing, "BATCH", 2)
    agents = [make_agent(owner, enable_defi=False) for _ in range(5)]
    saga = begin(owner, Action.STOP)
    seen = []
    for _ in range(3):
        advance_saga(saga.id)
        seen.append(Agent.objects.filter(status=Status.STOPPED).count())
    saga.refresh_from_db()
    assert (seen, saga.status, saga.context["done"]) == ([2, 4, 5], "COMPLETED", 5)
    assert set(statuses(*agents)) == {Status.STOPPED}


@pytest.mark.django_db(transaction=True)
def test_it_is_asked_for_over_rest_and_answered_with_the_counts(client: APIClient) -> None:
    wish = {"name": "One", "type": "rsi", "initialCapital": 5000, "enableDeFi": False, "enableMCP": True}
    made = client.post("/api/v1/agents/create-complete", wish, format="json").json()
    answer = client.post("/api/v1/agents/change", {"action": "pause", "type": "rsi"}, format="json")
    assert answer.json() == {"action": "pause", "done": 1, "left": 0}
    assert Agent.objects.get(pk=made["id"]).status == Status.PAUSED
    assert ToolCall.objects.get(tool="change_agents").status == "SUCCEEDED"
