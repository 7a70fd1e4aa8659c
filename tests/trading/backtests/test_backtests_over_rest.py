"""Backtests over REST: asked for, listed, read, exported, called off."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from rest_framework.test import APIClient

from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.system.access.models import Role, User
from apps.trading.models import Backtest, BacktestCurve, Candle, Venue
from apps.trading.services.backtests import run_backtest
from tests.queries import assert_constant_queries
from tests.system.people import client_of, make_person
from tests.trading.backtests.asking import CROSS

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = {"HTTP_PREFER": "respond-async"}


@pytest.fixture
def client(person: User) -> APIClient:
    """The trader's client."""
    return client_of(person)


def post(client: APIClient, path: str, body: dict[str, Any]) -> ToolCall:
    """Ask without waiting, and let the worker begin it."""
    answer = client.post(path, body, format="json", **AT_ONCE)
    assert answer.status_code == 202, answer.json()
    run_call(UUID(answer.json()["executionId"]))
    return ToolCall.objects.get(id=answer.json()["executionId"])


def computed(client: APIClient, **changes: Any) -> str:
    """A backtest that has succeeded; answers its id."""
    call = post(client, "/api/v1/trading/backtests", CROSS | changes)
    run_backtest(call.deferred_id)
    return str(call.deferred_id)


def test_what_is_posted_is_listed_and_read_with_its_report(client: APIClient, recorded: Venue) -> None:
    made = computed(client)
    listed = client.get("/api/v1/trading/backtests?kind=single&status=succeeded&symbol=BTC-USD").json()
    assert [each["id"] for each in listed["results"]] == [made]
    assert listed["results"][0]["metrics"]["sharpe"] is not None
    one = client.get(f"/api/v1/trading/backtests/{made}").json()
    assert (one["status"], one["progress"], one["report"]["source"]) == ("succeeded", 1, "replay")
    assert one["request"]["takerFee"] == "0.001"
    points = one["report"]["equity"]
    assert len(points) == 1000
    assert all(point["low"] <= point["equity"] <= point["high"] for point in points)
    assert min(point["drawdown"] for point in points) == one["report"]["metrics"]["maxDrawdown"]
    assert points[-1]["equity"] == pytest.approx(float(one["report"]["finalEquity"]))
    assert one["report"]["resampled"][0]["of"] == "trades"


def test_trades_come_page_by_page_in_their_order(client: APIClient, recorded: Venue) -> None:
    made = computed(client)
    first = client.get(f"/api/v1/trading/backtests/{made}/trades?limit=10").json()
    second = client.get(f"/api/v1/trading/backtests/{made}/trades?limit=10&cursor={first['next']}").json()
    rows = first["results"] + second["results"]
    assert [each["number"] for each in rows] == list(range(1, 21))
    assert all(each["openedAt"] < each["closedAt"] for each in rows)
    assert rows[0]["entryReason"].startswith("Bought: the fast average")


def test_trades_and_equity_are_exported_as_csv_and_json(client: APIClient, recorded: Venue) -> None:
    made = computed(client)
    path = f"/api/v1/trading/backtests/{made}/export"
    answer = client.get(f"{path}?what=trades&fileFormat=csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert f"backtest-{made}-trades.csv" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    final = Decimal(client.get(f"/api/v1/trading/backtests/{made}").json()["report"]["finalEquity"])
    assert sum(Decimal(row["profit"]) for row in rows) + 100_000 == pytest.approx(final)
    told = json.loads(b"".join(client.get(f"{path}?what=trades&fileFormat=json").streaming_content))
    assert [each["profit"] for each in told["trades"]] == [row["profit"] for row in rows]
    curve = list(
        csv.DictReader(io.StringIO(b"".join(client.get(f"{path}?what=equity").streaming_content).decode()))
    )
    report = client.get(f"/api/v1/trading/backtests/{made}").json()["report"]
    assert len(report["equity"]) == 1000, "a chart shows a sample"
    assert len(curve) == report["bars"] > 1000, "and the file has every close"
    assert list(curve[0]) == ["at", "equity", "drawdown", "benchmark"]
    by_time = {row["at"]: row for row in curve}
    for point in report["equity"]:
        row = by_time[point["at"]]
        assert (float(row["equity"]), float(row["benchmark"])) == (point["equity"], point["benchmark"])
    assert min(float(row["drawdown"]) for row in curve) == report["metrics"]["maxDrawdown"]
    told = json.loads(b"".join(client.get(f"{path}?what=equity&fileFormat=json").streaming_content))
    assert [each["equity"] for each in told["equity"]] == [float(row["equity"]) for row in curve]


def test_a_result_of_before_whole_curves_is_not_taken_for_one(client: APIClient, recorded: Venue) -> None:
    made = computed(client)
    BacktestCurve.objects.all().delete()
    refused = client.get(f"/api/v1/trading/backtests/{made}/export?what=equity")
    assert (refused.status_code, refused.json()["code"]) == (409, "curve_not_kept")
    again = computed(client)
    assert again != made
    shown = client.get(f"/api/v1/trading/backtests/{again}").json()
    assert shown["reused"] is False
    assert client.get(f"/api/v1/trading/backtests/{again}/export?what=equity").status_code == 200


def test_what_has_no_result_yet_cannot_be_exported_and_can_be_cancelled(
    client: APIClient, recorded: Venue
) -> None:
    call = post(client, "/api/v1/trading/backtests", CROSS)
    waiting = f"/api/v1/trading/backtests/{call.deferred_id}"
    assert client.get(waiting).json()["status"] == "queued"
    refused = client.get(f"{waiting}/export")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_result")
    answer = client.post(f"/api/v1/trading/backtests/{call.deferred_id}/cancel", {}, format="json", **AT_ONCE)
    run_call(UUID(answer.json()["executionId"]))
    assert client.get(waiting).json()["status"] == "cancelled"


def test_a_comparison_is_asked_for_at_its_own_path(client: APIClient, recorded: Venue) -> None:
    body = {name: CROSS[name] for name in ("symbol", "interval", "venue")}
    call = post(
        client,
        "/api/v1/trading/backtests/compare",
        body | {"strategies": [{"strategy": "sma_cross"}, {"strategy": "buy_and_hold"}]},
    )
    run_backtest(call.deferred_id)
    report = client.get(f"/api/v1/trading/backtests/{call.deferred_id}").json()["report"]
    assert [each["rank"] for each in report["contenders"]] == [1, 2]
    assert len(report["contenders"][0]["equity"]) == 300


def test_nobody_sees_those_of_others(client: APIClient, recorded: Venue) -> None:
    made = computed(client)
    other = client_of(make_person(Role.TRADER))
    assert other.get("/api/v1/trading/backtests").json()["results"] == []
    for path in ("", "/trades", "/export"):
        assert other.get(f"/api/v1/trading/backtests/{made}{path}").status_code == 404
    assert client.get(f"/api/v1/trading/backtests/{uuid4()}").status_code == 404


def test_a_list_takes_as_many_queries_for_many_as_for_one(client: APIClient, recorded: Venue) -> None:
    computed(client)
    first = Backtest.objects.get()

    def grow() -> None:
        Backtest.objects.create(
            actor=first.actor,
            kind="single",
            strategy="sma_cross",
            venue=recorded,
            symbol="BTC/USD",
            interval="1m",
            request=first.request,
        )

    assert_constant_queries(lambda: client.get("/api/v1/trading/backtests"), grow)


def test_a_recording_that_is_too_fine_for_it_is_refused(client: APIClient, recorded: Venue) -> None:
    Candle.objects.filter(venue=recorded, opened_at__gt=datetime(2018, 4, 4, 0, 0, tzinfo=UTC)).delete()
    call = post(client, "/api/v1/trading/backtests", CROSS)
    run_backtest(call.deferred_id)
    ended = ToolCall.objects.get(id=call.id)
    assert (ended.status, ended.code) == ("REFUSED", "no_bars")
