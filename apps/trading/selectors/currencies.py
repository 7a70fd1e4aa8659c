"""Which currencies an account may hold, how much of each it has to spend, and what they count for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Q, Sum

from apps.trading.ledger import PLACES, ZERO
from apps.trading.market.sources import source_for
from apps.trading.models import Account, Balance, Instrument, Order, Position
from apps.trading.selectors.valuation import price_assets
from apps.trading.types import LIVE, Side, exact_arithmetic


@dataclass(frozen=True, slots=True)
class PricedAt:
    """What one unit of an asset is worth in an account's currency, by whose prices, of when."""

    rate: Decimal
    source: str
    as_of: datetime

    def value(self, amount: Decimal) -> Decimal:
        """What an amount counts for, to 18 places."""
        with exact_arithmetic():
            return (amount * self.rate).quantize(PLACES)


# Cash in another currency, or positions in what the account is reckoned in.
_MIXED = """
    WITH kept AS (
        SELECT position.account_id, instrument.base AS asset, sum(position.quantity) AS quantity
        FROM trading_position AS position
        JOIN trading_instrument AS instrument ON instrument.id = position.instrument_id
        WHERE position.account_id = ANY(%(accounts)s::uuid[]) AND position.quantity <> 0 GROUP BY 1, 2
    )
    SELECT DISTINCT account.id FROM trading_account AS account
    JOIN trading_balance AS balance ON balance.account_id = account.id
    LEFT JOIN kept ON kept.account_id = account.id AND kept.asset = balance.asset
    WHERE account.id = ANY(%(accounts)s::uuid[])
        AND CASE WHEN balance.asset = account.currency THEN kept.quantity IS NOT NULL
            ELSE balance.total <> coalesce(kept.quantity, 0) END
"""


def with_other_currencies(accounts: Collection[UUID]) -> set[UUID]:
    """Those of these accounts that have more to reckon with than cash in their own currency and positions."""
    with connection.cursor() as cursor:
        cursor.execute(_MIXED, {"accounts": list(accounts)})
        return {row[0] for row in cursor.fetchall()}


def currencies_of(account: Account) -> list[str]:
    """What an account may be funded in: its own currency, and whatever its venue's symbols are paid with."""
    paid = Instrument.objects.filter(venue=account.venue).order_by().values_list("quote", flat=True)
    return sorted({account.currency, *paid.distinct()})


def find_price(account: Account, asset: str, now: datetime) -> PricedAt | None:
    """What an asset is worth in an account's currency by its venue's latest prices; None: there is none."""
    if account.venue is None:
        return None
    rate = price_assets([asset], account.currency, account.venue, now)[asset]
    if rate is None:
        return None
    return PricedAt(rate.value.quantize(PLACES), source_for(account.venue).source, rate.as_of or now)


def kept_by_positions(account: Account, asset: str) -> Decimal:
    """How much of an account's free balance of an asset is no cash, because it holds that as positions.

    What sales have reserved of these is not free already.
    """
    held = Position.objects.filter(account=account, instrument__base=asset).exclude(quantity=0)
    total = held.aggregate(sum=Sum("quantity"))["sum"] or ZERO
    live = Q(account=account, instrument__base=asset, side=Side.SELL.value)
    sales = Order.objects.filter(live, status__in=[status.value for status in LIVE])
    reserved = sales.aggregate(sum=Sum("held"))["sum"] or ZERO
    with exact_arithmetic():
        return max(ZERO, total - reserved)


def cash_of(account: Account) -> dict[str, Decimal]:
    """What an account has to spend, by asset, which is neither reserved nor held as positions.

    Its own currency is named always, others where there is some.
    """
    rows = Position.objects.filter(account=account).exclude(quantity=0).order_by()
    held = dict(rows.values_list("instrument__base").annotate(Sum("quantity")))
    live = Order.objects.filter(
        account=account, side=Side.SELL.value, status__in=[each.value for each in LIVE]
    )
    sold = dict(live.order_by().values_list("instrument__base").annotate(Sum("held")))
    found: dict[str, Decimal] = {}
    with exact_arithmetic():
        for each in Balance.objects.filter(account=account).order_by("asset"):
            kept = max(ZERO, held.get(each.asset, ZERO) - sold.get(each.asset, ZERO))
            free = each.total - each.held - kept
            if free or each.asset == account.currency:
                found[each.asset] = free
    return found
