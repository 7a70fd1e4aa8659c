"""What many accounts have at stake at once, for how near each is to its limits: a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet, Sum

from apps.trading.ledger import ZERO, cost_of
from apps.trading.models import Account, Order, Position
from apps.trading.selectors.portfolio import quotes_of, rates_of
from apps.trading.selectors.valuing import value_accounts
from apps.trading.selectors.worth import at_rate
from apps.trading.types import LIVE, Side, exact_arithmetic

Rows = list[tuple[UUID, int, str | None, str, str, Decimal]]
"""Account, instrument, venue, the account's currency, the instrument's quote asset, and how much."""

_OF = ("account_id", "instrument_id", "account__venue", "account__currency", "instrument__quote")


@dataclass(frozen=True, slots=True)
class Stake:
    """In the account's currency: the most that is in one symbol, positions and open buys together, all that
    is, and the equity; None while a part of that has no price. What has none is in no figure."""

    largest: Decimal
    total: Decimal
    equity: Decimal | None


def stakes_of(accounts: "QuerySet[Account]", now: datetime) -> dict[UUID, Stake]:
    """The stakes of accounts that hold something or have open buys."""
    ids = accounts.order_by().values("id")
    positions = Position.objects.filter(account__in=ids).exclude(quantity=0)
    held, buys = list(positions.values_list(*_OF, "quantity")), _open_buys(accounts)
    quotes = quotes_of({row[1] for row in held}, now)
    rates = _rates((*held, *buys), now)
    stakes: dict[UUID, dict[int, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    with exact_arithmetic():
        for account, instrument, venue, currency, paid, quantity in held:
            rate = rates[venue, paid, currency]
            if instrument in quotes and rate is not None:
                stakes[account][instrument] += at_rate(cost_of(quotes[instrument].last, quantity), rate)
        for account, instrument, venue, currency, paid, reserved in buys:
            if (rate := rates[venue, paid, currency]) is not None:
                stakes[account][instrument] += at_rate(reserved, rate)
        worth = value_accounts(list(stakes), now) if stakes else {}
        return {
            account: Stake(
                largest=max(each.values()),
                total=sum(each.values(), ZERO),
                equity=worth[account].equity if account in worth else None,
            )
            for account, each in stakes.items()
        }


def _rates(
    rows: Iterable[tuple[UUID, int, str | None, str, str, Decimal]], now: datetime
) -> dict[tuple[str | None, str, str], Decimal | None]:
    """What each quote asset is worth in each currency of these accounts."""
    wanted = {(row[2], row[4], row[3]) for row in rows}
    found: dict[tuple[str | None, str, str], Decimal | None] = {}
    for currency in {each[2] for each in wanted}:
        pairs = [(venue or "", asset) for venue, asset, each in wanted if each == currency]
        rates = rates_of(pairs, currency, now)
        found |= {(venue, asset, currency): rate for (venue, asset), rate in rates.items()}
    return found


def _open_buys(accounts: "QuerySet[Account]") -> Rows:
    live = [status.value for status in LIVE]
    rows = Order.objects.filter(
        account__in=accounts.order_by().values("id"), status__in=live, side=Side.BUY.value
    )
    return list(rows.order_by().values_list(*_OF).annotate(reserved=Sum("held")))
