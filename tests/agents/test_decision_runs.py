"""Every decision of a rule can be read as a run, told from its row and nothing else."""

from datetime import UTC, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.agents.models import Agent, Decision, RunEvent
from apps.agents.runs.explaining import Explanation
from apps.agents.runtime import decide_on_bars
from apps.agents.services.outcomes import record_outcomes
from apps.mcp.services import refuse_call, revoke_tools
from apps.system.access.models import Role, User
from apps.system.access.services import ensure_root
from apps.trading.services.catalogue import ensure_catalogue
from tests.agents.agui import frames_of, judged, types_of
from tests.agents.fleet import make_agent
from tests.agents.markets import FLAT, RISING, VENUE, last_bars, record
from tests.system.people import client_of, make_person

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def person(db: None) -> User:
    """An operator, in a world with a simulated market."""
    ensure_root()
    ensure_catalogue()
    return make_person(Role.OPERATOR)


@pytest.fixture
def client(person: User) -> APIClient:
    return client_of(person)


def decide(person: User, closes: list[int]) -> tuple[Agent, Decision]:
    """An agent that decided on the last of these bars."""
    venue = record(closes)
    agent = make_agent(person.actor, venue=VENUE, enable_defi=False)
    decide_on_bars(VENUE, last_bars(venue), now=NOW)
    return agent, Decision.objects.get(agent=agent)


def told(decision: Decision) -> Explanation:
    decision.refresh_from_db()
    return Explanation(decision, run_id=str(decision.id), thread_id="t")


def read(client: APIClient, decision: Decision, after: int = 0) -> list[dict[str, Any]]:
    url = f"/api/v1/agents/{decision.agent_id}/runs/{decision.id}/events"
    answer = client.get(url, headers={"Last-Event-ID": str(after)})
    return [event for _, event in frames_of(answer.streaming_content)]


def test_a_held_bar_is_told_with_its_inputs_rule_and_threshold(person: User, client: APIClient) -> None:
    _, decision = decide(person, FLAT)
    said = judged(read(client, decision))
    assert said[0]["runId"] == str(decision.id)
    reasons = "".join(each["delta"] for each in said if each["type"] == "REASONING_MESSAGE_CONTENT")
    assert f"close {decision.inputs['close']}" in reasons
    assert "momentum gained: roc 0, wanted >= 0.3: not met" in reasons
    assert "TOOL_CALL_START" not in types_of(said)
    custom = [each for each in said if each["type"] == "CUSTOM"]
    assert [each["name"] for each in custom] == ["cival.decision"]
    assert said[-1]["result"] == {"decisionId": str(decision.id), "outcome": "held"}
    assert read(client, decision, after=3) == said[3:]


def test_an_order_is_told_to_its_end_and_each_telling_begins_as_the_one_before(
    person: User, client: APIClient
) -> None:
    _, decision = decide(person, RISING)
    requested = told(decision).whole()
    assert not told(decision).is_ended
    refuse_call(decision.calls[0], "no_liquidity", "Nobody sells.")
    assert record_outcomes(decision.calls) == 1
    ended = told(decision).whole()
    assert requested == ended[: len(requested)]
    said = judged(read(client, decision))
    (result,) = [each for each in said if each["type"] == "TOOL_CALL_RESULT"]
    assert result["toolCallId"] == str(decision.calls[0])
    execution = next(each["value"] for each in said if each.get("name") == "cival.execution")
    assert (execution["outcome"], execution["executionIds"]) == ("refused", [str(decision.calls[0])])
    assert types_of(said)[-3:] == ["STATE_DELTA", "MESSAGES_SNAPSHOT", "RUN_FINISHED"]


def test_a_refusal_by_a_gate_is_told_without_a_call(person: User, client: APIClient) -> None:
    venue = record(RISING)
    agent = make_agent(person.actor, venue=VENUE, enable_defi=False)
    revoke_tools(agent.actor)
    decide_on_bars(VENUE, last_bars(venue), now=NOW)
    said = judged(read(client, Decision.objects.get(agent=agent)))
    execution = next(each["value"] for each in said if each.get("name") == "cival.execution")
    assert (execution["outcome"], execution["details"]["code"]) == ("refused", "not_permitted")
    assert "TOOL_CALL_START" not in types_of(said)


def test_nothing_is_stored_of_it(person: User, client: APIClient) -> None:
    _, decision = decide(person, FLAT)
    read(client, decision)
    assert not RunEvent.objects.exists()
    shown = client.get(f"/api/v1/agents/{decision.agent_id}/runs/{decision.id}").json()
    assert (shown["trigger"], shown["status"], shown["text"]) == ("decision", "finished", decision.sentence)


def test_an_agent_explains_the_decision_that_is_named(person: User, client: APIClient) -> None:
    agent, decision = decide(person, FLAT)
    other = "0199d0f0-0000-7000-8000-000000000000"
    for asked, status in ((str(decision.id), 200), (other, 404)):
        body = {"threadId": "t", "runId": asked, "messages": [], "forwardedProps": {"decisionId": asked}}
        assert client.post(f"/api/v1/agents/{agent.pk}/run", body, format="json").status_code == status
