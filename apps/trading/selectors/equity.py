"""What accounts were worth over time, summed by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import connection

from apps.system.access.models import Actor
from apps.trading.models import Account
from apps.trading.selectors.accounts import list_accounts
from apps.trading.selectors.leaving_out import LeftOut, list_left_out
from apps.trading.selectors.live import money_at
from apps.trading.selectors.worth import CURRENCY
from apps.trading.types import Interval

MAX_POINTS = 1000

# The sum of what each account was last known to be worth is the running sum of all their changes. What came
# and went is summed change by change too, each at its own rate: a currency that moves is no funding.
_HISTORY = """
    WITH account AS (
        SELECT id, closed_at, currency = %(currency)s AS is_own FROM trading_account
        WHERE id = ANY(%(accounts)s::uuid[])
    ), known AS (
        SELECT account.id AS account_id, at, cash, positions_value, funded, rate FROM account
        CROSS JOIN LATERAL (
            SELECT *, CASE WHEN is_own THEN 1 ELSE usd_rate END AS rate FROM trading_equity_snapshot
            WHERE account_id = account.id AND at > %(since)s AND at <= least(%(until)s, account.closed_at)
        ) AS within
        UNION ALL
        SELECT account.id, %(since)s, cash, positions_value, funded, rate FROM account
        CROSS JOIN LATERAL (
            SELECT *, CASE WHEN is_own THEN 1 ELSE usd_rate END AS rate FROM trading_equity_snapshot
            WHERE account_id = account.id AND at <= least(%(since)s, account.closed_at)
            ORDER BY at DESC LIMIT 1
        ) AS before
    ), change AS (
        SELECT at, cash * rate - lag(cash * rate, 1, 0) OVER own AS cash,
            positions_value * rate - lag(positions_value * rate, 1, 0) OVER own AS positions_value,
            (funded - lag(funded, 1, 0) OVER own) * rate AS funded
        FROM known WHERE rate IS NOT NULL AND (funded IS NOT NULL OR NOT %(with_funding)s)
        WINDOW own AS (PARTITION BY account_id ORDER BY at)
    ), total AS (
        SELECT at, sum(sum(cash)) OVER (ORDER BY at) AS cash,
            sum(sum(positions_value)) OVER (ORDER BY at) AS positions_value,
            sum(sum(funded)) OVER (ORDER BY at) AS funded
        FROM change GROUP BY at
    ), slot AS (
        SELECT DISTINCT ON (date_bin(%(step)s, at, 'epoch')) * FROM total
        ORDER BY date_bin(%(step)s, at, 'epoch'), at DESC
    ), bucketed AS (SELECT *, ntile(%(limit)s) OVER (ORDER BY at) AS bucket FROM slot)
    SELECT DISTINCT ON (bucket) at, round(cash, 18) + round(positions_value, 18), round(cash, 18),
        round(positions_value, 18), round(funded, 18)
    FROM bucketed ORDER BY bucket, at DESC
"""


class Resolution(StrEnum):
    """How far the points of a curve lie apart; AUTO takes what suits the span."""

    AUTO = "auto"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


STEPS = {
    Resolution.MINUTE: timedelta(minutes=1),
    Resolution.HOUR: timedelta(hours=1),
    Resolution.DAY: timedelta(days=1),
}
FINEST = ((timedelta(days=2), Resolution.MINUTE), (timedelta(days=60), Resolution.HOUR))
"""Up to which span AUTO takes which resolution; beyond, a day."""


def resolution_for(span: timedelta) -> Resolution:
    """What AUTO takes for a span."""
    return next((each for longest, each in FINEST if span <= longest), Resolution.DAY)


@dataclass(frozen=True, slots=True)
class EquityPoint:
    """What a set of accounts was worth in a minute of recorded time; `equity` is cash and positions.

    `funded` is what had come by then less what had gone; None where that was not recorded.
    """

    at: datetime
    equity: Decimal
    cash: Decimal
    positions_value: Decimal
    funded: Decimal | None = None


@dataclass(frozen=True, slots=True)
class EquityHistory:
    """The points of an equity curve, oldest first; `left_out` names accounts that are not in all of them, or
    with what was known of them before."""

    points: list[EquityPoint]
    currency: str = CURRENCY
    resolution: Resolution = Resolution.MINUTE
    source: str = "paper"
    left_out: Sequence[LeftOut] = ()

    @property
    def as_of(self) -> datetime | None:
        """When the last point was recorded; None where there is none."""
        return self.points[-1].at if self.points else None


def get_equity_history(
    actor: Actor,
    *,
    since: datetime,
    until: datetime,
    limit: int,
    account: Account | None = None,
    resolution: Resolution = Resolution.AUTO,
) -> EquityHistory:
    """The equity curve of all accounts that the asker sees, in USD, or of one of them in its currency.

    One point for each minute, hour or day (UTC), after that of `since` and up to `until`, in which one of
    the accounts was recorded: the sum of what each was last known to be worth, in USD at the rates of then.
    What was known before is carried forward to the minute of `since`. More than `limit` points are cut into
    so many buckets of (nearly) equal count, and the last point of each is taken, so the newest always
    stays. A closed account counts until it was closed. What is in no point, or not in all, is named.
    """
    if resolution is Resolution.AUTO:
        resolution = resolution_for(until - since)
    return _read(actor, account, since=since, until=until, limit=limit, resolution=resolution)


def get_funded_curve(
    actor: Actor, *, since: datetime, until: datetime, limit: int, account: Account | None = None
) -> EquityHistory:
    """The same by the minute, of those minutes only whose funding was recorded."""
    return _read(actor, account, since=since, until=until, limit=limit, with_funding=True)


def _read(
    actor: Actor,
    account: Account | None,
    *,
    since: datetime,
    until: datetime,
    limit: int,
    resolution: Resolution = Resolution.MINUTE,
    with_funding: bool = False,
) -> EquityHistory:
    accounts = list_accounts(actor).order_by()
    accounts = accounts.filter(id=account.id) if account is not None else accounts
    currency = account.currency if account is not None else CURRENCY
    rows = list(accounts.values_list("id", "venue"))
    parameters: dict[str, Any] = {
        "accounts": [account_id for account_id, _ in rows],
        "currency": currency,
        "since": Interval.M1.floor(since),
        "until": until,
        "limit": limit,
        "step": STEPS[resolution],
        "with_funding": with_funding,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, parameters)
        points = [EquityPoint(*row) for row in cursor.fetchall()]
    source = money_at(venue for _, venue in rows)
    return EquityHistory(points, currency, resolution, source, list_left_out(parameters))
