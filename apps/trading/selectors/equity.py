"""What accounts were worth over time, summed by the database."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.system.access.models import Actor
from apps.trading.models import Account
from apps.trading.selectors.accounts import list_accounts
from apps.trading.selectors.portfolio import CURRENCY
from apps.trading.types import Interval

MAX_POINTS = 1000

# The sum of what each account was last known to be worth is the running sum of all their changes.
_HISTORY = """
    WITH account AS (
        SELECT id, closed_at FROM trading_account WHERE id = ANY(%(accounts)s::uuid[])
    ), known AS (
        SELECT account.id AS account_id, at, cash, positions_value FROM trading_equity_snapshot
        JOIN account ON account.id = account_id
        WHERE at > %(since)s AND at <= least(%(until)s, account.closed_at)
        UNION ALL
        SELECT account.id, %(since)s, before.cash, before.positions_value FROM account
        CROSS JOIN LATERAL (
            SELECT cash, positions_value FROM trading_equity_snapshot
            WHERE account_id = account.id AND at <= least(%(since)s, account.closed_at)
            ORDER BY at DESC LIMIT 1
        ) AS before
    ), change AS (
        SELECT at, cash - lag(cash, 1, 0) OVER own AS cash,
            positions_value - lag(positions_value, 1, 0) OVER own AS positions_value
        FROM known WINDOW own AS (PARTITION BY account_id ORDER BY at)
    ), total AS (
        SELECT at, sum(sum(cash)) OVER (ORDER BY at) AS cash,
            sum(sum(positions_value)) OVER (ORDER BY at) AS positions_value,
            ntile(%(limit)s) OVER (ORDER BY at) AS bucket
        FROM change GROUP BY at
    )
    SELECT DISTINCT ON (bucket) at, cash + positions_value, cash, positions_value FROM total
    ORDER BY bucket, at DESC
"""


@dataclass(frozen=True, slots=True)
class EquityPoint:
    """What a set of accounts was worth in a minute of recorded time; `equity` is cash and positions."""

    at: datetime
    equity: Decimal
    cash: Decimal
    positions_value: Decimal


@dataclass(frozen=True, slots=True)
class EquityHistory:
    """The points of an equity curve, oldest first."""

    points: list[EquityPoint]
    currency: str = CURRENCY
    source: str = "paper"

    @property
    def as_of(self) -> datetime | None:
        """When the last point was recorded; None where there is none."""
        return self.points[-1].at if self.points else None


def get_equity_history(
    actor: Actor, *, since: datetime, until: datetime, limit: int, account: Account | None = None
) -> EquityHistory:
    """The equity curve of all accounts in USD that the asker sees, or of one of them.

    One point for each minute, after that of `since` and up to `until`, in which one of the accounts was
    recorded: the sum of what each was last known to be worth. What was known before is carried forward to
    the minute of `since`. More than `limit` points are cut into so many buckets of (nearly) equal count,
    and the last point of each is taken, so the newest always stays. A closed account counts until it was
    closed.
    """
    accounts = list_accounts(actor).filter(currency=CURRENCY).order_by()
    if account is not None:
        accounts = accounts.filter(id=account.id)
    parameters: dict[str, Any] = {
        "accounts": list(accounts.values_list("id", flat=True)),
        "since": Interval.M1.floor(since),
        "until": until,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, parameters)
        return EquityHistory([EquityPoint(*row) for row in cursor.fetchall()])
