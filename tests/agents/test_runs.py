"""Asking a rule-based agent by AG-UI: a run in a durable log, worked by whoever claims it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.agents.errors import Superseded
from apps.agents.models import Agent, Decision, Run, RunEvent
from apps.agents.runs import services
from apps.agents.runs.executing import end_lost_runs, execute_run
from apps.agents.runs.log import read_frames, write_events
from apps.agents.runs.services.ending import cancelled_event, started_event
from apps.agents.runs.stating import state_of
from apps.agents.runtime import decide_on_bars
from apps.system.access.models import Actor, Role, User
from apps.system.access.services import ensure_root
from apps.system.events.models import Event
from apps.system.types import plain
from apps.trading.services import match_venue
from apps.trading.services.catalogue import ensure_catalogue
from apps.trading.types import Side
from tests.agents.agui import asking, frames_of, judged, run_of, types_of
from tests.agents.fleet import archive_agent, make_agent
from tests.agents.markets import RISING, VENUE, last_bars, record
from tests.system.people import client_of, client_with, make_key, make_person
from tests.trading.desk import trade

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def person(db: None) -> User:
    """An operator, in a world with a simulated market."""
    ensure_root()
    ensure_catalogue()
    return make_person(Role.OPERATOR)


@pytest.fixture
def agent(person: User) -> Agent:
    """A momentum agent on a market that rose."""
    record(RISING)
    return make_agent(person.actor, venue=VENUE, enable_defi=False)


def ask(client: APIClient, agent: Agent, body: dict[str, Any], **headers: str) -> Any:
    return client.post(f"/api/v1/agents/{agent.pk}/run", body, format="json", headers=headers)


def work(name: str, agent: Agent) -> None:
    """Work a run as a worker would."""
    execute_run(run_of(agent, name).id)


def ask_and_work(client: APIClient, agent: Agent, body: dict[str, Any]) -> list[dict[str, Any]]:
    """Ask, have it worked, and read all that was said."""
    answer = ask(client, agent, body)
    assert answer.status_code == 200, answer.content
    work(body["runId"], agent)
    return [event for _, event in frames_of(answer.streaming_content)]


def test_a_rule_based_agent_tells_its_newest_decision(person: User, agent: Agent) -> None:
    decide_on_bars(VENUE, last_bars(record(RISING)), now=NOW)
    decision = Decision.objects.get(agent=agent)
    said = judged(ask_and_work(client_of(person), agent, asking("Why?", run="r1")))
    text = "".join(each["delta"] for each in said if each["type"] == "TEXT_MESSAGE_CONTENT")
    reasons = "".join(each["delta"] for each in said if each["type"] == "REASONING_MESSAGE_CONTENT")
    assert text == decision.sentence
    assert f"momentum gained: roc {decision.inputs['roc']}, wanted >= 0.3: met" in reasons
    assert (said[0]["runId"], said[0]["threadId"]) == ("r1", "t1")
    cash = agent.account.balances.get(asset="USD")
    assert said[1]["snapshot"]["cash"] == {"USD": plain(cash.total - cash.held)}
    call = next(each for each in said if each["type"] == "TOOL_CALL_START")
    assert (call["toolCallName"], call["toolCallId"]) == ("place_order", str(decision.calls[0]))
    assert said[-1]["outcome"] == {"type": "success", "pendingToolCallIds": [str(decision.calls[0])]}


def test_a_run_is_one_story_from_the_question_to_the_end_whoever_stops_it(person: User, agent: Agent) -> None:
    asked, stopped = uuid4(), uuid4()
    client = client_of(person)
    ask(client, agent, asking("Why?", run="r1"), **{"X-Correlation-Id": str(asked)})
    work("r1", agent)
    ask(client, agent, asking("Why?", run="r2"), **{"X-Correlation-Id": str(stopped)})
    services.cancel_run(run_of(agent, "r2"), by=person.actor, now=NOW)

    told = Event.objects.filter(type__in=["run.started", "agui.event", "run.ended"])
    stories = {
        each: set(told.filter(payload__runId=each).values_list("type", "correlation_id"))
        for each in ("r1", "r2")
    }
    assert stories["r1"] == {(kind, asked) for kind in ("run.started", "agui.event", "run.ended")}
    assert stories["r2"] == {(kind, stopped) for kind in ("agui.event", "run.ended")}


def test_what_an_agent_holds_as_a_position_is_not_its_cash(agent: Agent) -> None:
    account, now = agent.account, timezone.now()
    trade(account, Side.BUY, "0.5", at=now)
    match_venue(record([*RISING, 7120]), last_bars(record(RISING))[0].closed_at)

    state = state_of(agent)

    assert state["positions"] == {"BTC/USD": "0.5"}
    assert state["cash"] == {"USD": plain(account.balances.get(asset="USD").total)}


def test_an_agent_that_has_not_decided_says_so(person: User, agent: Agent) -> None:
    said = judged(ask_and_work(client_of(person), agent, asking("Why?", run="r1")))
    assert types_of(said) == [
        "RUN_STARTED",
        "STATE_SNAPSHOT",
        "TEXT_MESSAGE_START",
        "TEXT_MESSAGE_CONTENT",
        "TEXT_MESSAGE_END",
        "MESSAGES_SNAPSHOT",
        "RUN_FINISHED",
    ]


def test_whoever_comes_back_gets_exactly_what_was_missed(person: User, agent: Agent) -> None:
    client = client_of(person)
    whole = frames_of(ask_first(client, agent))
    url = f"/api/v1/agents/{agent.pk}/runs/r1/events"
    for seen in range(len(whole) + 1):
        missed = client.get(url, headers={"Last-Event-ID": str(seen)})
        assert frames_of(missed.streaming_content) == whole[seen:]
    page = client.get(url, {"after": 2}, headers={"Accept": "application/json"}).json()
    assert [(each["seq"], each["payload"]) for each in page["results"]] == whole[2:]
    assert page["isOver"] is True


def ask_first(client: APIClient, agent: Agent) -> Any:
    answer = ask(client, agent, asking("Why?", run="r1"))
    work("r1", agent)
    return answer.streaming_content


def test_the_events_on_the_sockets_log_are_the_same(person: User, agent: Agent) -> None:
    whole = frames_of(ask_first(client_of(person), agent))
    news = list(Event.objects.filter(agent_id=agent.pk, type="agui.event").order_by("id"))
    assert [(each.payload["place"], each.payload["event"]) for each in news] == whole
    assert {each.audience for each in news} == {agent.actor.owner_id}
    around = Event.objects.filter(type__startswith="run.").order_by("id")
    assert [each.type for each in around] == ["run.started", "run.ended"]
    assert around[1].payload["status"] == "finished"


def test_the_same_id_is_the_same_run(person: User, agent: Agent) -> None:
    client = client_of(person)
    whole = frames_of(ask_first(client, agent))
    again = ask(client, agent, asking("Why?", run="r1"))
    assert frames_of(again.streaming_content) == whole
    assert Run.objects.count() == 1
    other = ask(client, agent, asking("Something else", run="r1"))
    assert (other.status_code, other.json()["code"]) == (409, "run_id_reused")


def test_a_thread_answers_one_after_the_other(person: User, agent: Agent) -> None:
    client = client_of(person)
    assert ask(client, agent, asking("One", run="r1")).status_code == 200
    refused = ask(client, agent, asking("Two", run="r2"))
    assert (refused.status_code, refused.json()["code"]) == (409, "run_in_progress")
    assert ask(client, agent, asking("Two", run="r2", thread="t2")).status_code == 200


def test_what_cannot_be_read_is_refused_outside_the_stream(person: User, agent: Agent) -> None:
    client = client_of(person)
    assert ask(client, agent, {"threadId": 1}).status_code == 422
    assert ask(client, agent, asking("Hm", run="a/b")).status_code == 422
    assert ask(client, agent, asking("x" * 20_001, run="r1")).status_code == 422
    bad = ask(client, agent, asking("Hm", run="r1"), **{"Last-Event-ID": "x"})
    assert (bad.status_code, bad.json()["code"]) == (422, "invalid_cursor")
    assert not Run.objects.exists()


def test_only_those_who_see_the_agent_and_may_trade_can_ask(person: User, agent: Agent) -> None:
    stranger = client_of(make_person(Role.OPERATOR))
    viewer = client_with(make_key(person, "read"))
    assert ask(stranger, agent, asking("Hm", run="r1")).status_code == 404
    assert ask(viewer, agent, asking("Hm", run="r1")).status_code == 403
    ask_first(client_of(person), agent)
    for path in ("runs", "runs/r1", "runs/r1/events", "capabilities", "conversations"):
        assert stranger.get(f"/api/v1/agents/{agent.pk}/{path}").status_code == 404
        assert viewer.get(f"/api/v1/agents/{agent.pk}/{path}").status_code == 200


def test_an_archived_agent_is_not_asked(person: User, agent: Agent) -> None:
    archive_agent(agent, person.actor)
    refused = ask(client_of(person), agent, asking("Hm", run="r1"))
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_transition")


def test_runs_are_listed_and_read(person: User, agent: Agent) -> None:
    decide_on_bars(VENUE, last_bars(record(RISING)), now=NOW)
    client = client_of(person)
    ask_first(client, agent)
    listed = client.get(f"/api/v1/agents/{agent.pk}/runs").json()["results"]
    assert [(each["runId"], each["status"], each["trigger"]) for each in listed] == [
        ("r1", "finished", "person")
    ]
    one = client.get(f"/api/v1/agents/{agent.pk}/runs/r1").json()
    assert (one["text"], one["events"], one["cost"]) == ("Why?", RunEvent.objects.count(), "0")
    assert client.get(f"/api/v1/agents/{agent.pk}/runs", {"status": "failed"}).json()["results"] == []
    assert client.get(f"/api/v1/agents/{agent.pk}/runs/r9").status_code == 404
    decided = client.get(f"/api/v1/agents/{agent.pk}/runs", {"trigger": "decision"}).json()["results"]
    assert [each["runId"] for each in decided] == [str(Decision.objects.get().id)]


def test_a_queued_run_is_stopped_at_once(person: User, agent: Agent) -> None:
    client = client_of(person)
    stream = ask(client, agent, asking("Why?", run="r1")).streaming_content
    url = f"/api/v1/agents/{agent.pk}/runs/r1/cancel"
    assert client.post(url, {}, format="json").json()["status"] == "cancelled"
    said = judged([event for _, event in frames_of(stream)])
    assert said[-1]["outcome"] == {"type": "cancelled"}
    work("r1", agent)  # its message is still with the broker
    assert run_of(agent, "r1").status == "cancelled"
    again = client.post(url, {}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "run_ended")


def test_a_run_is_worked_once(person: User, agent: Agent) -> None:
    ask(client_of(person), agent, asking("Why?", run="r1"))
    run_id = run_of(agent, "r1").id
    assert services.claim_run(run_id, now=timezone.now()) is not None
    assert services.claim_run(run_id, now=timezone.now()) is None


def test_a_worker_that_was_thought_lost_writes_nothing_more(person: User, agent: Agent) -> None:
    ask(client_of(person), agent, asking("Why?", run="r1"))
    run = services.claim_run(run_of(agent, "r1").id, now=timezone.now() - timedelta(minutes=5))
    assert run is not None
    write_events(run, [started_event(run)], now=timezone.now())
    assert end_lost_runs() == 1
    with pytest.raises(Superseded):
        write_events(run, [cancelled_event(run)], now=timezone.now())
    said = judged([each.event for each in read_frames(run.id, 0)])
    assert types_of(said) == ["RUN_STARTED", "RUN_ERROR"]
    assert run_of(agent, "r1").error_code == "worker_lost"


def test_a_queued_run_whose_message_was_lost_is_sent_again(person: User, agent: Agent) -> None:
    ask(client_of(person), agent, asking("Why?", run="r1"))
    run_id = run_of(agent, "r1").id
    assert services.take_queued_runs(timezone.now()) == []
    later = timezone.now() + timedelta(minutes=1)
    assert services.take_queued_runs(later) == [run_id]
    assert services.take_queued_runs(later) == []


def test_old_conversations_are_dropped_with_their_events(person: User, agent: Agent) -> None:
    ask_first(client_of(person), agent)
    assert services.forget_runs(timezone.now()) == 0
    assert services.forget_runs(timezone.now() + timedelta(days=91)) == 1
    assert not Run.objects.exists()
    assert not RunEvent.objects.exists()


def test_what_a_database_cannot_hold_is_replaced(owner: Actor) -> None:
    agent = make_agent(owner)
    wish = services.Wish("t1", "r1", text="Why?")
    services.request_run(agent, wish, asker=owner, now=timezone.now())
    run = services.claim_run(run_of(agent, "r1").id, now=timezone.now())
    assert run is not None
    event = started_event(run)
    event.metadata = {"odd": "a\0b\ud800c"}
    write_events(run, [event], now=timezone.now())
    assert read_frames(run.id, 0)[0].event["metadata"] == {"odd": "a\ufffdb\ufffdc"}
