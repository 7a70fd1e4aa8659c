"""A batch comes to what its requests would have come to one by one, in a fixed number of statements."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import ConnectionError as RedisGone
from rest_framework.test import APIClient

from apps.mcp import batches, gateway, limits, registry
from apps.mcp.batches import Answer, Ask, request_calls
from apps.mcp.circuits import LIMIT, count_failure
from apps.mcp.gateway import request_call
from apps.mcp.models import IdempotencyKey, ToolBudget, ToolCall, ToolPermission
from apps.mcp.registry import get_tool
from apps.mcp.runner import run_call
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor, User
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.services import create_actor
from apps.system.access.types import Caller, Interface, Scope
from apps.system.audit.models import AuditEntry
from apps.system.controls.services import engage_halt
from apps.system.errors import CivalError, Unavailable
from apps.system.events.models import Event
from apps.system.ids import new_id
from apps.system.redis import key, redis_client
from tests.mcp.sample_tools import children
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

API = "/api/v1/mcp/execute-batch"


@pytest.fixture(autouse=True)
def _unpublished(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker listens here; calls are run by hand."""
    monkeypatch.setattr(gateway, "publish_call", lambda *_, **__: None)
    monkeypatch.setattr(batches, "publish_call", lambda call_id, tool: None)


@pytest.fixture
def fleet(person: User) -> list[Caller]:
    """Agents that differ in what stands in their way: nothing, a budget, a halt, a person to ask, a ban."""
    names = ("free", "thrifty", "halted", "asking", "banned")
    agents = {name: create_actor(kind=Actor.Kind.AGENT, name=name, parent=person.actor) for name in names}
    for name in names[:3]:
        grant_tools(agents[name], categories=["data"])
    grant_tools(agents["asking"], categories=["data"], effect=ToolPermission.Effect.ASK)
    grant_tools(agents["banned"], categories=["data"])
    grant_tools(agents["banned"], tools=["make_child"], effect=ToolPermission.Effect.DENY)
    ToolBudget.objects.create(actor=agents["thrifty"], calls_per_day=2)
    ToolBudget.objects.create(actor=person.actor, calls_per_day=9)
    engage_halt(by=person.actor, target=agents["halted"], reason="storm", now=timezone.now())
    return [Caller(each, each, AGENT_SCOPES, Interface.AGENT) for each in agents.values()]


WISHES = st.sampled_from(
    [
        ("make_child", {"name": "a"}),
        ("make_child", {"name": ""}),
        ("make_few", {"name": "a"}),
        ("close_risk", {"name": "a"}),
        ("echo_words", {"words": "a", "amount": 1}),
        ("count_actors", {}),
        ("start_long", {"name": "a"}),
        ("run_fleet", {"name": "a"}),
        ("no_such_tool", {}),
    ]
)
KEYS = st.sampled_from([None, None, None, "one", "two", "\n", "x" * 201])
REQUESTS = st.lists(st.tuples(st.integers(0, 4), WISHES, KEYS, st.booleans()), min_size=1, max_size=14)


def forget_rates() -> None:
    """As if nobody had called anything for a minute."""
    for name in redis_client().scan_iter(key("rate", "*")):
        redis_client().delete(name)


def shown(answer: Answer) -> tuple[Any, ...]:
    """What is the same of an answer however it came about."""
    if answer.refusal is not None:
        return (answer.refusal.reason_code, answer.refusal.detail, answer.refusal.status)
    assert answer.call is not None
    return (answer.call.status, answer.call.tool, answer.call.actor_id, answer.call.parameters)


def one_by_one(asks: Sequence[Ask]) -> list[Answer]:
    """The same requests through the single door."""
    answers = []
    for ask in asks:
        try:
            answers.append(Answer(request_call(ask.caller, ask.tool, ask.parameters, key=ask.key)))
        except CivalError as refusal:
            answers.append(Answer(refusal=refusal))
    return answers


def written(call: ToolCall) -> tuple[Any, ...]:
    """What is the same of a call's row whenever it was written."""
    whose = (call.actor_id, call.principal_id, call.scopes, call.interface)
    what = (call.tool, call.parameters, call.sealed, call.cost, call.status, call.code, call.reason)
    came = (call.details, call.error_status, call.attempts, call.tries, call.result, call.result_size)
    when = (call.retry_at and call.retry_at - call.recorded_at, call.started_at is None)
    return (*whose, *what, *came, *when, call.deferred_kind, call.deferred_id, call.erased_at)


def left_behind() -> dict[str, Any]:
    """What requests leave in the database."""
    return {
        "audit": sorted(AuditEntry.objects.values_list("actor_id", "action", "outcome", "code")),
        "calls": sorted(map(written, ToolCall.objects.all()), key=str),
        "events": sorted(Event.objects.values_list("type", "audience", "agent_id")),
        "keys": sorted(IdempotencyKey.objects.values_list("principal_id", "key", "fingerprint")),
        "used": sorted(ToolBudget.objects.values_list("actor_id", "used")),
        "effects": children("a"),
    }


def in_any_order(
    fleet: list[Caller], wanted: Sequence[tuple[int, tuple[str, dict[str, Any]], str | None, bool]]
) -> Iterator[Ask]:
    """Requests whose order among themselves does not matter where it is another in a batch.

    What is cheap, and a key that comes again, go last there: they must not compete for the last tokens, or
    for the last calls of a budget.
    """
    seen: set[tuple[int, str | None]] = set()
    for who, (tool, parameters), once, is_narrow in wanted:
        goes_last = tool == "echo_words" or (once is not None and (who, once) in seen)
        if not (goes_last and (who == 1 or tool == "make_few")):
            seen.add((who, once))
            caller = replace(fleet[who], scopes=frozenset({Scope.READ})) if is_narrow else fleet[who]
            yield Ask(caller, tool, parameters, key=once)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=REQUESTS)
def test_a_batch_comes_to_the_same_as_its_requests_one_by_one(
    fleet: list[Caller], wanted: list[tuple[int, tuple[str, dict[str, Any]], str | None, bool]]
) -> None:
    asks = list(in_any_order(fleet, wanted))
    found = []
    for way in (one_by_one, request_calls):
        forget_rates()
        with transaction.atomic():
            for _ in range(LIMIT):
                count_failure("start_long", timezone.now())
            ToolBudget.objects.filter(actor=fleet[0].actor.lineage[1]).update(calls_per_day=1000)
            found.append(([shown(each) for each in way(asks)], left_behind()))
            transaction.set_rollback(True)

    assert found[1] == found[0]


def test_a_shared_budget_ends_at_the_same_request(fleet: list[Caller]) -> None:
    asks = [Ask(fleet[0], "make_child", {"name": "a"}) for _ in range(12)]

    codes = [each.refusal.reason_code if each.refusal else "" for each in request_calls(asks)]

    assert codes == [""] * 9 + ["budget_exceeded"] * 3
    assert sorted(ToolBudget.objects.values_list("used", flat=True)) == [0, 9]


def test_tokens_are_exact_within_a_batch(fleet: list[Caller]) -> None:
    forget_rates()
    asks = [Ask(fleet[0], "make_few", {"name": "a"}) for _ in range(5)]

    answers = request_calls(asks)

    assert [each.call is not None for each in answers] == [True] * 3 + [False] * 2
    refusal = answers[3].refusal
    assert refusal is not None
    assert refusal.retry_after is not None
    assert (refusal.reason_code, 0 < refusal.retry_after <= 20) == ("rate_limited", True)


def test_without_redis_only_what_adds_no_risk_passes(
    fleet: list[Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> Any:
        raise RedisGone

    monkeypatch.setattr(limits, "redis_client", gone)

    risky, closing, reading = request_calls(
        [
            Ask(fleet[0], "make_child", {"name": "a"}),
            Ask(fleet[0], "close_risk", {"name": "a"}),
            Ask(fleet[0], "count_actors", {}),
        ]
    )

    assert risky.refusal is not None
    assert (risky.refusal.reason_code, risky.refusal.retry_after) == ("limits_unavailable", 5)
    assert closing.call is not None
    assert reading.call is not None


def test_each_call_is_part_of_its_own_story_and_runs(caller: Caller) -> None:
    stories = [new_id(), new_id()]

    answers = request_calls(
        [Ask(caller, "make_child", {"name": "a"}, correlation_id=each) for each in stories]
    )

    calls = [each.call for each in answers if each.call]
    assert [each.correlation_id for each in calls] == stories
    assert set(Event.objects.values_list("correlation_id", flat=True)) == set(stories)
    for call in calls:
        run_call(call.id)
    assert children("a") == 2


def test_a_key_runs_once_within_a_batch_and_over_batches(caller: Caller) -> None:
    ask = Ask(caller, "make_child", {"name": "a"}, key="once")

    first, twin = request_calls([ask, ask])
    again, other = request_calls([ask, replace(ask, parameters={"name": "b"})])

    assert first.call is not None
    assert [each.call and each.call.id for each in (twin, again)] == [first.call.id] * 2
    assert other.refusal is not None
    assert other.refusal.reason_code == "idempotency_key_reused"


def test_many_actors_take_as_many_statements_as_few(person: User) -> None:
    def ask(count: int) -> list[Ask]:
        agents = [create_actor(kind=Actor.Kind.AGENT, name="A", parent=person.actor) for _ in range(count)]
        for each in agents:
            grant_tools(each, categories=["data"])
            ToolBudget.objects.create(actor=each, calls_per_day=5)
        return [
            Ask(Caller(each, each, AGENT_SCOPES, Interface.AGENT), "make_child", {"name": name}, key="k")
            for each in agents
            for name in ("a", "")
        ]

    few, many = ask(2), ask(60)
    request_calls(ask(1))  # what is cached per process is cached now

    assert count_queries(lambda: request_calls(many)) == count_queries(lambda: request_calls(few))


def test_there_is_a_limit_to_a_batch(caller: Caller) -> None:
    with pytest.raises(ValueError, match="10000 requests at most"):
        request_calls([Ask(caller, "make_child", {"name": "a"})] * 10_001)


def test_over_rest_each_request_has_its_own_answer(client: APIClient, caller: Caller, agent: Actor) -> None:
    grant_tools(agent, tools=["make_child"])
    calls = [
        {"toolId": "make_child", "parameters": {"name": "a"}, "idempotencyKey": "k"},
        {"toolId": "make_child", "parameters": {"name": ""}},
        {"toolId": "make_child", "parameters": {"name": "a"}, "agentId": str(agent.id)},
        {"toolId": "make_child", "parameters": {"name": "a"}, "agentId": str(new_id())},
        {"toolId": "echo_words", "parameters": {"words": "a", "amount": 1}},
        {"parameters": {}},
    ]

    results = client.post(API, {"calls": calls}, format="json").json()["results"]

    assert [each["execution"] and each["execution"]["status"] for each in results] == [
        "QUEUED",
        None,
        "QUEUED",
        None,
        "SUCCEEDED",
        None,
    ]
    assert [each["refusal"] and each["refusal"]["code"] for each in results] == [
        None,
        "invalid_parameters",
        None,
        "not_found",
        None,
        "invalid_body",
    ]
    assert results[1]["refusal"]["status"] == 422
    assert results[1]["refusal"]["errors"][0]["pointer"] == "/name"
    assert ToolCall.objects.get(id=results[2]["execution"]["executionId"]).actor == agent
    assert client.post(API, {"calls": []}, format="json").status_code == 422
    assert client.post(API, {"calls": calls[:1] * 201}, format="json").status_code == 422


def test_keys_that_somebody_else_keeps_at_the_same_moment_are_theirs(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Ask(caller, "make_child", {"name": "a"}, key="once")
    first = request_call(caller, ask.tool, ask.parameters, key=ask.key)
    monkeypatch.setattr(batches.batch_gates, "find_replays", lambda requests, refuse: {})

    (answer,) = request_calls([ask])

    assert answer.call is not None
    assert answer.call.id == first.id
    assert ToolCall.objects.count() == 1


def test_an_expired_key_is_a_new_request(caller: Caller) -> None:
    ask = Ask(caller, "make_child", {"name": "a"}, key="once")
    (first,) = request_calls([ask])
    IdempotencyKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    (second,) = request_calls([ask])

    assert first.call is not None
    assert second.call is not None
    assert first.call.id != second.call.id
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mcp_idempotency_key")
        assert cursor.fetchone() == (1,)


def test_the_market_is_asked_once_for_a_batch_under_budgets_of_money(fleet: list[Caller]) -> None:
    asked: list[int] = []
    tool = get_tool("buy_thing")

    def cost(calls: Sequence[Any], currency: str) -> Sequence[Any]:
        asked.append(len(calls))
        refusal = Unavailable("There is no price of c.", code="market_cold")
        return [refusal if each["name"] == "c" else each["amount"] for _, each in calls]

    registry._tools[tool.name] = replace(tool, notional=cost)
    ToolBudget.objects.filter(actor=fleet[0].actor.lineage[1]).update(money_per_day=10)
    asks = [Ask(fleet[0], tool.name, {"name": name, "amount": "4"}) for name in "abcab"]

    answers = request_calls(asks)

    assert [each.refusal.reason_code if each.refusal else "" for each in answers] == [
        "",
        "",
        "market_cold",
        "budget_exceeded",
        "budget_exceeded",
    ]
    assert asked == [5]
