"""The kill switch under load from every door: once engaging returns, nothing that it binds is accepted."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.journeys.stack import Owner, Stack
from tests.journeys.waiting import eventually

AT_ONCE = {("stop_new_risk", "farm"), ("flatten", "everything")}
"""The cases that `make test` runs; the others are deep."""

PACE = 1 / 40
"""Seconds between two messages of the socket, which reads fifty a second."""

SEEN = 3
"""How often the orders are counted again while the load goes on."""


def _order(agent: str) -> dict[str, str]:
    return {"agentId": agent, "symbol": "BTC/USD", "side": "buy", "quantity": "0.001"}


class Load:
    """Orders for some agents from every door, until told to stop; `asked` counts what was sent."""

    def __init__(self, stack: Stack, owner: Owner, agents: list[str]) -> None:
        self.stack, self.owner, self.agents = stack, owner, agents
        self.stop = threading.Event()
        self.asked = 0

    def over_rest(self, agent: str) -> None:
        self.owner.client.post("/trading/paper/order", json=_order(agent))

    def as_agent(self, agent: str) -> None:
        parameters = {"symbol": "BTC/USD", "side": "buy", "quantity": "0.001"}
        body = {"toolId": "place_order", "parameters": parameters}
        self.owner.client.post(f"/agents/{agent}/execute-tool", json=body)

    def over_socket(self) -> None:
        with self.owner.socket() as socket:
            while not self.stop.wait(PACE * len(self.agents)):
                for agent in self.agents:
                    name = str(uuid.uuid4())
                    socket.send("trade.execute", _order(agent), name)
                    socket.answer_to(name)
                    self.asked += 1

    def over_http(self, ask: str) -> None:
        while not self.stop.is_set():
            for agent in self.agents:
                getattr(self, ask)(agent)
                self.asked += 1

    @contextmanager
    def running(self) -> Iterator[None]:
        threads = [
            threading.Thread(target=self.over_http, args=["over_rest"]),
            threading.Thread(target=self.over_http, args=["as_agent"]),
            threading.Thread(target=self.over_socket),
        ]
        for each in threads:
            each.start()
        try:
            yield
        finally:
            self.stop.set()
            for each in threads:
                each.join()

    def accepted(self) -> int:
        return sum(len(self.owner.everything("/trading/orders", agentId=agent)) for agent in self.agents)

    def goes_on(self) -> None:
        """Wait until every door has been tried again."""
        target = self.asked + 6 * len(self.agents)
        eventually(lambda: self.asked >= target, seconds=60)


CASES = [
    pytest.param(level, target, marks=() if (level, target) in AT_ONCE else pytest.mark.deep)
    for level in ("stop_new_risk", "cancel_orders", "flatten")
    for target in ("agent", "farm", "owner", "everything")
]


@pytest.mark.parametrize(("level", "target"), CASES)
def test_nothing_is_accepted_after_it_returns(stack: Stack, level: str, target: str) -> None:
    owner, admin = stack.new_owner("OPERATOR"), stack.new_owner("ADMIN")
    farm = owner.post("/farms/create", {"name": "Field"}).json()["id"]
    agent = owner.create_agent(farmId=farm)
    me = owner.get("/account/me").json()["id"]
    platform = admin.get("/system/kill-switch").json()["platformId"]
    halted = {"agent": agent, "farm": farm, "owner": me, "everything": platform}[target]
    load = Load(stack, owner, [agent])
    with load.running():
        eventually(lambda: load.accepted() > 3, seconds=60)
        answer = admin.post("/system/kill-switch", {"targetId": halted, "reason": "drill", "level": level})
        assert answer.status_code == 200, answer.text
        before = load.accepted()
        for _ in range(SEEN):
            load.goes_on()
            assert load.accepted() - _closing(owner, agent) <= before
    admin.post("/system/kill-switch/release", {"targetId": halted, "reason": "over", "confirm": "RELEASE"})
    assert stack.ledger_difference() == 0


def _closing(owner: Owner, agent: str) -> int:
    """The sales by which a halt flattens."""
    return sum(each["side"] == "sell" for each in owner.everything("/trading/orders", agentId=agent))
