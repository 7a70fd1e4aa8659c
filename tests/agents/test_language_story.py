"""A model from its first thought to the end of its budget, by the protocol's client and two verifiers.

Everything is real: the model answers by OpenAI's API on loopback, workers work, a market matches, and the
server is the `websocket` process.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.agents.models import Agent, RunEvent
from apps.mcp.models import ToolCall, ToolPermission
from apps.mcp.services import grant_tools
from apps.system.access.models import Role, User
from apps.system.access.services import ensure_root
from apps.system.audit.models import AuditEntry
from apps.trading.models import Position, Venue
from apps.trading.services import match_venue
from apps.trading.services.catalogue import ensure_catalogue
from deployment.local.node import Node
from deployment.local.ports import any_free_port
from tests.agents.agui import judged, run_of
from tests.agents.fleet import make_agent
from tests.agents.hands import work
from tests.agents.protocol_client import do, ensure_client
from tests.agents.speaker import calls, says, speaking, thinks
from tests.agents.test_language_runs import allow_private, set_endpoint
from tests.counters import counted
from tests.serving import serving
from tests.system.people import client_of, make_key, make_person

pytestmark = pytest.mark.django_db(transaction=True)

BUY = {"symbol": "BTC/USD", "side": "buy", "quantity": "0.1"}
FAMILIES = {
    "RUN_STARTED",
    "STEP_STARTED",
    "STEP_FINISHED",
    "REASONING_START",
    "REASONING_MESSAGE_CONTENT",
    "TEXT_MESSAGE_CONTENT",
    "TOOL_CALL_START",
    "TOOL_CALL_ARGS",
    "TOOL_CALL_RESULT",
    "STATE_SNAPSHOT",
    "STATE_DELTA",
    "MESSAGES_SNAPSHOT",
    "CUSTOM",
    "RUN_FINISHED",
}


@pytest.fixture(scope="module")
def node() -> Node:
    return ensure_client()


@pytest.fixture
def person(transactional_db: None) -> User:
    """An operator, in a world with a simulated market."""
    ensure_root()
    ensure_catalogue()
    return make_person(Role.OPERATOR)


@contextmanager
def trading(agent: Agent) -> Iterator[None]:
    """Within the block the agent's market matches orders, once the run within it has told what was held."""
    stop, told = threading.Event(), RunEvent.objects.filter(type="STATE_SNAPSHOT")
    before = told.count()

    def match() -> None:
        while not stop.wait(0.1):
            if told.count() > before:
                match_venue(Venue.objects.get(slug=agent.venue_id), timezone.now())
        connection.close()

    thread = threading.Thread(target=match)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)


def events_of(seen: dict[str, Any]) -> list[dict[str, Any]]:
    return judged([frame["event"] for frame in seen["frames"]])


def test_a_model_reasons_calls_is_refused_asks_continues_and_ends_with_its_budget(
    node: Node, person: User
) -> None:
    agent = make_agent(person.actor, type="llm", enable_defi=False)
    grant_tools(agent.actor, tools=["place_order"], effect=ToolPermission.Effect.ASK)
    with speaking() as speaker, work("threads"), serving(any_free_port()) as (port, _):
        allow_private(person.actor)
        set_endpoint(speaker.url)
        here = {"origin": f"http://127.0.0.1:{port}", "key": make_key(person), "agent": str(agent.pk)}
        speaker.turns = [
            [*thinks("First I look."), *calls("get_market_data", "look", symbol="BTC/USD")],
            calls("close_position", "close", symbol="BTC/USD"),
            [*says("I hold nothing, so I buy."), *calls("place_order", "buy", **BUY)],
        ]
        stopped = do(node, "ask", run="r1", thread="t1", text="Trade.", **here)
        speaker.turns = [says("I bought.")]
        with trading(agent):
            answers = [
                {"interruptId": each["id"], "status": "resolved", "payload": {"approved": True}}
                for each in stopped["interrupts"]
            ]
            resumed = do(node, "ask", run="r2", thread="t1", resume=answers, **here)
        client = client_of(person)
        spend_everything(client, agent)
        ended = do(node, "ask", run="r3", thread="t1", text="More!", **here)

    first, second = events_of(stopped), events_of(resumed)
    assert {each["type"] for each in first + second} >= FAMILIES
    results = {each["toolCallId"]: each["content"] for each in first if each["type"] == "TOOL_CALL_RESULT"}
    assert '"BTC/USD"' in results["look"]
    assert '"no_position"' in results["close"]
    assert first[-1]["outcome"]["type"] == "interrupt"
    assert (resumed["error"], resumed["messages"][-1]["content"]) == (None, "I bought.")
    assert resumed["state"]["positions"] == {"BTC/USD": "0.1"}
    assert ended["error"] == "language_budget_exceeded"
    judged([frame["event"] for frame in ended["frames"]])
    assert speaker.turns == []
    assert Position.objects.get(account=agent.account_id).quantity == Decimal("0.1")
    tell_the_same_story(client, agent)


def spend_everything(client: APIClient, agent: Agent) -> None:
    """From now on it may use no more than it has."""
    used = client.get(f"/api/v1/agents/{agent.pk}/language-budget").json()["tokens"]
    assert used == 4 * 120
    changed = {"agent_id": str(agent.pk), "parameters": {"tokens_per_day": used}}
    answer = client.post(
        "/api/v1/mcp/execute", {"toolId": "update_agent", "parameters": changed}, format="json"
    )
    assert answer.json()["success"], answer.json()


def tell_the_same_story(client: APIClient, agent: Agent) -> None:
    """The runs, the calls and the audit trail agree on what happened."""
    listed = client.get(f"/api/v1/agents/{agent.pk}/runs").json()["results"]
    assert {each["runId"]: each["status"] for each in listed} == {
        "r1": "finished",
        "r2": "finished",
        "r3": "failed",
    }
    made = ToolCall.objects.filter(actor=agent.actor).order_by("recorded_at")
    assert [(each.tool, each.status) for each in made] == [
        ("get_market_data", "SUCCEEDED"),
        ("close_position", "REFUSED"),
        ("place_order", "SUCCEEDED"),
    ]
    run = run_of(agent, "r1")
    assert {each.correlation_id for each in made} == {run.correlation_id}
    audited = AuditEntry.objects.filter(correlation_id=run.correlation_id, actor_id=agent.pk)
    assert set(audited.values_list("action", "outcome")) >= {
        ("get_market_data", "SUCCEEDED"),
        ("close_position", "REFUSED"),
        ("place_order", "SUCCEEDED"),
    }
    shown = client.get("/api/v1/mcp/audit-log", {"correlationId": str(run.correlation_id)}).json()["results"]
    assert {each["action"] for each in shown} >= {"get_market_data", "close_position", "place_order"}
    assert counted("agent_runs_ended_total", status="interrupted") >= 1
    assert counted("agent_run_tokens_total", direction="input") >= 400
