"""What the gates ask of trading: the money an order takes, and the price that its approval rests on."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from apps.mcp.approving import approve
from apps.mcp.budgets import used_of
from apps.mcp.gateway import request_call
from apps.mcp.models import Approval, ToolAutonomy, ToolBudget, ToolCall
from apps.mcp.runner import run_call
from apps.mcp.services import grant_tools
from apps.mcp.types import ToolContext
from apps.system.access.models import Actor, Role
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.errors import CivalError
from apps.system.ids import new_id
from apps.trading.models import Account, Order, Venue
from apps.trading.selectors.asked import notional_of_order
from apps.trading.selectors.venues import find_quote
from apps.trading.services import match_venue
from apps.trading.types import Side
from tests.queries import count_queries
from tests.system.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)
BTC = {"symbol": "BTC/USD"}


@pytest.fixture
def caller(agent: Actor, account: Account) -> Caller:
    """The agent, which may trade."""
    grant_tools(agent, categories=["trading"])
    return Caller(agent, agent, AGENT_SCOPES, Interface.AGENT)


def budget(actor: Actor, **limits: Any) -> ToolBudget:
    return ToolBudget.objects.create(actor=actor, **limits)


def used(actor: Actor) -> Decimal:
    return used_of(ToolBudget.objects.get(actor=actor), timezone.now()).money


def price(venue: Venue) -> Decimal:
    quote = find_quote(venue, "BTC/USD", timezone.now())
    assert quote is not None
    return quote.last


def call(caller: Caller, tool: str, **parameters: Any) -> ToolCall:
    """Request a call and let a worker run it."""
    requested = request_call(caller, tool, {**BTC, **parameters})
    run_call(requested.id)
    return ToolCall.objects.get(id=requested.id)


def test_a_purchase_takes_its_notional_and_a_sale_takes_nothing(caller: Caller, sim: Venue) -> None:
    budget(caller.actor, money_per_day=60_000)
    call(caller, "place_order", side="buy", quantity="0.1")
    match_venue(sim, timezone.now())
    spent = used(caller.actor)

    assert abs(spent / (price(sim) / 10) - 1) < Decimal("0.05")
    ToolBudget.objects.update(money_per_day=spent)
    with pytest.raises(CivalError, match="for today has") as caught:
        call(caller, "place_order", side="buy", quantity="0.1")
    assert (caught.value.reason_code, caught.value.details["budget"]) == ("budget_exceeded", "money")
    assert call(caller, "place_order", side="sell", quantity="0.05").status == "DEFERRED"
    match_venue(sim, timezone.now())
    assert call(caller, "close_position").status == "DEFERRED"
    assert used(caller.actor) == spent


def test_an_order_that_risk_refuses_gives_its_money_back(caller: Caller) -> None:
    budget(caller.actor, money_per_day=10**9)

    refused = call(caller, "place_order", side="buy", quantity="1000")

    assert (refused.status, used(caller.actor)) == ("REFUSED", 0)


def test_a_change_takes_what_the_purchase_grows_by(caller: Caller, sim: Venue) -> None:
    budget(caller.actor, money_per_day=10**9)
    low = str(round(price(sim) * Decimal("0.97")))
    rests = call(caller, "place_order", side="buy", quantity="0.01", order_type="limit", limit_price=low)
    assert rests.status == "SUCCEEDED", rests.reason
    before, order = used(caller.actor), Order.objects.get()

    for quantity, times in (("0.03", 2), ("0.02", 0)):
        changed = request_call(caller, "modify_order", {"order_id": str(order.id), "quantity": quantity})
        run_call(changed.id)
        assert ToolCall.objects.get(id=changed.id).status == "SUCCEEDED"
        grown = used(caller.actor) - before
        assert abs(grown - price(sim) * times / 100) <= grown * Decimal("0.05")
        before += grown


def test_a_budget_in_a_currency_without_a_price_is_not_guessed(caller: Caller) -> None:
    budget(caller.actor, money_per_day=10**9, currency="XYZ")

    with pytest.raises(CivalError, match="in XYZ") as caught:
        call(caller, "place_order", side="buy", quantity="0.1")

    assert (caught.value.status, used(caller.actor)) == (503, 0)


def test_an_order_that_waits_is_bound_to_the_price_and_trades_once_approved(
    caller: Caller, sim: Venue, alice: Actor
) -> None:
    ToolAutonomy.objects.create(actor=caller.actor, level=ToolAutonomy.Level.ACT_WITH_APPROVAL)
    asked = call(caller, "place_order", side="buy", quantity="0.1")
    approval = Approval.objects.get(call_id=asked.id)
    Approval.objects.update(max_drift=50)

    assert (asked.status, Order.objects.count()) == ("AWAITING_APPROVAL", 0)
    assert abs(Decimal(approval.facts["price"]) / price(sim) - 1) < Decimal("0.05")
    approve(approval.id, by=make_person(Role.ADMIN).actor, now=timezone.now())
    run_call(asked.id)
    match_venue(sim, timezone.now())

    assert ToolCall.objects.get(id=asked.id).status == "SUCCEEDED"
    assert Order.objects.get().filled_quantity == Decimal("0.1")


def test_the_worth_of_many_orders_takes_as_many_statements_as_that_of_few(caller: Caller) -> None:
    def price_of(count: int) -> list[object]:
        context = ToolContext(caller, new_id(), timezone.now())
        order = {"symbol": "BTC/USD", "side": Side.BUY, "agent_id": None, "account_id": None}
        return list(
            notional_of_order([(context, {**order, "quantity": Decimal(n)}) for n in range(count)], "EUR")
        )

    few, many = price_of(2), price_of(40)

    assert few[0] == 0
    assert isinstance(many[39], Decimal)
    assert isinstance(many[1], Decimal)
    assert abs(many[39] / many[1] - 39) < Decimal("0.05")
    assert count_queries(lambda: price_of(40)) == count_queries(lambda: price_of(2))


def test_in_the_place_of_an_order_that_has_no_worth_stands_why(caller: Caller) -> None:
    context = ToolContext(caller, new_id(), timezone.now())
    order = {"side": Side.BUY, "quantity": Decimal(1), "agent_id": None, "account_id": None}
    sale = {**order, "symbol": "BTC/USD", "side": Side.SELL}
    asked = [{**order, "symbol": "BTC/ZZZ"}, sale, {**order, "symbol": "BTC/USD", "account_id": new_id()}]

    unknown, sold, foreign = notional_of_order([(context, each) for each in asked], "USD")

    assert isinstance(unknown, CivalError)
    assert isinstance(foreign, CivalError)
    assert (unknown.reason_code, sold, foreign.reason_code) == ("unknown_symbol", 0, "no_account")
