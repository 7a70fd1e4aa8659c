"""Agents that stand still say why and until when, and are tried again by the workers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.agents import tasks
from apps.agents.history.records import get_record
from apps.agents.lifecycle import Action
from apps.agents.models import Agent, AgentConfiguration, Decision, LanguageEndpoint, Run
from apps.agents.retrying import DELAYS, Failure
from apps.agents.runs import services
from apps.agents.runs.executing import execute_run
from apps.agents.runs.llm import answering
from apps.agents.runs.scheduling import ask_on_bars
from apps.agents.runtime import decide_on_bars
from apps.agents.services.configuration import configure_agent
from apps.agents.services.failing import fail_agent, retry_agents
from apps.agents.services.transitions import change_status
from apps.agents.strategies import momentum
from apps.system.access.models import Actor, Role, User
from apps.system.access.services import ensure_root
from apps.system.events.models import Event
from apps.trading.services.catalogue import ensure_catalogue
from tests.agents.fleet import make_agent
from tests.agents.hands import work
from tests.agents.markets import RISING, VENUE, last_bars, record
from tests.agents.speaker import says, speaking
from tests.agents.test_language_runs import allow_private, set_endpoint
from tests.journeys.waiting import eventually
from tests.system.peers import answer_with, peer
from tests.system.people import client_of, make_person

NOWHERE = "http://127.0.0.1:9/v1"
SPEAKS = answering.answer
"""Loaded before workers do: on a busy machine that takes longer than they are waited for."""


@pytest.fixture
def person(transactional_db: None) -> User:
    """An operator, in a world with a simulated market."""
    ensure_root()
    ensure_catalogue()
    return make_person(Role.OPERATOR)


@contextmanager
def breaking() -> Iterator[None]:
    """Within the block momentum breaks on every bar."""

    def break_down(seen: Any, settings: Any) -> Any:
        raise ZeroDivisionError

    judge = momentum.judge
    object.__setattr__(momentum.STRATEGY, "judge", break_down)
    try:
        yield
    finally:
        object.__setattr__(momentum.STRATEGY, "judge", judge)


def agent_here(owner: Actor, **changes: Any) -> Agent:
    """An agent on a recorded market that rises."""
    record(RISING)
    return make_agent(owner, venue=VENUE, enable_defi=False, **changes)


def seen_anew(agent: Agent) -> Agent:
    return Agent.objects.select_related("actor").get(pk=agent.pk)


def fail_on(closes: list[int]) -> None:
    with breaking():
        decide_on_bars(VENUE, last_bars(record(closes)), now=timezone.now())


def let_the_wait_pass() -> None:
    """As if the next retries were due."""
    Agent.objects.exclude(next_retry_at=None).update(next_retry_at=timezone.now())


def test_who_breaks_on_a_bar_says_when_it_is_tried_again(owner: Actor) -> None:
    agent, before = agent_here(owner), timezone.now()
    fail_on(RISING)
    agent = seen_anew(agent)
    assert (agent.status, agent.error_code, agent.retries) == ("error", "strategy_broke", 1)
    assert "ZeroDivisionError" in agent.error
    assert agent.next_retry_at is not None
    assert before + DELAYS[0] * 0.8 <= agent.next_retry_at <= timezone.now() + DELAYS[0] * 1.2
    told = Event.objects.get(type="agent.error").payload
    assert (told["code"], told["retries"], told["nextRetryAt"] is not None) == ("strategy_broke", 1, True)


def test_only_a_strategy_that_broke_speaks_against_graduation(owner: Actor) -> None:
    agent, now = agent_here(owner), timezone.now()
    fail_agent(agent, Failure("model_unavailable", "The model does not answer.", may_pass=True), now=now)
    assert get_record(agent, timezone.now()).failures == 0
    let_the_wait_pass()
    retry_agents(timezone.now())
    fail_on(RISING)
    assert get_record(seen_anew(agent), timezone.now()).failures == 1


def test_nobody_is_tried_again_before_its_time(owner: Actor) -> None:
    agent = agent_here(owner)
    fail_on(RISING)
    assert retry_agents(timezone.now()) == 0
    assert retry_agents(timezone.now() + DELAYS[0] * 2) == 1
    assert (seen_anew(agent).status, seen_anew(agent).error) == ("running", "")


def test_in_the_end_it_stays_in_error_with_the_reason_until_people_start_it(owner: Actor) -> None:
    agent, closes = agent_here(owner), list(RISING)
    for number in range(1, len(DELAYS) + 2):
        fail_on(closes)
        assert seen_anew(agent).retries == min(number, len(DELAYS))
        let_the_wait_pass()
        retry_agents(timezone.now())
        closes.append(closes[-1] + 10)
    left = seen_anew(agent)
    assert (left.status, left.next_retry_at) == ("error", None)
    assert "ZeroDivisionError" in left.error
    change_status(left, Action.START)
    fail_on(closes)
    assert (seen_anew(agent).retries, seen_anew(agent).next_retry_at is None) == (1, False)


def test_what_only_people_can_mend_is_not_tried_again(owner: Actor) -> None:
    agent = agent_here(owner)
    AgentConfiguration.objects.filter(agent=agent).update(parameters={"lookback": "many"})
    decide_on_bars(VENUE, last_bars(record(RISING)), now=timezone.now())
    agent = seen_anew(agent)
    assert (agent.status, agent.error_code, agent.next_retry_at) == ("error", "strategy_unusable", None)
    assert "lookback" in agent.error
    assert retry_agents(timezone.now() + timedelta(days=30)) == 0


def test_other_settings_are_tried_at_once(owner: Actor) -> None:
    agent = agent_here(owner)
    fail_on(RISING)
    configure_agent(seen_anew(agent), changes={"lookback": 5}, by=owner, now=timezone.now())
    assert retry_agents(timezone.now()) == 1
    assert seen_anew(agent).status == "running"


@pytest.mark.parametrize("action", [Action.PAUSE, Action.STOP])
def test_people_keep_it_from_being_tried_again(owner: Actor, action: Action) -> None:
    agent = agent_here(owner)
    fail_on(RISING)
    change_status(seen_anew(agent), action)
    assert retry_agents(timezone.now() + timedelta(days=1)) == 0
    assert (seen_anew(agent).error, seen_anew(agent).next_retry_at) == ("", None)


@pytest.mark.django_db(transaction=True)
def test_a_worker_tries_it_again_and_it_decides_on_the_next_bar(person: User) -> None:
    agent, rest = agent_here(person.actor), client_of(person)
    fail_on(RISING)
    shown = rest.get(f"/api/v1/agents/{agent.pk}").json()
    assert (shown["status"], shown["errorCode"], shown["retries"]) == ("error", "strategy_broke", 1)
    assert shown["nextRetryAt"] > shown["failedAt"]
    let_the_wait_pass()
    with work():
        tasks.retry_agents.delay()
        eventually(lambda: seen_anew(agent).status == "running")
    shown = rest.get(f"/api/v1/agents/{agent.pk}").json()
    assert (shown["error"], shown["errorCode"], shown["nextRetryAt"]) == ("", "", None)
    decide_on_bars(VENUE, last_bars(record([*RISING, 7120])), now=timezone.now())
    assert Decision.objects.get(agent=agent).action == "buy"


@pytest.mark.django_db(transaction=True)
def test_a_model_that_is_away_is_asked_again_by_workers_when_it_is_back(person: User) -> None:
    agent = agent_here(person.actor, type="llm")
    allow_private(person.actor)
    set_endpoint(NOWHERE)
    rest, path = client_of(person), f"/api/v1/agents/{agent.pk}"
    with work("threads"), speaking(says("I hold.")) as speaker:
        ask_on_bars(timezone.now())
        eventually(lambda: seen_anew(agent).status == "error")
        shown = rest.get(path).json()
        assert (shown["errorCode"], shown["retries"]) == ("model_unavailable", 1)
        record([*RISING, 7120])
        assert ask_on_bars(timezone.now()) == []  # it stands still
        LanguageEndpoint.objects.update(base_url=speaker.url)
        let_the_wait_pass()
        tasks.retry_agents.delay()
        eventually(lambda: seen_anew(agent).status == "running")
        ask_on_bars(timezone.now())
        eventually(lambda: Run.objects.filter(agent=agent, status="finished").exists())
    assert seen_anew(agent).status == "running"
    assert list(Run.objects.order_by("id").values_list("status", flat=True)) == ["failed", "finished"]


@pytest.mark.django_db(transaction=True)
def test_the_end_of_a_budget_stops_an_agent_until_midnight_or_more_money(person: User) -> None:
    agent = agent_here(person.actor, type="llm", parameters={"tokens_per_day": 10})
    allow_private(person.actor)
    with work("threads"), speaking(says("I hold.")) as speaker:
        set_endpoint(speaker.url)
        ask_on_bars(timezone.now())
        eventually(lambda: seen_anew(agent).status == "error")
        stopped = seen_anew(agent)
        assert (stopped.error_code, stopped.retries) == ("language_budget_exceeded", 0)
        assert stopped.next_retry_at is not None
        assert stopped.next_retry_at.date() == timezone.now().date() + timedelta(days=1)
        assert speaker.asked == []
        configure_agent(stopped, changes={"tokens_per_day": 100_000}, by=person.actor, now=timezone.now())
        tasks.retry_agents.delay()
        eventually(lambda: seen_anew(agent).status == "running")
        record([*RISING, 7120])
        ask_on_bars(timezone.now())
        eventually(lambda: Run.objects.filter(agent=agent, status="finished").exists())
    assert len(speaker.asked) == 1


@pytest.mark.parametrize("second", [None, NOWHERE])
def test_a_key_that_is_not_taken_is_for_people_unless_another_model_may_come_back(
    owner: Actor, second: str | None
) -> None:
    agent = agent_here(owner, type="llm")
    allow_private(owner)
    with peer(answer_with(401)) as server:
        set_endpoint(f"{server.url}/v1", "first")
        if second is not None:
            set_endpoint(second, "second", position=1)
        (run,) = ask_on_bars(timezone.now())
        execute_run(run.id)
    agent = seen_anew(agent)
    expected = "model_refused" if second is None else "model_unavailable"
    assert (agent.status, agent.error_code) == ("error", expected)
    assert (agent.next_retry_at is None) == (second is None)
    assert "sk-secret" not in agent.error


def test_a_question_of_a_person_that_fails_leaves_the_agent_running(owner: Actor) -> None:
    agent = agent_here(owner, type="llm")
    wish = services.Wish("t1", "r1", text="Well?")
    run = services.request_run(agent, wish, asker=owner, now=timezone.now())
    execute_run(run.id)
    assert (Run.objects.get().error_code, seen_anew(agent).status) == ("no_language_model", "running")
