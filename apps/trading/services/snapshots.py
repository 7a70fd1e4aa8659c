"""Recording what accounts are worth, so that an equity curve is read and never reconstructed."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from apps.trading.ledger import ZERO
from apps.trading.models import Account, EquitySnapshot, Position
from apps.trading.selectors.portfolio import quotes_of
from apps.trading.types import Interval

REPEAT_AFTER = timedelta(minutes=15)
"""An account that stands still is recorded again after this long, so that silence is not mistaken for it."""

# Cash and positions are read by one statement, so that no snapshot holds one half of a trade.
_TAKE = """
    WITH held AS (
        SELECT position.account_id, sum(round(position.quantity * price.last, 18)) AS value,
            bool_and(price.last IS NOT NULL) AS is_priced
        FROM trading_position position
        JOIN trading_account account ON account.id = position.account_id
        JOIN trading_instrument instrument ON instrument.id = position.instrument_id
        LEFT JOIN unnest(%(instruments)s::bigint[], %(prices)s::numeric[]) AS price(instrument_id, last)
            ON price.instrument_id = position.instrument_id AND instrument.quote = account.currency
        WHERE position.quantity <> 0
        GROUP BY position.account_id
    ), worth AS (
        SELECT account.id, account.funded, coalesce(balance.total, 0) AS cash,
            coalesce(held.value, 0) AS positions_value
        FROM trading_account account
        LEFT JOIN trading_balance balance
            ON balance.account_id = account.id AND balance.asset = account.currency
        LEFT JOIN held ON held.account_id = account.id
        WHERE account.kind = 'TRADING' AND account.status = 'OPEN' AND coalesce(held.is_priced, true)
    )
    INSERT INTO trading_equity_snapshot (account_id, at, equity, cash, positions_value, funded, source)
    SELECT worth.id, %(minute)s, worth.cash + worth.positions_value, worth.cash, worth.positions_value,
        worth.funded, 'paper'
    FROM worth
    LEFT JOIN LATERAL (
        SELECT at, cash, positions_value FROM trading_equity_snapshot
        WHERE account_id = worth.id ORDER BY at DESC LIMIT 1
    ) AS before ON true
    WHERE before.at IS NULL OR before.at <= %(stands_since)s
        OR (before.cash, before.positions_value) <> (worth.cash, worth.positions_value)
    ON CONFLICT (account_id, at) DO NOTHING
"""


@transaction.atomic
def take_snapshots(now: datetime) -> int:
    """Record what every open trading account is worth in the minute of `now`; answers how many were written.

    `now` is recorded time, also for accounts at a replay. Left out are accounts with a position that has no
    price in their currency, accounts that this minute knows already, and those where nothing changed within
    the last 15 minutes. The number of queries grows with the venues, not with the accounts.
    """
    held = Position.objects.filter(account__kind=Account.Kind.TRADING, account__status=Account.Status.OPEN)
    held_ids = held.exclude(quantity=0).order_by().values_list("instrument_id", flat=True).distinct()
    quotes = quotes_of(held_ids, now)
    minute = Interval.M1.floor(now)
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            {
                "instruments": list(quotes),
                "prices": [quote.last for quote in quotes.values()],
                "minute": minute,
                "stands_since": minute - REPEAT_AFTER,
            },
        )
        return int(cursor.rowcount)


def record_opening(account: Account, capital: Decimal) -> None:
    """Begin an account's curve with its capital, in the caller's transaction."""
    at = Interval.M1.floor(account.opened_at)
    EquitySnapshot.objects.create(
        account=account, at=at, equity=capital, cash=capital, positions_value=ZERO, funded=capital
    )


def record_closing(account: Account, now: datetime) -> None:
    """End an account's curve at nothing: what it held went back to where capital comes from.

    Replaces what the minute knew before, or sums over accounts would carry a closed one on for ever.
    """
    nothing = {"equity": ZERO, "cash": ZERO, "positions_value": ZERO}
    EquitySnapshot.objects.update_or_create(account=account, at=Interval.M1.floor(now), defaults=nothing)
