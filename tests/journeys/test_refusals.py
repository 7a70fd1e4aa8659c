"""Each refusal has a code and a reason of its own, over REST and socket alike, and leaves no effect."""

import uuid
from typing import Any

import httpx
import pytest

from tests.journeys.stack import Owner, Stack
from tests.journeys.waiting import eventually

ORDER = {"symbol": "BTC/USD", "side": "buy", "quantity": "0.1"}


def order_for(agent: str, **changes: Any) -> dict[str, Any]:
    return {"agent_id": agent, **ORDER, **changes}


def over_rest(owner: Owner, tool: str, parameters: dict[str, Any], key: str = "") -> dict[str, Any]:
    headers = {"Idempotency-Key": key} if key else {}
    answer = owner.client.post(
        "/mcp/execute", json={"toolId": tool, "parameters": parameters}, headers=headers
    )
    assert answer.status_code < 500, answer.text
    body: dict[str, Any] = answer.json()
    return body


def over_socket(owner: Owner, tool: str, parameters: dict[str, Any], key: str = "") -> dict[str, Any]:
    with owner.socket() as socket:
        name = str(uuid.uuid4())
        extra = {"idempotencyKey": key} if key else {}
        socket.send("mcp.execute", {"toolId": tool, "parameters": parameters, **extra}, name)
        payload: dict[str, Any] = socket.answer_to(name)["payload"]
        return payload


DOORS = pytest.mark.parametrize("door", [over_rest, over_socket])


@DOORS
@pytest.mark.parametrize(
    ("tool", "changes", "code"),
    [
        ("steal_order", {}, "unknown_tool"),
        ("place_order", {"quantity": "-1"}, "invalid_parameters"),
        ("place_order", {"quantity": "1e400"}, "invalid_parameters"),
        ("place_order", {"surprise": 1}, "invalid_parameters"),
        ("place_order", {"quantity": "100"}, "insufficient_cash"),
        ("place_order", {"symbol": "NOPE/USD"}, "unknown_symbol"),
        ("place_order", {"side": "sell"}, "insufficient_position"),
    ],
)
def test_a_bad_order_is_refused_with_its_code(
    owner: Owner, door: Any, tool: str, changes: dict[str, Any], code: str
) -> None:
    agent = owner.create_agent(initialCapital=10000)

    refused = door(owner, tool, order_for(agent, **changes))

    assert refused["code"] == code
    assert refused.get("reason") or refused.get("detail")
    assert owner.get("/trading/orders", agentId=agent).json()["results"] == []


@DOORS
def test_a_key_used_with_another_body_is_refused(owner: Owner, door: Any) -> None:
    agent, key = owner.create_agent(), str(uuid.uuid4())
    first = door(owner, "place_order", order_for(agent), key)
    assert first["success"] is True

    assert door(owner, "place_order", order_for(agent), key)["executionId"] == first["executionId"]
    assert (
        door(owner, "place_order", order_for(agent, quantity="0.2"), key)["code"] == "idempotency_key_reused"
    )
    assert len(owner.get("/trading/orders", agentId=agent).json()["results"]) == 1


@DOORS
def test_a_viewer_may_look_and_not_trade(stack: Stack, door: Any) -> None:
    viewer = stack.new_owner("VIEWER")

    assert door(viewer, "get_market_data", {"symbol": "BTC/USD"})["success"] is True
    assert door(viewer, "place_order", ORDER)["code"] == "scope_missing"


@DOORS
def test_an_agent_without_tools_calls_none(owner: Owner, door: Any) -> None:
    agent = owner.create_agent(enableMCP=False)

    answer = owner.post(
        f"/agents/{agent}/execute-tool", {"toolId": "get_market_data", "parameters": {"symbol": "BTC/USD"}}
    )

    assert answer.status_code == 403
    assert answer.json()["code"] == "not_permitted"


@DOORS
def test_the_kill_switch_stops_new_orders_and_nothing_else(owner: Owner, door: Any) -> None:
    agent = owner.create_agent()
    resting = door(
        owner, "place_order", order_for(agent, order_type="limit", limit_price=owner.price_below())
    )
    assert resting["success"] is True, resting
    order = resting["result"]["order_id"]
    eventually(lambda: owner.get(f"/trading/orders/{order}").json()["status"] == "open")
    halted = door(owner, "engage_kill_switch", {"target_id": agent, "reason": "drill"})
    assert halted["success"] is True, halted

    assert door(owner, "place_order", order_for(agent))["code"] == "kill_switch"
    cancelled = door(owner, "cancel_order", {"order_id": order})
    assert cancelled["success"] is True, cancelled
    release = {"target_id": agent, "reason": "over", "confirm": "RELEASE"}
    assert door(owner, "release_kill_switch", release)["success"] is True
    assert door(owner, "place_order", order_for(agent))["success"] is True


@DOORS
def test_too_many_calls_are_refused(owner: Owner, door: Any) -> None:
    agent = owner.create_agent()
    release = {"target_id": agent, "reason": "drill", "confirm": "RELEASE"}
    answers = [door(owner, "release_kill_switch", release) for _ in range(80)]
    refused = [answer for answer in answers if not answer.get("success")]

    assert "rate_limited" in {answer["code"] for answer in refused}


BAD_BODIES = [
    (b"{", 400),
    (b"[]", 400),
    (b'{"quantity": NaN}', 400),
    (b'{"agentId": 1, "agent_id": 2}', 400),
    (b'{"a": ' + b"[" * 100_000, 400),
    (b'{"quantity": 1e999999999}', 400),
    (b'{"symbol": "' + b"x" * 10_000_000 + b'"}', 413),
    (b'{"symbol": 7, "side": null, "quantity": {}}', 422),
    (b'{"symbol": "BTC/USD", "side": "buy", "quantity": 1e30}', 422),
    (b'{"symbol": "BTC/USD", "side": "buy", "quantity": "\\u0000"}', 422),
    (b"\xff\xfe", 400),
]


@pytest.mark.parametrize(("body", "status"), BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_a_bad_body_is_the_callers_fault_and_says_why(owner: Owner, body: bytes, status: int) -> None:
    answer: httpx.Response = owner.client.post(
        "/trading/paper/order", content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert answer.json()["correlationId"] == answer.headers["X-Correlation-Id"]
