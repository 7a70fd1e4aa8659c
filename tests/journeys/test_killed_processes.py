"""Any process may be killed at any moment: nothing accepted is lost or done twice, and streams resume."""

import uuid
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import httpx
import pytest

from tests.journeys.socket_client import SocketClient, events_of
from tests.journeys.stack import Owner, Stack
from tests.journeys.waiting import eventually

ORDERS = 40
QUANTITY = Decimal("0.001")


@pytest.mark.parametrize("victim", ["worker", "market", "sequencer", "web", "valkey"])
def test_a_kill_in_the_middle_of_order_flow_loses_and_repeats_nothing(stack: Stack, victim: str) -> None:
    owner = stack.new_owner("OPERATOR")
    agent = owner.create_agent(initialCapital=1_000_000)
    with owner.socket() as socket:
        socket.subscribe("trade.*", since="0")
        early = events_of(socket.drain(0.5))
        cursor = socket.cursor

    with ThreadPoolExecutor(4) as pool:
        flow = [pool.submit(place_until_accepted, owner, agent, str(uuid.uuid4())) for _ in range(ORDERS)]
        eventually(lambda: sum(each.done() for each in flow) >= ORDERS // 4, seconds=60)
        stack.kill(victim)
        stack.start(victim)
        orders = {each.result(timeout=120) for each in flow}

    assert len(orders) == ORDERS
    eventually(lambda: not owner.everything("/trading/orders", agentId=agent, status="live"), seconds=60)
    assert bought(owner.everything("/trading/fills", agentId=agent)) == dict.fromkeys(orders, QUANTITY)
    position = owner.get("/trading/positions", agentId=agent).json()["positions"][0]
    assert Decimal(position["quantity"]) == QUANTITY * ORDERS
    assert stack.ledger_difference() == 0

    with owner.socket(since=cursor) as socket:
        socket.subscribe("trade.*", since=cursor)
        eventually(lambda: socket.drain(0.2) == [] and len(filled(socket)) >= ORDERS)
        socket.drain(1)
    names = [event["id"] for event in early + events_of(socket.heard)]
    assert len(names) == len(set(names))
    assert sorted(filled(socket)) == sorted(orders)


def bought(fills: list[dict[str, Any]]) -> dict[str, Decimal]:
    """What each order has bought: in a quiet second one may take what is left of two prices, in two fills."""
    quantities: dict[str, Decimal] = defaultdict(Decimal)
    for fill in fills:
        quantities[fill["orderId"]] += Decimal(fill["quantity"])
    return quantities


def filled(socket: SocketClient) -> list[str]:
    """The orders whose fills the socket has heard."""
    return [m["payload"]["orderId"] for m in socket.heard if m["type"] == "trade.order_filled"]


def place_until_accepted(owner: Owner, agent: str, key: str) -> str:
    """Place one order as a careful client does, with one key until there is an answer. Answers its id."""
    found: list[str] = []

    def try_once() -> bool:
        order = {"agentId": agent, "symbol": "BTC/USD", "side": "buy", "quantity": str(QUANTITY)}
        try:
            answer = owner.client.post("/trading/paper/order", json=order, headers={"Idempotency-Key": key})
        except httpx.TransportError:
            return False
        if answer.status_code in (200, 201):
            found.append(answer.json()["orderId"])
        else:
            assert answer.status_code in (202, 429, 503), answer.text
        return bool(found)

    eventually(try_once, seconds=100)
    return found[0]
