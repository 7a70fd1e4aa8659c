"""Closing a position: a market sale of what is held."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from apps.trading.errors import RiskRefused
from apps.trading.market.sources import source_for
from apps.trading.matching import REQUESTED
from apps.trading.models import Account, Order, Position
from apps.trading.requests import OrderRequest
from apps.trading.selectors.matching import lock_live_of
from apps.trading.services.matching import end_orders
from apps.trading.services.orders import place_order
from apps.trading.services.screening import venue_of
from apps.trading.types import Side, round_down


@transaction.atomic
def close_position(
    account: Account,
    *,
    symbol: str,
    client_order_id: str,
    quantity: Decimal | None = None,
    cancel_sales: bool = True,
    now: datetime,
    call_id: UUID | None = None,
) -> Order:
    """Sell all that is held of a symbol in whole lots, or a part of it, at the market; it passes the kill
    switch.

    Open sales of the symbol reserve what is to be sold: with `cancel_sales` they end first, at once. Raises
    RiskRefused (`no_position`, `reduce_only`, `insufficient_position`) and what `place_order` raises. The
    same `client_order_id` again answers the order it made.
    """
    known = Order.objects.filter(account=account, client_order_id=client_order_id).first()
    if known is None and cancel_sales:
        _end_sales(account, symbol, now)
    wanted = quantity or (known.quantity if known else _held(account, symbol))
    request = OrderRequest(
        symbol=symbol,
        side=Side.SELL,
        quantity=wanted,
        client_order_id=client_order_id,
        reduce_only=True,
    )
    return place_order(account=account, request=request, now=now, call_id=call_id)


def _held(account: Account, symbol: str) -> Decimal:
    positions = Position.objects.filter(account=account, instrument__symbol=symbol, quantity__gt=0)
    held = positions.select_related("instrument").first()
    if held is None:
        raise RiskRefused(f"Nothing is held of {symbol}.", code="no_position", details={"risk_score": 0})
    return whole_lots(held)


def whole_lots(position: Position) -> Decimal:
    """What of a position (with its instrument) can be sold: all of it, where it is less than one lot, for the
    refusal to name."""
    quantity: Decimal = position.quantity
    return round_down(quantity, position.instrument.lot_size) or quantity


def _end_sales(account: Account, symbol: str, now: datetime) -> None:
    venue = venue_of(account)
    sales = [order for order in lock_live_of(account, symbol=symbol) if order.side is Side.SELL]
    if sales:
        end_orders(venue, sales, reason=REQUESTED, at=source_for(venue).market_time(now) or now)
