"""The baseline of booking: one order a transaction, one row a statement, through the ORM."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

PRICE, FEE = Decimal("0.1"), Decimal("0.0001")


def book_row_by_row(order_id: UUID, house: dict[str, Any], at: datetime) -> None:
    """Fill an order for one unit at a dime and book it: fill, transfers, balances, position, order."""
    from django.db import transaction
    from django.db.models import F

    from apps.trading.models import Balance, Fill, Order, Position

    with transaction.atomic():
        order = Order.objects.select_for_update().select_related("instrument").get(id=order_id)
        same = {"account": order.account, "instrument": order.instrument}
        amounts = {"price": PRICE, "quantity": 1, "cost": PRICE, "fee": FEE}
        fill = Fill.objects.create(
            **same, **amounts, order_id=order.id, side="buy", is_maker=False, market_time=at
        )
        _transfer(order, house, fill.id)
        Balance.objects.filter(account=order.account, asset="USD").update(held=F("held") - order.held)
        position, _ = Position.objects.get_or_create(**same)
        position.quantity, position.cost = position.quantity + 1, position.cost + PRICE
        position.fees += FEE
        position.save()
        order.status, order.filled_quantity, order.filled_cost = "filled", order.quantity, PRICE
        order.fee, order.held, order.closed_at = FEE, Decimal(0), at
        order.save()


def _transfer(order: Any, house: dict[str, Any], fill_id: UUID) -> None:
    from django.db.models import F

    from apps.trading.ledger import House
    from apps.trading.models import Balance, Transfer

    market, fees = house[House.MARKET], house[House.FEES]
    legs = (
        (order.account, market, "USD", PRICE),
        (market, order.account, "DOGE", Decimal(1)),
        (order.account, fees, "USD", FEE),
    )
    for debit, credit, asset, amount in legs:
        Transfer.objects.create(
            debit=debit, credit=credit, asset=asset, amount=amount, kind="TRADE", reference=fill_id
        )
        for account, change in ((debit, -amount), (credit, amount)):
            is_house = account.kind != "TRADING"
            Balance.objects.get_or_create(
                account=account, asset=asset, defaults={"may_be_negative": is_house}
            )
            Balance.objects.filter(account=account, asset=asset).update(total=F("total") + change)
