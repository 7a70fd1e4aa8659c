"""What an exchange has executed, booked through the one booking path, each of its trades once."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from apps.trading.connectors.types import Execution
from apps.trading.ledger import ZERO, cost_of
from apps.trading.matching import Trade
from apps.trading.models import Balance, LiveOrder, LiveTrade, Order
from apps.trading.services.matching import book_executions
from apps.trading.settlement import BookedFill
from apps.trading.types import OrderStatus, OrderType, Side, TimeInForce, exact_arithmetic


@transaction.atomic
def book_trades(live: LiveOrder, executions: Sequence[Execution], *, ended_by: str, now: datetime) -> int:
    """Book the trades of an order that are not booked yet, and its end where `ended_by` says why; answers
    how many were new. An order that is filled ends by that.

    A fee in the quote asset is charged as it is. One in the base asset is a sale of so much, whose proceeds
    are the fee. One in another asset is noted, for the ledger does not hold that asset.
    """
    Order.objects.select_for_update().get(id=live.order_id)  # first, as whoever cancels it locks them
    live = LiveOrder.objects.select_for_update().get(order_id=live.order_id)
    instrument, venue = live.order.instrument, live.order.instrument.venue
    known = set(live.trades.values_list("trade_id", flat=True))
    fresh = [each for each in executions if each.trade_id not in known]
    if not fresh and not ended_by:
        return 0
    trades = [
        Trade(each.price, each.quantity, each.is_maker, _quote_fee(each, instrument.quote)) for each in fresh
    ]
    batch = book_executions(venue, live.order_id, trades, ended_by=ended_by, at=now)
    _remember(live, fresh, batch.fills, now)
    in_kind = [each for each in fresh if each.fee and each.fee_asset == instrument.base]
    if in_kind:
        _pay_in_kind(live.order, in_kind, now)
    if any(booked.status not in (OrderStatus.OPEN, OrderStatus.PARTIALLY_FILLED) for booked in batch.orders):
        LiveOrder.objects.filter(order_id=live.order_id).update(state=LiveOrder.State.DONE)
    return len(fresh)


def end_order(live: LiveOrder, reason: str, now: datetime) -> None:
    """End an order of which nothing more is executed."""
    book_executions(live.order.instrument.venue, live.order_id, [], ended_by=reason, at=now)
    live.state = LiveOrder.State.DONE
    live.save(update_fields=["state"])


def _quote_fee(execution: Execution, quote: str) -> Decimal:
    return execution.fee if execution.fee_asset == quote else ZERO


def _remember(
    live: LiveOrder, executions: Sequence[Execution], fills: Sequence[BookedFill], now: datetime
) -> None:
    rows = [
        LiveTrade(
            account_id=live.account_id,
            order=live,
            symbol=live.order.instrument.symbol,
            trade_id=each.trade_id,
            fill_id=fill.id,
            fee=each.fee,
            fee_asset=each.fee_asset,
            traded_at=each.at,
            recorded_at=now,
        )
        for each, fill in zip(executions, fills, strict=True)
    ]
    LiveTrade.objects.bulk_create(rows)


def _pay_in_kind(bought: Order, executions: Sequence[Execution], now: datetime) -> None:
    """The exchange kept a part of what was bought: it is sold for exactly the fee it is worth."""
    with exact_arithmetic():
        quantity = sum((each.fee for each in executions), ZERO)
    order = Order.objects.create(
        account_id=bought.account_id,
        instrument_id=bought.instrument_id,
        client_order_id=f"fee-{executions[0].trade_id}-{bought.id.hex[-12:]}",
        side=Side.SELL.value,
        type=OrderType.MARKET.value,
        time_in_force=TimeInForce.IOC.value,
        quantity=quantity,
        worst_price=min(each.price for each in executions),
        held=quantity,
        reduce_only=True,
        placed_at=now,
    )
    base = Balance.objects.filter(account_id=bought.account_id, asset=bought.instrument.base)
    base.update(held=F("held") + quantity)
    trades = [
        Trade(each.price, each.fee, each.is_maker, cost_of(each.price, each.fee)) for each in executions
    ]
    book_executions(bought.instrument.venue, order.id, trades, ended_by="", at=now)
