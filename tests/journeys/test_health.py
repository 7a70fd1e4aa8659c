"""Health says what died while it is dead, nothing hangs meanwhile, and it recovers by itself."""

from typing import Any

import httpx
import pytest

from tests.journeys.stack import Owner, Stack
from tests.journeys.waiting import eventually

VICTIMS = [
    ("worker", "workers"),
    pytest.param("market", "market", marks=pytest.mark.deep),
    ("valkey", "redis"),
    pytest.param("beat", "beat", marks=pytest.mark.deep),
    pytest.param("sequencer", "sequencer", marks=pytest.mark.deep),
]


def _health(owner: Owner) -> dict[str, Any]:
    """The detailed health; empty while a store that has just come back is not in every connection yet."""
    answer = owner.client.get("/system/health/detailed")
    assert answer.status_code in (200, 503), answer.text
    found: dict[str, Any] = answer.json() if answer.status_code == 200 else {}
    return found


def _accused(owner: Owner) -> set[str]:
    checks = _health(owner).get("checks", [])
    return {each["name"] for each in checks if each["status"] != "healthy"}


def _is_healthy(owner: Owner) -> bool:
    return _health(owner).get("overall") == "healthy"


@pytest.mark.parametrize(("victim", "check"), VICTIMS)
def test_what_was_killed_is_named_and_well_again_once_it_runs(
    stack: Stack, owner: Owner, victim: str, check: str
) -> None:
    eventually(lambda: _is_healthy(owner) and check not in _accused(owner), seconds=90)
    stack.kill(victim)
    try:
        eventually(lambda: check in _accused(owner))
        reasons = " ".join(_health(owner)["reasons"])
        assert check in reasons
    finally:
        stack.start(victim)
    eventually(lambda: _is_healthy(owner) and check not in _accused(owner), seconds=90)


def test_what_changed_was_told_once_each_way(stack: Stack) -> None:
    """The log holds the fall and the rise of the worker, and no news in between about it."""
    admin = stack.new_owner("ADMIN")
    with admin.socket() as socket:
        socket.subscribe("system.health", since="0")
        socket.drain(0.5)
        changes = [
            (each["name"], each["previous"], each["status"])
            for message in socket.heard
            if message["type"] == "system.health"
            for each in message["payload"]["changed"]
        ]
    assert changes
    last: dict[str, Any] = {}
    for name, previous, status in changes:
        assert status != previous
        assert last.get(name, previous) == previous
        last[name] = status


def test_no_reader_waits_for_what_is_dead(stack: Stack, owner: Owner) -> None:
    stack.kill("valkey")
    try:
        with httpx.Client(base_url=owner.client.base_url, headers=owner.client.headers, timeout=20) as client:
            for path in ("/system/health/detailed", "/portfolio/summary", "/agents/status", "/mcp/tools"):
                assert client.get(path).status_code == 200
            order = {"symbol": "BTC/USD", "side": "buy", "quantity": "0.1"}
            refused = client.post("/trading/paper/order", json=order)
        assert (refused.status_code, refused.json()["code"]) == (503, "limits_unavailable")
        assert int(refused.headers["Retry-After"]) >= 1
    finally:
        stack.start("valkey")
    eventually(lambda: _is_healthy(owner), seconds=90)
