"""People are asked before a call runs: bound to its arguments and price, decided once, and nobody waits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp import waiting
from apps.mcp.approving import approve, expire_approvals, reject
from apps.mcp.circuits import LIMIT, count_failure
from apps.mcp.gateway import request_call
from apps.mcp.models import Approval, ToolAutonomy, ToolBudget, ToolCall, ToolPermission
from apps.mcp.runner import run_call
from apps.mcp.services import cancel_call, grant_tools
from apps.mcp.settings import APPROVAL_DRIFT, APPROVAL_EXPIRY, APPROVAL_PEOPLE
from apps.mcp.waiting import call_tool, wait_for_call
from apps.system.access.models import Actor, Role, User
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.selectors import root_actor
from apps.system.access.services import add_member, create_actor, create_team
from apps.system.access.types import Caller, Interface
from apps.system.audit.models import AuditEntry
from apps.system.controls.services import engage_halt, release_halt
from apps.system.controls.services.configuration import change_setting
from apps.system.correlation import correlate
from apps.system.errors import CivalError
from apps.system.events.models import Event
from tests.mcp.sample_tools import PRICE, children
from tests.system.people import client_of, make_person

APPROVALS = "/api/v1/mcp/approvals"


@pytest.fixture(autouse=True)
def _price(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRICE, "now", Decimal(100))


@pytest.fixture
def other(person: User) -> User:
    """A second operator, in one team with the first."""
    return make_person(Role.OPERATOR)


@pytest.fixture
def trader(person: User, other: User) -> Caller:
    """The team's agent: it may do everything, and proposes."""
    team = create_team(name="Desk", founder=person.actor)
    add_member(team=team, person=other.actor, by=person.actor)
    agent = create_actor(kind=Actor.Kind.AGENT, name="Trader", parent=team)
    grant_tools(agent, categories=["data"])
    ToolAutonomy.objects.create(actor=agent, level=ToolAutonomy.Level.PROPOSE)
    return Caller(agent, agent, AGENT_SCOPES, Interface.AGENT)


def ask(trader: Caller, name: str = "a", **more: Any) -> Approval:
    """A purchase that waits for people."""
    call = request_call(trader, "buy_thing", {"name": name, "amount": 2, **more})
    assert call.status == "AWAITING_APPROVAL"
    return Approval.objects.get(call_id=call.id)


def call_of(approval: Approval) -> ToolCall:
    return ToolCall.objects.get(id=approval.call_id)


def refusal_of(work: Any) -> CivalError:
    with pytest.raises(CivalError) as caught:
        work()
    return caught.value


def say_yes(approval: Approval, by: User, **more: Any) -> Approval:
    return approve(approval.id, by=by.actor, now=timezone.now(), **more)


def told(kind: str) -> list[dict[str, Any]]:
    return [each.payload for each in Event.objects.filter(type=kind).order_by("id")]


def test_a_call_that_waits_has_no_effect_and_holds_nobody(
    trader: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_wait", lambda *_: pytest.fail("somebody waited with it"))
    call = call_tool(trader, "buy_thing", {"name": "a", "amount": 2}, patience=60)

    assert (call.status, children("a"), call.started_at) == ("AWAITING_APPROVAL", 0, None)
    run_call(call.id)
    assert (ToolCall.objects.get().status, children("a")) == ("AWAITING_APPROVAL", 0)
    approval = Approval.objects.get()
    assert (approval.facts, approval.people, approval.max_drift) == ({"price": "100"}, 1, 1)
    assert approval.because == "The level of autonomy of Trader asks a person."
    (news,) = told("mcp.approval_requested")
    assert (news["approvalId"], news["executionId"]) == (str(approval.id), str(call.id))
    assert not told("mcp.execute")


def test_an_approved_call_runs_once(trader: Caller, person: User) -> None:
    approval = ask(trader)

    assert say_yes(approval, person).state == "APPROVED"
    assert call_of(approval).status == "QUEUED"
    run_call(approval.call_id)

    assert (call_of(approval).status, children("a")) == ("SUCCEEDED", 1)
    (news,) = told("mcp.approval_resolved")
    assert (news["state"], news["resolvedBy"]) == ("APPROVED", str(person.actor_id))
    assert AuditEntry.objects.get(call_id=approval.call_id).outcome == "SUCCEEDED"
    assert say_yes(approval, person).state == "APPROVED", "a second yes changes nothing"
    assert len(told("mcp.approval_resolved")) == 1


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_what_people_decide_is_of_the_call_s_story(trader: Caller, person: User, answer: str) -> None:
    """Not of the request by which they answered, which has an id of its own."""
    approval = ask(trader)
    with correlate() as other:
        if answer == "yes":
            say_yes(approval, person)
        else:
            reject(approval.id, by=person.actor, reason="no")

    found = Event.objects.get(type="mcp.approval_resolved").correlation_id
    assert found == call_of(approval).correlation_id != other


def test_a_rejected_call_ends_with_the_reason(trader: Caller, person: User) -> None:
    approval = ask(trader)

    ended = reject(approval.id, by=person.actor, reason="too large")

    assert (ended.state, ended.resolved_by) == ("REJECTED", person.actor)
    call = call_of(approval)
    assert (call.status, call.code, call.reason) == (
        "REFUSED",
        "approval_rejected",
        f"{person.actor.name} rejected it: too large",
    )
    assert AuditEntry.objects.get(call_id=call.id).code == "approval_rejected"
    assert reject(approval.id, by=person.actor, reason="again").reason == ended.reason
    assert refusal_of(lambda: say_yes(approval, person)).reason_code == "approval_resolved"
    run_call(call.id)
    assert children("a") == 0


def test_nobody_decides_about_what_they_asked_for(trader: Caller, person: User, other: User) -> None:
    grant_tools(trader.actor, tools=["buy_thing"], effect=ToolPermission.Effect.ASK)
    by_hand = Caller(trader.actor, person.actor, frozenset({"read", "trade", "operate"}), Interface.REST)
    approval = ask(by_hand)

    assert approval.because == "The permission of this tool of Trader asks a person."
    assert refusal_of(lambda: say_yes(approval, person)).reason_code == "own_request"
    assert refusal_of(lambda: reject(approval.id, by=person.actor, reason="no")).reason_code == "own_request"
    assert say_yes(approval, other).state == "APPROVED"


def test_an_agent_cannot_approve_itself(trader: Caller) -> None:
    approval = ask(trader)

    refusal = refusal_of(lambda: approve(approval.id, by=trader.actor, now=timezone.now()))

    assert refusal.reason_code == "not_a_person"
    as_tool = refusal_of(lambda: request_call(trader, "approve_call", {"approval_id": str(approval.id)}))
    assert as_tool.reason_code == "unknown_tool"


def test_whoever_does_not_see_the_actor_sees_no_approval(trader: Caller) -> None:
    approval, stranger = ask(trader), make_person(Role.OPERATOR)

    assert refusal_of(lambda: say_yes(approval, stranger)).status == 404
    assert client_of(stranger).get(APPROVALS).json()["results"] == []
    assert client_of(stranger).get(f"{APPROVALS}/{approval.id}").status_code == 404


def test_a_price_that_has_moved_too_far_makes_it_void(
    trader: Caller, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    near, far = ask(trader, "near"), ask(trader, "far")

    monkeypatch.setitem(PRICE, "now", Decimal("101"))
    assert say_yes(near, person).state == "APPROVED", "exactly as far as is allowed"
    monkeypatch.setitem(PRICE, "now", Decimal("98.999"))
    void = say_yes(far, person)

    assert (void.state, void.reason) == ("VOID", "The market has moved by 1.0010 %; 1.0000 % are allowed.")
    assert (call_of(far).status, call_of(far).code) == ("REFUSED", "approval_void")
    assert told("mcp.approval_resolved")[-1]["state"] == "VOID"


def test_the_strictest_settings_above_an_actor_bind(trader: Caller, person: User) -> None:
    now, team = timezone.now(), Actor.objects.get(kind="TEAM")
    for target, drift, people, seconds in ((team, "0.5", 2, 60), (trader.actor, "50", 1, 7200)):
        said = {"target": target, "by": person.actor, "now": now}
        change_setting(APPROVAL_DRIFT, drift, **said)
        change_setting(APPROVAL_PEOPLE, people, **said)
        change_setting(APPROVAL_EXPIRY, seconds, **said)

    approval = ask(trader)

    assert (approval.max_drift, approval.people) == (Decimal("0.5"), 2)
    assert approval.expires_at - approval.recorded_at == timedelta(seconds=60)


def test_other_arguments_than_those_asked_about_make_it_void(trader: Caller, person: User) -> None:
    approval, other = ask(trader), ask(trader, "b")

    assert refusal_of(lambda: say_yes(approval, person, arguments="0" * 64)).reason_code == (
        "arguments_changed"
    )
    assert say_yes(approval, person, arguments=approval.arguments_digest).state == "APPROVED"
    ToolCall.objects.filter(id=other.call_id).update(parameters={"name": "b", "amount": "2000"})
    assert say_yes(other, person).state == "VOID"
    assert call_of(other).status == "REFUSED"


def test_nobody_deciding_in_time_refuses_it(trader: Caller, person: User) -> None:
    swept, late, fresh = ask(trader, "swept"), ask(trader, "late"), ask(trader, "fresh")
    Approval.objects.filter(id=swept.id).update(expires_at=timezone.now())

    assert expire_approvals(timezone.now()) == 1
    Approval.objects.filter(id=late.id).update(expires_at=timezone.now())

    assert say_yes(late, person).state == "EXPIRED"
    assert [call_of(each).code for each in (swept, late, fresh)] == ["approval_expired"] * 2 + [""]
    assert Approval.objects.get(id=swept.id).state == "EXPIRED"
    assert expire_approvals(timezone.now()) == 0


def test_two_people_where_two_are_needed(trader: Caller, person: User, other: User) -> None:
    said = {"target": trader.actor, "by": person.actor, "now": timezone.now()}
    change_setting(APPROVAL_PEOPLE, 2, **said)
    approval = ask(trader)

    assert say_yes(approval, person).state == "PENDING"
    assert say_yes(approval, person).state == "PENDING", "the same person counts once"
    assert call_of(approval).status == "AWAITING_APPROVAL"
    assert say_yes(approval, other).state == "APPROVED"
    assert call_of(approval).status == "QUEUED"


def test_the_gates_that_can_have_changed_are_asked_again(trader: Caller, person: User) -> None:
    approval, actor, now = ask(trader), trader.actor, timezone.now()

    engage_halt(by=person.actor, target=actor, reason="storm", now=now)
    assert refusal_of(lambda: say_yes(approval, person)).reason_code == "kill_switch"
    release_halt(by=person.actor, target=actor, reason="calm", now=now)
    grant_tools(actor, tools=["buy_thing"], effect=ToolPermission.Effect.DENY)
    assert refusal_of(lambda: say_yes(approval, person)).reason_code == "not_permitted"
    grant_tools(actor, tools=["buy_thing"])
    for _ in range(LIMIT):
        count_failure("buy_thing", now)
    assert refusal_of(lambda: say_yes(approval, person)).reason_code == "circuit_open"
    Actor.objects.filter(id=actor.id).update(archived_at=now)
    assert refusal_of(lambda: say_yes(approval, person)).reason_code == "agent_archived"

    approval.refresh_from_db()
    assert (approval.state, approval.votes.count()) == ("PENDING", 0)
    assert call_of(approval).status == "AWAITING_APPROVAL"


def test_calling_off_a_call_closes_its_approval(trader: Caller, person: User) -> None:
    approval = ask(trader)

    cancel_call(person.actor, approval.call_id, timezone.now())

    assert Approval.objects.get().state == "CANCELLED"
    assert refusal_of(lambda: say_yes(approval, person)).reason_code == "approval_resolved"


def test_what_was_reserved_goes_back_where_it_did_not_run(trader: Caller, person: User) -> None:
    ToolBudget.objects.create(actor=trader.actor, calls_per_day=2, money_per_day=400)
    reject(ask(trader, "a").id, by=person.actor, reason="no")
    say_yes(ask(trader, "b"), person)

    assert ask(trader, "c").is_pending
    refusal = refusal_of(lambda: ask(trader, "d"))

    assert (refusal.details["budget"], refusal.details["used"]) == ("calls", "2")


def test_the_same_key_asks_people_once(trader: Caller) -> None:
    first = request_call(trader, "buy_thing", {"name": "a", "amount": 2}, key="k")

    assert request_call(trader, "buy_thing", {"name": "a", "amount": 2}, key="k").id == first.id
    assert Approval.objects.count() == 1


def test_a_cheap_read_that_asks_runs_with_a_worker_then(trader: Caller, person: User) -> None:
    grant_tools(trader.actor, tools=["echo_words"], effect=ToolPermission.Effect.ASK)
    call = request_call(trader, "echo_words", {"words": "a", "amount": 1})
    approval = Approval.objects.get(call_id=call.id)

    say_yes(approval, person)
    run_call(call.id)

    assert call_of(approval).status == "SUCCEEDED"


@pytest.mark.django_db(transaction=True)
def test_people_who_click_at_the_same_moment_have_one_effect(
    trader: Caller, person: User, other: User
) -> None:
    approval = ask(trader)
    start = Barrier(6)

    def click(number: int) -> str:
        start.wait()
        by = (person, other)[number % 2].actor
        try:
            if number < 4:
                return str(approve(approval.id, by=by, now=timezone.now()).state)
            return str(reject(approval.id, by=by, reason="no").state)
        except CivalError as refusal:
            return refusal.reason_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        answers = set(threads.map(click, range(6)))

    state = Approval.objects.get().state
    assert answers == {state, "approval_resolved"}
    assert len(told("mcp.approval_resolved")) == 1
    assert call_of(approval).status == ("QUEUED" if state == "APPROVED" else "REFUSED")


@pytest.mark.django_db(transaction=True)
def test_approving_over_rest_has_a_worker_run_it(worker: None, trader: Caller, person: User) -> None:
    approval, client = ask(trader), client_of(person)
    at = f"/api/v1/mcp/approvals/{approval.id}"
    shown = client.get(at).json()
    shown_call = client.get(f"/api/v1/mcp/executions/{approval.call_id}").json()

    assert (shown["factsNow"], shown["drift"], shown["parameters"]["amount"]) == ({"price": "100"}, "0", "2")
    assert (shown_call["status"], shown_call["approvalId"]) == ("AWAITING_APPROVAL", str(approval.id))
    answer = client.post(f"/api/v1/mcp/approvals/{approval.id}/approve", {}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, "APPROVED"), answer.json()
    assert answer.json()["approvedBy"][0]["id"] == str(person.actor_id)
    wait_for_call(call_of(approval), patience=20)
    assert (call_of(approval).status, children("a")) == ("SUCCEEDED", 1)
    assert client.get(at).json()["factsNow"] is None


def test_the_list_is_narrowed_by_state_and_agent(trader: Caller, person: User) -> None:
    client, first, second = client_of(person), ask(trader, "a"), ask(trader, "b")
    answer = client.post(f"/api/v1/mcp/approvals/{first.id}/reject", {"reason": "no"}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, "REJECTED"), answer.json()

    def ids(**query: str) -> list[str]:
        return [each["id"] for each in client.get(APPROVALS, query).json()["results"]]

    assert ids() == [str(second.id), str(first.id)]
    assert ids(state="PENDING") == [str(second.id)]
    assert ids(state="REJECTED", agentId=str(trader.actor.id)) == [str(first.id)]
    assert client.get(APPROVALS, {"agentId": str(make_person().actor_id)}).status_code == 404
    assert client.get(APPROVALS, {"state": "NEVER"}).status_code == 422


def test_deciding_takes_the_scope_operate(trader: Caller, person: User) -> None:
    approval = ask(trader)
    asks = Caller(person.actor, person.actor, frozenset({"read", "trade"}), Interface.REST)

    for tool, more in (("approve_call", {}), ("reject_call", {"reason": "no"})):
        refusal = refusal_of(
            lambda tool=tool, more=more: request_call(asks, tool, {"approval_id": str(approval.id), **more})
        )
        assert refusal.reason_code == "scope_missing"


def test_an_execution_that_waits_is_answered_at_once_with_its_place(
    client: APIClient, person: User, agent: Actor
) -> None:
    grant_tools(agent, tools=["make_child"], effect=ToolPermission.Effect.ASK)
    body = {"toolId": "make_child", "parameters": {"name": "a"}, "agentId": str(agent.id)}

    answer = client.post("/api/v1/mcp/execute", body, format="json")

    assert (answer.status_code, answer.json()["status"]) == (202, "AWAITING_APPROVAL")
    assert answer.headers["Location"] == f"/api/v1/mcp/executions/{answer.json()['executionId']}"


@pytest.mark.django_db(transaction=True)
def test_a_call_that_is_approved_while_it_is_called_off_is_called_off(trader: Caller, person: User) -> None:
    """Whichever comes first: a call that goes on is met further on, and never said to be past cancelling."""

    def cancel(approval: Approval, start: Barrier) -> str:
        start.wait()
        try:
            return str(cancel_call(person.actor, approval.call_id, timezone.now()).status)
        finally:
            connection.close()

    def say_yes(approval: Approval, start: Barrier) -> str:
        start.wait()
        try:
            return str(approve(approval.id, by=person.actor, now=timezone.now()).state)
        except CivalError as refusal:
            return refusal.reason_code
        finally:
            connection.close()

    for _ in range(6):
        approval, start = ask(trader), Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            cancelled = threads.submit(cancel, approval, start)
            approved = threads.submit(say_yes, approval, start)
        assert cancelled.result() == "CANCELLED"
        assert approved.result() in ("APPROVED", "approval_resolved")
        assert call_of(approval).status == "CANCELLED"


def test_during_a_halt_an_exit_can_be_approved_and_nothing_else(trader: Caller, person: User) -> None:
    root, client = root_actor(), client_of(person)
    exit_call = request_call(trader, "close_risk", {"name": "a"})
    purchase, leaving = ask(trader), Approval.objects.get(call_id=exit_call.id)
    engage_halt(by=root, target=root, reason="storm", now=timezone.now())

    def say_yes(approval: Approval) -> Any:
        return client.post(f"{APPROVALS}/{approval.id}/approve", {}, format="json")

    assert (say_yes(purchase).status_code, say_yes(purchase).json()["code"]) == (403, "kill_switch")
    assert (say_yes(leaving).status_code, say_yes(leaving).json()["state"]) == (200, "APPROVED")
    run_call(exit_call.id)
    assert (call_of(leaving).status, call_of(purchase).status) == ("SUCCEEDED", "AWAITING_APPROVAL")
