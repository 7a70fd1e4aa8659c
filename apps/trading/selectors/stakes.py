"""What many accounts have at stake at once, for how near each is to its limits: a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F, QuerySet, Sum

from apps.trading.ledger import ZERO, cost_of
from apps.trading.models import Account, Balance, Order, Position
from apps.trading.selectors.portfolio import quotes_of
from apps.trading.types import LIVE, Side, exact_arithmetic


@dataclass(frozen=True, slots=True)
class Stake:
    """In the account's currency: the most that is in one symbol, positions and open buys together, all that
    is, and the equity; None while a position has no price."""

    largest: Decimal
    total: Decimal
    equity: Decimal | None


def stakes_of(accounts: "QuerySet[Account]", now: datetime) -> dict[UUID, Stake]:
    """The stakes of accounts that hold something or have open buys."""
    ids = accounts.order_by().values("id")
    held = list(
        Position.objects.filter(account__in=ids)
        .exclude(quantity=0)
        .values_list("account_id", "instrument_id", "quantity")
    )
    quotes = quotes_of({instrument for _, instrument, _ in held}, now)
    stakes: dict[UUID, dict[int, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    worth: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    unpriced = {account for account, instrument, _ in held if instrument not in quotes}
    with exact_arithmetic():
        for account, instrument, quantity in held:
            if instrument in quotes:
                value = cost_of(quotes[instrument].last, quantity)
                stakes[account][instrument] += value
                worth[account] += value
        for account, instrument, reserved in _open_buys(accounts):
            stakes[account][instrument] += reserved
        cash = _cash(accounts) if stakes else {}
        return {
            account: Stake(
                largest=max(each.values()),
                total=sum(each.values(), ZERO),
                equity=None if account in unpriced else cash.get(account, ZERO) + worth[account],
            )
            for account, each in stakes.items()
        }


def _open_buys(accounts: "QuerySet[Account]") -> "QuerySet[Order, tuple[UUID, int, Decimal]]":
    live = [status.value for status in LIVE]
    rows = Order.objects.filter(
        account__in=accounts.order_by().values("id"), status__in=live, side=Side.BUY.value
    )
    return rows.order_by().values_list("account_id", "instrument_id").annotate(reserved=Sum("held"))


def _cash(accounts: "QuerySet[Account]") -> dict[UUID, Decimal]:
    rows = Balance.objects.filter(account__in=accounts.order_by().values("id"), asset=F("account__currency"))
    return dict(rows.values_list("account_id", "total"))
