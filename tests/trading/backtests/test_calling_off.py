"""A call that waits for trading is called off through what it waits for, and by whoever sees it."""

import pytest
from django.utils import timezone

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import cancel_call, grant_tools
from apps.system.access.models import Actor
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.audit.models import AuditEntry
from apps.system.errors import Conflict, NotFound
from apps.trading.models import Account, Backtest, Order, Venue
from apps.trading.types import OrderStatus
from tests.system.people import actor_of
from tests.trading.backtests.asking import CROSS, ask, row_of
from tests.trading.books import assert_books_balance

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_backtest_is_cancelled_with_the_call_that_waits_for_it(caller: Caller, recorded: Venue) -> None:
    call = ask(caller, **CROSS)
    backtest = row_of(call)

    ended = cancel_call(caller.actor, call.id, timezone.now())

    backtest.refresh_from_db()
    assert (ended.status, backtest.status) == ("CANCELLED", Backtest.Status.CANCELLED)
    assert AuditEntry.objects.get(call_id=call.id).outcome == "CANCELLED"
    with pytest.raises(Conflict, match="cannot be cancelled"):
        cancel_call(caller.actor, call.id, timezone.now())


def test_nobody_else_calls_it_off(caller: Caller, recorded: Venue) -> None:
    call = ask(caller, **CROSS)

    with pytest.raises(NotFound):
        cancel_call(actor_of(), call.id, timezone.now())

    assert row_of(call).status == Backtest.Status.QUEUED


def test_an_order_that_is_not_filled_is_cancelled_and_its_call_answered(
    agent: Actor, account: Account
) -> None:
    grant_tools(agent, categories=["trading"])
    trader = Caller(agent, agent, AGENT_SCOPES, Interface.AGENT)
    call = request_call(trader, "place_order", {"symbol": "BTC/USD", "side": "buy", "quantity": "0.1"})
    run_call(call.id)
    waiting = ToolCall.objects.get(id=call.id)

    ended = cancel_call(agent, call.id, timezone.now())

    assert waiting.status == "DEFERRED"
    assert (ended.status, (ended.result or {})["status"]) == ("SUCCEEDED", "cancelled")
    assert Order.objects.get(id=waiting.deferred_id).status == OrderStatus.CANCELLED
    assert_books_balance()
