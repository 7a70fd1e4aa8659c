"""While many order over REST, engaging the kill switch returns, and from then on nothing is accepted."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import grant_tools
from apps.mcp.settings import RATE_MULTIPLIER
from apps.system.access.models import Actor, Role, User
from apps.system.access.selectors import root_actor
from apps.system.access.services import create_actor
from apps.system.controls.models import Halt
from apps.system.controls.services.configuration import change_setting
from apps.system.controls.services.enforcement import enforce_halts
from apps.trading.models import Order, Position, Venue
from apps.trading.services import ensure_catalogue, match_venue
from apps.trading.types import LIVE
from tests.system.people import client_of, make_person
from tests.trading.books import assert_books_balance
from tests.trading.desk import build_agent, fund

pytestmark = pytest.mark.django_db(transaction=True)
TRADERS = 4
PATIENCE = 60


def _order(client: APIClient, agent: Actor, limit: str | None) -> str:
    """Order over REST, do what a worker does, and answer how it ended: a status or the code of a refusal."""
    price = {"orderType": "limit", "limitPrice": limit} if limit else {}
    body = {"agentId": str(agent.id), "symbol": "BTC/USD", "side": "buy", "quantity": "0.001", **price}
    headers = {"Prefer": "respond-async"}
    answer = client.post("/api/v1/trading/paper/order", body, format="json", headers=headers)
    if answer.status_code != 202:
        return str(answer.json()["code"])
    execution = UUID(answer.json()["executionId"])
    run_call(execution)
    call = ToolCall.objects.get(id=execution)
    return call.code or str(call.status)


def _match_until(stop: threading.Event, sim: Venue) -> None:
    """What the market process does."""
    try:
        while not stop.is_set():
            match_venue(sim, timezone.now())
            time.sleep(0.02)
    finally:
        connection.close()


def _trade_on(client: APIClient, agent: Actor) -> str:
    deadline = time.monotonic() + PATIENCE
    now = Decimal(client.get("/api/v1/market/live-data/BTC-USD").json()["price"])
    below = str((now * Decimal("0.97")).quantize(Decimal("0.01")))
    try:
        while time.monotonic() < deadline:
            if "kill_switch" in {_order(client, agent, limit) for limit in (None, below)}:
                return "kill_switch"
        return "never refused"
    finally:
        connection.close()


def _accepted() -> int:
    return Order.objects.filter(reduce_only=False).count()


@pytest.mark.parametrize(
    ("level", "where"),
    [
        ("stop_new_risk", "everything"),
        ("stop_new_risk", "owner"),
        ("cancel_orders", "farm"),
        ("cancel_orders", "agent"),
        ("flatten", "everything"),
        ("flatten", "agent"),
    ],
)
def test_nothing_is_accepted_after_it_returns(level: str, where: str) -> None:
    sim, owner, admin = ensure_catalogue(), make_person(Role.TRADER), make_person(Role.ADMIN)
    farm = create_actor(kind=Actor.Kind.FARM, name="farm", parent=owner.actor)
    agent = build_agent(farm)
    account = fund(agent)
    grant_tools(agent, categories=["trading"])
    change_setting(RATE_MULTIPLIER, "100", target=agent, by=root_actor(), now=timezone.now())
    target = {"everything": root_actor(), "owner": owner.actor, "farm": farm, "agent": agent}[where]
    stop = threading.Event()
    with ThreadPoolExecutor(TRADERS + 1) as pool:
        market = pool.submit(_match_until, stop, sim)
        traders = [pool.submit(_trade_on, client_of(owner), agent) for _ in range(TRADERS)]
        try:
            _wait_for(2 * TRADERS)
            answer = _engage(admin, target, level)
            accepted = _accepted()
            assert answer["level"] == level
            assert {each.result() for each in traders} == {"kill_switch"}
            assert _accepted() == accepted
            _enforce_until_done(level)
        finally:
            stop.set()
        market.result()
    halt = Halt.objects.get()
    assert 0 <= halt.waited_ms <= halt.engaged_ms
    live = Order.objects.filter(account=account, status__in=[status.value for status in LIVE])
    if level != "stop_new_risk":
        assert not live.exists()
    if level == "flatten":
        assert not Position.objects.exclude(quantity=0).exists()
    assert_books_balance()


def _wait_for(orders: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while _accepted() < orders:
        assert time.monotonic() < deadline, "too few orders were accepted"
        time.sleep(0.01)


def _engage(admin: User, target: Actor, level: str) -> dict[str, Any]:
    body = {"targetId": str(target.id), "reason": "Storm.", "level": level}
    answer = client_of(admin).post("/api/v1/system/kill-switch", body, format="json")
    assert answer.status_code == 200, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def _enforce_until_done(level: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        enforce_halts()
        halt = Halt.objects.get()
        if level == "stop_new_risk" or not (halt.orders_left or halt.positions_left):
            return
        assert time.monotonic() < deadline, f"{halt.orders_left} orders, {halt.positions_left} positions left"
        time.sleep(0.1)
