"""Risk and weights, asked over REST and computed by the analytics worker."""

from typing import Any

from tests.journeys.stack import Owner
from tests.journeys.waiting import eventually


def _with_bitcoin(owner: Owner) -> str:
    """An agent that holds some Bitcoin."""
    agent = owner.create_agent()
    order = {"agentId": agent, "symbol": "BTC/USD", "side": "buy", "quantity": 0.3}
    assert owner.post("/trading/paper/order", order).status_code == 200
    return agent


def test_risk_is_measured_by_the_analytics_worker(owner: Owner) -> None:
    agent = _with_bitcoin(owner)
    query = {"agentId": agent, "interval": "15m", "bars": 200}
    found: dict[str, Any] = {}

    def measured() -> bool:
        """202 where a cold worker takes longer than a request waits."""
        answer = owner.client.get("/trading/risk/metrics", params=query)
        assert answer.status_code in {200, 202}, answer.text
        found.update(answer.json() if answer.status_code == 200 else {})
        return bool(found)

    eventually(measured, seconds=60)

    assert (found["basis"], found["source"], found["barsUsed"]) == ("positions", "simulated", 200)
    assert {each["method"] for each in found["losses"]} == {"historical", "parametric"}
    names = {each["name"]: each["queues"] for each in owner.get("/system/services").json()["instances"]}
    assert names["analytics-worker"] == ["analytics"]


def test_an_agent_asks_for_weights_and_for_indicators(owner: Owner) -> None:
    agent = _with_bitcoin(owner)
    path, found = f"/agents/{agent}/execute-tool", {}
    asked = {"symbols": ["BTC/USD", "ETH/USD", "SOL/USD"], "objective": "risk_parity", "interval": "15m"}

    def weighed() -> bool:
        found.update(owner.post(path, {"toolId": "optimize_portfolio", "parameters": asked}).json())
        return "result" in found

    eventually(weighed, seconds=60)

    assert abs(sum(each["weight"] for each in found["result"]["weights"]) - 1) < 1e-9
    wanted = {"toolId": "analyze_technicals", "parameters": {"symbol": "BTC/USD"}}
    technicals = owner.post(path, wanted).json()
    assert technicals["success"], technicals
    assert len(technicals["result"]["indicators"]) == 8
