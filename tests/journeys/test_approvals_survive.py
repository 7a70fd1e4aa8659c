"""Calls that wait for people outlive every process that could have kept them in mind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from tests.journeys.stack import Owner, Stack
from tests.journeys.waiting import eventually

KILLED = ("web", "worker", "beat")


def test_a_yes_after_everything_died_places_the_order_once_and_a_late_one_none(stack: Stack) -> None:
    owner, other, third = (stack.new_owner(role) for role in ("OPERATOR", "ADMIN", "ADMIN"))
    agent = owner.create_agent(initialCapital=100_000)
    rule = {"permissions": [{"tool": "place_order", "effect": "ASK"}]}
    assert owner.client.put(f"/agents/{agent}/permissions", json=rule).status_code == 200
    set_for(owner, "approvals.max_drift", "100")
    lasting = ask(owner, agent)
    set_for(owner, "approvals.expiry_seconds", 10)
    brief = ask(owner, agent)

    for name in KILLED:
        stack.kill(name)
    ends_at = datetime.fromisoformat(brief["expiresAt"])
    eventually(lambda: datetime.now(UTC) > ends_at, seconds=30)
    for name in KILLED:
        stack.start(name)

    late = other.post(f"/mcp/approvals/{brief['id']}/approve", {})
    assert late.status_code == 409 or late.json()["state"] == "EXPIRED", late.text
    with ThreadPoolExecutor(2) as pool:
        address = f"/mcp/approvals/{lasting['id']}/approve"
        said = [pool.submit(each.post, address, {}) for each in (other, third)]
        assert {each.result().json()["state"] for each in said} == {"APPROVED"}
    stack.kill("worker")
    stack.start("worker")

    eventually(lambda: execution(owner, lasting)["status"] == "SUCCEEDED", seconds=90)
    refused = execution(owner, brief)
    assert (refused["status"], refused["code"]) == ("REFUSED", "approval_expired")
    orders = owner.everything("/trading/orders", agentId=agent)
    assert len(orders) == 1
    assert stack.ledger_difference() == 0


def ask(owner: Owner, agent: str) -> dict[str, Any]:
    """An order in the agent's place that a person has to approve; answers its approval."""
    order = {"symbol": "BTC/USD", "side": "buy", "quantity": "0.01"}
    answer = owner.post(f"/agents/{agent}/execute-tool", {"toolId": "place_order", "parameters": order})
    assert answer.status_code == 202, answer.text
    waiting = owner.everything("/mcp/approvals", state="PENDING")
    return next(each for each in waiting if each["executionId"] == answer.json()["executionId"])


def execution(owner: Owner, approval: dict[str, Any]) -> dict[str, Any]:
    """How the call of an approval stands."""
    found: dict[str, Any] = owner.get(f"/mcp/executions/{approval['executionId']}").json()
    return found


def set_for(owner: Owner, setting: str, value: object) -> None:
    """A setting for the owner, seen by every process a second later."""
    answer = owner.client.patch(f"/system/configuration/{setting}", json={"value": value})
    assert answer.status_code == 200, answer.text
    eventually(lambda: owner.get(f"/system/configuration/{setting}").json()["value"] == value)
