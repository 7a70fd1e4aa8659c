"""What must hold of the books after anything at all."""

from decimal import Decimal

from django.db.models import Sum

from apps.trading.ledger import ZERO
from apps.trading.models import Account, Balance, Fill, Order, Position, Transfer
from apps.trading.selectors.accounts import ledger_sums
from apps.trading.types import LIVE, Side, exact_arithmetic


def assert_books_balance() -> None:
    """Zero sums, balances equal to transfers, holds equal to live orders, positions equal to fills."""
    assert not any(ledger_sums().values())
    for balance in Balance.objects.all():
        came = _sum(Transfer.objects.filter(credit=balance.account_id, asset=balance.asset), "amount")
        went = _sum(Transfer.objects.filter(debit=balance.account_id, asset=balance.asset), "amount")
        with exact_arithmetic():
            assert balance.total == came - went
    for account in Account.objects.filter(kind=Account.Kind.TRADING):
        _assert_account_agrees(account)
    for order in Order.objects.all():
        fills = Fill.objects.filter(order_id=order.id)
        assert (order.filled_quantity, order.filled_cost, order.fee) == (
            _sum(fills, "quantity"),
            _sum(fills, "cost"),
            _sum(fills, "fee"),
        )
        assert order.is_live or order.held == 0


def _assert_account_agrees(account: Account) -> None:
    live = Order.objects.filter(account=account, status__in=[status.value for status in LIVE])
    for balance in Balance.objects.filter(account=account):
        holding = [
            order.held for order in live.select_related("instrument") if order.held_asset == balance.asset
        ]
        assert balance.held == sum(holding, ZERO)
    for position in Position.objects.filter(account=account).select_related("instrument"):
        fills = Fill.objects.filter(account=account, instrument=position.instrument)
        bought, sold = fills.filter(side=Side.BUY.value), fills.filter(side=Side.SELL.value)
        assert position.quantity == _sum(bought, "quantity") - _sum(sold, "quantity")
        assert position.realised - position.cost == _sum(sold, "cost") - _sum(bought, "cost")
        assert position.fees == _sum(fills, "fee")
        base = Balance.objects.get(account=account, asset=position.instrument.base)
        assert base.total == position.quantity


def _sum(rows: object, field: str) -> Decimal:
    total: Decimal | None = rows.aggregate(sum=Sum(field))["sum"]  # type: ignore[attr-defined]
    return total or ZERO
