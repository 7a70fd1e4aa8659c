"""The journey that every release must pass, against real processes."""

from decimal import Decimal

from tests.journeys.stack import Owner, Stack
from tests.journeys.waiting import eventually


def test_an_operator_creates_an_agent_and_it_trades(stack: Stack, owner: Owner) -> None:
    with owner.socket() as socket:
        socket.subscribe("agent.*")

        made = owner.post(
            "/agents/create-complete",
            {
                "name": "Test Agent",
                "type": "momentum",
                "initialCapital": 100000,
                "enableDeFi": True,
                "enableMCP": True,
            },
        )
        assert made.status_code == 201, made.text
        agent = made.json()["id"]

        assert owner.get(f"/agents/{agent}/persistence").json()["data"]["configuration"]
        assert owner.get(f"/agents/{agent}/vault").json()["address"].startswith("0x")
        assert len(owner.get(f"/agents/{agent}/mcp-tools").json()) >= 5

        called = owner.post(
            f"/agents/{agent}/execute-tool",
            {"toolId": "get_market_data", "parameters": {"symbol": "BTC/USD"}},
        ).json()
        assert called["success"] is True, called
        assert Decimal(called["result"]["price"]) > 0
        assert called["executionTime"] >= 0
        assert called["executionId"]

        heard = socket.wait_for(lambda m: m["type"] == "agent.status" and m["payload"]["agentId"] == agent)
        assert heard["metadata"]["agentId"] == agent

        order = owner.post(
            "/trading/paper/order", {"agentId": agent, "symbol": "BTC/USD", "side": "buy", "quantity": 0.1}
        )
        assert order.status_code in (200, 201), order.text
        assert order.json()["orderId"]
        assert order.json()["status"] == "filled"

    eventually(lambda: owner.get("/system/health/detailed").json()["overall"] == "healthy")


def test_the_load_test_reads_answer(stack: Stack, owner: Owner) -> None:
    summary = owner.get("/portfolio/summary").json()
    status = owner.get("/agents/status").json()
    live = owner.get("/market/live-data/BTC-USD").json()

    assert summary["asOf"]
    assert status["asOf"]
    assert live["source"] == "simulated"
    assert Decimal(live["price"]) > 0
