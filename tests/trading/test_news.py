"""Orders that were refused and losses past a limit are told to whom they belong, once, in their own story."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.selectors import root_actor
from apps.system.access.types import Caller, Interface
from apps.system.controls.services.configuration import change_setting
from apps.system.controls.services.triggers import evaluate_triggers
from apps.system.events.models import Counter, Event
from apps.system.events.sequencer import number_events
from apps.system.events.subscribers import deliver
from apps.trading import settings
from apps.trading.models import Account, Balance, LossMark, Order, Venue
from apps.trading.selectors.accounts import get_house_account
from apps.trading.services import match_venue
from apps.trading.services.news import NO_NEWS, tell_rejections
from tests.queries import count_queries

pytestmark = pytest.mark.django_db(transaction=True)

REJECTED, ALERTED = "trade.order_rejected", "portfolio.risk_alert"


@pytest.fixture
def caller(agent: Actor, account: Account) -> Caller:
    """The agent, which may trade."""
    Counter.objects.get_or_create(name="events")
    grant_tools(agent, categories=["trading"])
    return Caller(agent, agent, AGENT_SCOPES, Interface.AGENT)


def call(caller: Caller, tool: str, **parameters: Any) -> ToolCall:
    """Request a call and let a worker run it."""
    requested = request_call(caller, tool, parameters)
    if not requested.is_finished:
        run_call(requested.id)
    return ToolCall.objects.get(id=requested.id)


def tell(subscriber: str) -> list[Event]:
    """Have the log read by it twice; what is told then."""
    for _ in range(2):
        number_events(connection.connection)
        deliver(subscriber, timezone.now())
    return list(Event.objects.filter(type__in=[REJECTED, ALERTED]).order_by("id"))


def lose(account: Account, amount: Decimal) -> None:
    """The account has so much less, and the market that more."""
    market = get_house_account(Account.Kind.MARKET, account.venue)
    Balance.objects.filter(account=account, asset="USD").update(total=F("total") - amount)
    Balance.objects.create(account=market, asset="USD", total=amount, may_be_negative=True)


def test_a_refused_order_is_told_with_what_was_wanted_and_why(caller: Caller) -> None:
    wanted = {"symbol": "btc-usd", "side": "buy", "quantity": "1000", "client_order_id": "mine"}
    refused = call(caller, "place_order", **wanted)

    (event,) = tell("trading.rejections")

    cause = Event.objects.get(type="mcp.error")
    assert (event.type, event.audience, event.agent_id) == (REJECTED, caller.actor.owner_id, caller.actor.id)
    assert (event.correlation_id, event.causation_id) == (refused.correlation_id, cause.id)
    assert event.symbol == "BTC/USD"
    assert event.payload == {
        "executionId": str(refused.id),
        "tool": "place_order",
        "agentId": str(caller.actor.id),
        "symbol": "BTC/USD",
        "side": "buy",
        "quantity": "1000",
        "orderType": "market",
        "code": refused.code,
        "reason": refused.reason,
        "riskScore": refused.details["risk_score"],
    }


def test_a_position_that_cannot_be_closed_is_told_as_a_sale(caller: Caller) -> None:
    refused = call(caller, "close_position", symbol="BTC/USD")

    (event,) = tell("trading.rejections")

    told = event.payload
    assert (told["tool"], told["side"], told["quantity"]) == ("close_position", "sell", None)
    assert (told["code"], told["riskScore"]) == (refused.code, refused.details.get("risk_score"))


def test_what_was_placed_or_is_no_order_is_not_told_as_rejected(caller: Caller, sim: Venue) -> None:
    waiting = call(caller, "place_order", symbol="BTC/USD", side="buy", quantity="0.1")
    Order.objects.filter(id=waiting.deferred_id).update(worst_price=1)
    match_venue(sim, timezone.now())
    assert ToolCall.objects.get(id=waiting.id).code == "price_collar"
    assert call(caller, "get_order_book", symbol="BTX/USD").code == "unknown_symbol"

    assert tell("trading.rejections") == []
    assert Event.objects.filter(type="trade.order_cancelled").exists()


def test_old_refusals_are_no_news(caller: Caller) -> None:
    call(caller, "place_order", symbol="BTC/USD", side="sell", quantity="1")
    (failed,) = Event.objects.filter(type="mcp.error")

    tell_rejections([failed], now=failed.recorded_at + NO_NEWS + timedelta(seconds=1))

    assert not Event.objects.filter(type=REJECTED).exists()


def test_many_refusals_cost_the_same_queries_as_one(caller: Caller) -> None:
    def refuse(times: int) -> int:
        for _ in range(times):
            call(caller, "place_order", symbol="BTC/USD", side="sell", quantity="1")
        failed = list(Event.objects.filter(type="mcp.error").order_by("-id")[:times])
        return count_queries(lambda: tell_rejections(failed, now=timezone.now()))

    assert refuse(1) == refuse(5)
    assert Event.objects.filter(type=REJECTED).count() == 6


@pytest.mark.parametrize(
    ("setting", "rule"), [(settings.MAX_DRAWDOWN, "drawdown"), (settings.MAX_DAILY_LOSS, "daily_loss")]
)
def test_a_loss_past_its_limit_is_told_as_a_risk_of_its_account(
    caller: Caller, account: Account, setting: Any, rule: str
) -> None:
    now = timezone.now()
    change_setting(setting, "10", target=caller.actor, by=root_actor(), now=now)
    LossMark.objects.create(account=account, profit=0, peak=0, day=now.date(), day_profit=0, measured_at=now)
    lose(account, Decimal(12_000))
    assert evaluate_triggers(now) == 1

    (event,) = tell("trading.losses")

    raised = Event.objects.get(type="system.alert")
    assert (event.type, event.audience, event.agent_id) == (ALERTED, caller.actor.owner_id, caller.actor.id)
    assert (event.correlation_id, event.causation_id) == (raised.correlation_id, raised.id)
    assert event.payload == {
        "alertId": raised.payload["alertId"],
        "accountId": str(account.id),
        "agentId": str(caller.actor.id),
        "rule": rule,
        "lost": "12000",
        "percent": "12",
        "limitPercent": "10",
        "equity": "88000",
        "detail": raised.payload["detail"],
    }
