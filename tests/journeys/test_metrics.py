"""On the whole platform: what was done n times is counted n times, whichever processes did it."""

from http.client import HTTPConnection

from prometheus_client.parser import text_string_to_metric_families

from deployment.local.ports import LOOPBACK
from tests.journeys.stack import Owner, Stack
from tests.journeys.waiting import eventually


def _scrape(port: int) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    connection = HTTPConnection(LOOPBACK, port, timeout=30)
    connection.request("GET", "/metrics")
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status == 200, text
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _value(port: int, name: str, **labels: str) -> float:
    return _scrape(port).get((name, tuple(sorted(labels.items()))), 0.0)


def test_every_process_answers_prometheus(stack: Stack) -> None:
    ports = stack.ports
    asked = {"web": ports.web, "websocket": ports.websocket, **ports.metrics}
    for name, port in asked.items():
        seen = {each for each, _ in _scrape(port)}
        assert "process_resident_memory_bytes" in seen, name
        assert ("service_health_score" in seen) is (name == "web"), name


def test_requests_add_up_over_the_web_workers(stack: Stack, owner: Owner) -> None:
    labels = {"method": "GET", "route": "api/v1/market/symbols", "status": "200"}
    count = "http_request_duration_seconds_count"
    before = _value(stack.ports.web, count, **labels)
    for _ in range(40):
        owner.get("/market/symbols")
    assert [_value(stack.ports.web, count, **labels) - before for _ in range(4)] == [40] * 4


def test_orders_are_counted_by_those_who_place_and_those_who_fill(stack: Stack, owner: Owner) -> None:
    worker, market = stack.ports.metrics["worker"], stack.ports.metrics["market"]
    placed = {"venue": "sim", "status": "pending"}
    filled = {"venue": "sim", "status": "filled"}
    before = (
        _value(worker, "trading_orders_total", **placed),
        _value(market, "trading_orders_total", **filled),
    )
    agent = owner.create_agent()
    for _ in range(5):
        body = {"agentId": agent, "symbol": "BTC/USD", "side": "buy", "quantity": "0.01"}
        assert owner.post("/trading/paper/order", body).status_code in (200, 201)

    def grown() -> bool:
        after = (
            _value(worker, "trading_orders_total", **placed),
            _value(market, "trading_orders_total", **filled),
        )
        return (after[0] - before[0], after[1] - before[1]) == (5, 5)

    eventually(grown)
    figures = owner.get("/system/metrics").json()
    assert figures["of"] == "platform"
    assert figures["trading"]["ordersInHour"] >= 5
    assert figures["tools"]["hour"]["tools"]["place_order"]["calls"] >= 5
