"""Trading's tools, called as everybody calls them: through the gateway, run by the runner."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.registry import get_tool
from apps.mcp.runner import run_call
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.errors import Invalid
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Order, Venue
from apps.trading.services import advance, cancel_order, match_venue, start_replay
from tests.trading.books import assert_books_balance
from tests.trading.desk import record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def caller(agent: Actor, account: Account) -> Caller:
    """The agent, which may trade."""
    grant_tools(agent, categories=["trading"])
    return Caller(agent, agent, AGENT_SCOPES, Interface.AGENT)


def call(caller: Caller, tool: str, **parameters: Any) -> ToolCall:
    """Request a call and let a worker run it."""
    requested = request_call(caller, tool, parameters)
    if not requested.is_finished:
        run_call(requested.id)
    return ToolCall.objects.get(id=requested.id)


def test_market_data_says_where_it_comes_from(caller: Caller) -> None:
    done = call(caller, "get_market_data", symbol="btc-usd")
    assert done.status == "SUCCEEDED"
    result = done.result
    assert (result["symbol"], result["venue"], result["source"]) == ("BTC/USD", "sim", "simulated")
    assert float(result["bid"]) < float(result["price"]) < float(result["ask"])


def test_an_order_book_shows_levels_spread_and_imbalance(caller: Caller) -> None:
    done = call(caller, "get_order_book", symbol="btc-usd", depth=2)
    assert done.status == "SUCCEEDED"
    book = done.result
    assert (book["symbol"], book["source"], book["is_stale"]) == ("BTC/USD", "simulated", False)
    assert (len(book["bids"]), len(book["asks"]), book["scenarios"]) == (2, 2, [])
    assert float(book["spread"]) > 0
    assert -1 <= float(book["imbalance"]) <= 1


def test_a_recording_of_bars_has_no_order_book(caller: Caller, sim: Venue) -> None:
    advance(start_replay(record("tape"), speed=None), timezone.now())
    refusals = {
        venue: call(caller, "get_order_book", symbol="BTC/USD", venue=venue).code
        for venue in ("replay:tape", "replay:nowhere")
    }
    assert refusals == {"replay:tape": "no_order_book", "replay:nowhere": "unknown_venue"}
    unknown = call(caller, "get_order_book", symbol="BTX/USD")
    assert (unknown.status, unknown.code) == ("REFUSED", "unknown_symbol")
    assert unknown.details["nearest"]


def test_a_market_order_is_answered_once_it_is_booked(caller: Caller, sim: Venue) -> None:
    waiting = call(caller, "place_order", symbol="BTC/USD", side="buy", quantity="0.1")
    assert (waiting.status, waiting.deferred_kind) == ("DEFERRED", "order")
    match_venue(sim, timezone.now())
    done = ToolCall.objects.get(id=waiting.id)
    assert done.status == "SUCCEEDED"
    order = Order.objects.get(id=waiting.deferred_id)
    assert done.result["order_id"] == str(order.id)
    assert done.result["status"] == "filled"
    assert done.result["executed_quantity"] == "0.1"
    assert float(done.result["executed_price"]) > 0
    assert float(done.result["fee"]) > 0
    assert {"timestamp", "risk_score", "code", "reason"} <= done.result.keys()
    assert_books_balance()


def test_a_limit_order_is_answered_as_accepted(caller: Caller) -> None:
    price = call(caller, "get_market_data", symbol="BTC/USD").result["bid"]
    done = call(
        caller,
        "place_order",
        symbol="BTC/USD",
        side="buy",
        quantity="0.1",
        order_type="limit",
        limit_price=price,
    )
    assert done.status == "SUCCEEDED"
    assert (done.result["status"], done.result["executed_price"]) == ("pending", None)


def test_a_refusal_names_code_reason_and_score(caller: Caller) -> None:
    done = call(caller, "place_order", symbol="BTC/USD", side="sell", quantity="0.1")
    assert (done.status, done.code) == ("REFUSED", "insufficient_position")
    assert "BTC" in done.reason
    assert done.details["risk_score"] == 100
    assert not Order.objects.exists()


def test_an_order_that_finds_nothing_is_a_refusal(caller: Caller, sim: Venue) -> None:
    waiting = call(caller, "place_order", symbol="BTC/USD", side="buy", quantity="0.1")
    Order.objects.filter(id=waiting.deferred_id).update(worst_price=1)
    match_venue(sim, timezone.now())
    done = ToolCall.objects.get(id=waiting.id)
    assert (done.status, done.code) == ("REFUSED", "price_collar")
    assert done.details["order_id"] == str(waiting.deferred_id)
    assert_books_balance()


def test_cancelling_a_waiting_market_order_answers_both_calls(caller: Caller) -> None:
    waiting = call(caller, "place_order", symbol="BTC/USD", side="buy", quantity="0.1")
    done = call(caller, "cancel_order", order_id=str(waiting.deferred_id))
    assert done.status == "SUCCEEDED"
    assert done.result["status"] == "cancelled"
    assert ToolCall.objects.get(id=waiting.id).result["status"] == "cancelled"
    again = call(caller, "cancel_order", order_id=str(waiting.deferred_id))
    assert (again.status, again.code) == ("REFUSED", "order_not_live")


def test_an_agent_neither_sees_nor_cancels_what_belongs_to_another(caller: Caller, sim: Venue) -> None:
    waiting = call(caller, "place_order", symbol="BTC/USD", side="buy", quantity="0.1")
    order = Order.objects.get(id=waiting.deferred_id)
    for tool, parameters in (
        ("cancel_order", {"order_id": str(uuid4())}),
        ("get_portfolio", {"agent_id": str(uuid4())}),
        ("list_orders", {"account_id": str(uuid4())}),
        ("place_order", {"agent_id": str(uuid4()), "symbol": "BTC/USD", "side": "buy", "quantity": "1"}),
    ):
        done = call(caller, tool, **parameters)
        assert (done.status, done.error_status) == ("REFUSED", 404)
    cancel_order(order, now=timezone.now())


def test_portfolio_and_orders_show_what_was_traded(caller: Caller, sim: Venue) -> None:
    call(caller, "place_order", symbol="ETH/USD", side="buy", quantity="2")
    match_venue(sim, timezone.now() + timedelta(seconds=1))
    portfolio = call(caller, "get_portfolio").result
    (position,) = portfolio["positions"]
    assert (position["symbol"], position["quantity"], portfolio["accounts"]) == ("ETH/USD", "2", 1)
    assert float(portfolio["equity"]) == pytest.approx(100_000, rel=0.01)
    assert float(portfolio["cash"]) + float(portfolio["positions_value"]) == pytest.approx(
        float(portfolio["equity"])
    )
    (order,) = call(caller, "list_orders").result["orders"]
    assert (order["symbol"], order["status"]) == ("ETH/USD", "filled")
    assert call(caller, "list_orders", live_only=True).result["orders"] == []


@pytest.mark.parametrize(
    "parameters",
    [
        {"quantity": "NaN"},
        {"quantity": "1e400"},
        {"quantity": "-1"},
        {"quantity": 0},
        {"quantity": None},
        {"quantity": "1", "limit_price": "Infinity"},
        {"quantity": "1", "side": "hold"},
        {"quantity": "1", "symbol": "€"},
        {"quantity": "1", "client_order_id": "x" * 65},
        {"quantity": "1", "leverage": 100},
    ],
)
def test_parameters_that_no_market_knows_are_refused(caller: Caller, parameters: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        request_call(caller, "place_order", {"symbol": "BTC/USD", "side": "buy", **parameters})


def test_the_manual_of_a_tool_is_its_signature() -> None:
    schema = get_tool("place_order").parameters_schema
    assert set(schema["required"]) == {"symbol", "side", "quantity"}
    assert schema["properties"]["order_type"]["default"] == "market"


def test_orders_are_changed_cancelled_and_positions_closed_by_tools(caller: Caller, sim: Venue) -> None:
    bid = source_for(sim).quotes(["BTC/USD"], timezone.now())["BTC/USD"].bid
    terms = {"symbol": "BTC/USD", "side": "buy", "quantity": "0.1", "order_type": "limit"}
    placed = call(caller, "place_order", **terms, limit_price=str(bid - 500))
    changed = call(caller, "modify_order", order_id=placed.result["order_id"], quantity="0.05")
    assert (changed.status, changed.result["quantity"]) == ("SUCCEEDED", "0.05")
    cancelled = call(caller, "cancel_all_orders", symbol="BTC/USD")
    assert (cancelled.status, cancelled.result["cancelled"]) == ("SUCCEEDED", 1)
    nothing = call(caller, "close_position", symbol="BTC/USD")
    assert (nothing.status, nothing.code) == ("REFUSED", "no_position")
    assert_books_balance()
