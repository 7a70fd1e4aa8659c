"""What each of many accounts is worth in its own currency, by one statement.

An account's balance of an asset is what its positions in it say, and what is left is cash. Cash in another
currency, and a position that is quoted in one, is worth what the venue's own latest prices say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from apps.trading.models import Account, Instrument, Position
from apps.trading.selectors.portfolio import quotes_of, rates_of
from apps.trading.types import exact_arithmetic

# Goes after a CTE `wanted` of accounts: id, venue_id, currency, funded. `is_priced` is false where a part of
# the whole has no price; the sums are then of the others, and nobody may take them for the whole.
VALUED = """
    rate AS (
        SELECT * FROM unnest(%(rate_venues)s::text[], %(rate_assets)s::text[], %(rate_currencies)s::text[],
            %(rates)s::numeric[]) AS rate(venue_id, asset, currency, value)
    ), holding AS (
        SELECT position.account_id, instrument.base, position.quantity,
            CASE WHEN instrument.quote = account.currency THEN round(position.quantity * price.last, 18)
                ELSE round(round(position.quantity * price.last, 18) * rate.value, 18) END AS value
        FROM wanted AS account
        JOIN trading_position AS position ON position.account_id = account.id AND position.quantity <> 0
        JOIN trading_instrument AS instrument ON instrument.id = position.instrument_id
        LEFT JOIN unnest(%(instruments)s::bigint[], %(prices)s::numeric[]) AS price(instrument_id, last)
            ON price.instrument_id = position.instrument_id
        LEFT JOIN rate ON rate.venue_id = account.venue_id AND rate.asset = instrument.quote
            AND rate.currency = account.currency
    ), held AS (
        SELECT account_id, sum(value) AS value, bool_and(value IS NOT NULL) AS is_priced
        FROM holding GROUP BY account_id
    ), money AS (
        SELECT account.id AS account_id, account.venue_id, account.currency, balance.asset,
            balance.total - coalesce(bought.quantity, 0) AS amount
        FROM wanted AS account
        JOIN trading_balance AS balance ON balance.account_id = account.id AND balance.total <> 0
        LEFT JOIN (SELECT account_id, base, sum(quantity) AS quantity FROM holding GROUP BY 1, 2) AS bought
            ON bought.account_id = account.id AND bought.base = balance.asset
    ), cash AS (
        SELECT account_id, bool_and(money.asset = money.currency OR rate.value IS NOT NULL) AS is_priced,
            sum(CASE WHEN money.asset = money.currency THEN amount
                ELSE round(amount * rate.value, 18) END) AS value
        FROM money LEFT JOIN rate USING (venue_id, asset, currency)
        WHERE amount <> 0 GROUP BY account_id
    ), valued AS (
        SELECT account.id, account.venue_id, account.currency, account.funded,
            coalesce(cash.value, 0) AS cash, coalesce(held.value, 0) AS positions_value,
            coalesce(cash.is_priced, true) AND coalesce(held.is_priced, true) AS is_priced
        FROM wanted AS account
        LEFT JOIN cash ON cash.account_id = account.id
        LEFT JOIN held ON held.account_id = account.id
    )
"""
_VALUES = f"""
    WITH wanted AS (
        SELECT id, venue_id, currency, funded FROM trading_account WHERE id = ANY(%(accounts)s::uuid[])
    ), {VALUED}
    SELECT id, cash, positions_value FROM valued WHERE is_priced
"""


@dataclass(frozen=True, slots=True)
class Valued:
    """What an account is worth in its currency."""

    cash: Decimal
    positions_value: Decimal

    @property
    def equity(self) -> Decimal:
        """Cash and positions."""
        with exact_arithmetic():
            return self.cash + self.positions_value


def value_accounts(ids: Sequence[UUID], now: datetime) -> dict[UUID, Valued]:
    """What accounts are worth, each in its own currency; one is left out where a part of it has no price."""
    accounts = Account.objects.filter(id__in=ids)
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, {"accounts": list(ids), **prices_for(accounts, now)})
        return {key: Valued(cash, value) for key, cash, value in cursor.fetchall()}


def prices_for(accounts: "QuerySet[Account]", now: datetime) -> dict[str, Any]:
    """The parameters of VALUED: prices of what these accounts hold, and rates of what is paid with there.

    The number of queries grows with their venues and currencies, not with the accounts.
    """
    rows = accounts.order_by().select_related(None)
    held = Position.objects.filter(account__in=rows.values("id")).exclude(quantity=0).order_by()
    quotes = quotes_of(held.values_list("instrument_id", flat=True).distinct(), now)
    rates = _rates_between(list(rows.values_list("venue", "currency").distinct()), now)
    return {
        "instruments": list(quotes),
        "prices": [quote.last for quote in quotes.values()],
        "rate_venues": [venue for venue, _, _ in rates],
        "rate_assets": [asset for _, asset, _ in rates],
        "rate_currencies": [currency for _, _, currency in rates],
        "rates": list(rates.values()),
    }


def _rates_between(
    groups: Sequence[tuple[str | None, str]], now: datetime
) -> dict[tuple[str, str, str], Decimal]:
    """What one unit of each asset that a venue's symbols are paid with is worth in each currency there."""
    listed = Instrument.objects.filter(venue__in={venue for venue, _ in groups if venue})
    paid: dict[str, set[str]] = {}
    for venue, quote in listed.order_by().values_list("venue", "quote").distinct():
        paid.setdefault(venue, set()).add(quote)
    found: dict[tuple[str, str, str], Decimal] = {}
    for currency in sorted({each for _, each in groups}):
        there = sorted(venue for venue, each in groups if venue and each == currency)
        others = [(venue, asset) for venue in there for asset in sorted(paid.get(venue, set()) - {currency})]
        for (venue, asset), rate in rates_of(others, currency, now).items():
            if rate is not None:
                found[venue, asset, currency] = rate
    return found
