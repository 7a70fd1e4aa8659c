"""Measuring what accounts have lost: of their peak, and since the market's day began.

Kept per account while a limit on it is set, so that each look costs a few statements for any number of
accounts and never reads history. Only an account's first look reads its equity snapshots, for the peak.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Max

from apps.trading.ledger import ZERO
from apps.trading.models import Account, EquitySnapshot, LossMark
from apps.trading.selectors.valuing import VALUED, prices_for
from apps.trading.types import exact_arithmetic

_LOCK = "trading:losses"
_TO_PERCENT = Decimal("0.0001")

# Of what each account is worth now; one of which a part has no price is left out.
_MEASURE = f"""
    WITH asked AS (
        SELECT * FROM unnest(%(accounts)s::uuid[], %(peak_resets)s::timestamptz[],
            %(day_resets)s::timestamptz[]) AS w(account_id, peak_reset, day_reset)
    ), wanted AS (
        SELECT id, venue_id, currency, funded FROM trading_account WHERE id = ANY(%(accounts)s::uuid[])
    ), {VALUED}, now AS (
        SELECT valued.id, asked.peak_reset, asked.day_reset,
            valued.cash + valued.positions_value - valued.funded AS profit,
            (CASE WHEN venue.kind = 'REPLAY' THEN coalesce(venue.market_time, %(now)s)
                ELSE greatest(venue.market_time, %(now)s) END  -- an accelerated market is ahead
                AT TIME ZONE 'UTC')::date AS day
        FROM valued
        JOIN asked ON asked.account_id = valued.id
        JOIN trading_venue venue ON venue.slug = valued.venue_id
        WHERE valued.is_priced
    ), fresh AS (
        SELECT now.*, (
            SELECT max(snapshot.equity - snapshot.funded) FROM trading_equity_snapshot snapshot
            WHERE snapshot.account_id = now.id AND NOT EXISTS
                (SELECT 1 FROM trading_loss_mark mark WHERE mark.account_id = now.id)
        ) AS best
        FROM now
    )
    INSERT INTO trading_loss_mark AS mark
        (account_id, profit, peak, day, day_profit, measured_at, peak_reset_at, day_reset_at)
    SELECT id, profit, greatest(profit, best), day, profit, %(now)s, peak_reset, day_reset FROM fresh
    ON CONFLICT (account_id) DO UPDATE SET
        profit = excluded.profit,
        peak = CASE WHEN excluded.peak_reset_at > coalesce(mark.peak_reset_at, '-infinity')
            THEN excluded.profit ELSE greatest(mark.peak, excluded.profit) END,
        day = excluded.day,
        day_profit = CASE WHEN excluded.day_reset_at > coalesce(mark.day_reset_at, '-infinity')
            THEN excluded.profit WHEN excluded.day <> mark.day THEN mark.profit ELSE mark.day_profit END,
        measured_at = excluded.measured_at,
        peak_reset_at = greatest(mark.peak_reset_at, excluded.peak_reset_at),
        day_reset_at = greatest(mark.day_reset_at, excluded.day_reset_at)
    RETURNING account_id, profit, peak, day_profit,
        (SELECT funded FROM trading_account account WHERE account.id = account_id)
"""


@dataclass(frozen=True)
class Loss:
    """What an account has lost, in its currency; `base` is what a percentage is of."""

    lost: Decimal
    base: Decimal

    @property
    def percent(self) -> Decimal:
        """In percent, cut after four digits; 100 where there was nothing to lose from."""
        if self.lost <= 0:
            return ZERO
        with exact_arithmetic():
            exact = self.lost / self.base * 100 if self.base > 0 else Decimal(100)
            return exact.quantize(_TO_PERCENT, ROUND_FLOOR)


@dataclass(frozen=True)
class Losses:
    """An account's loss from its peak, and since the market's day began."""

    equity: Decimal
    drawdown: Loss
    daily: Loss


@transaction.atomic
def measure_losses(
    accounts: Sequence[UUID],
    *,
    peak_resets: Mapping[UUID, datetime],
    day_resets: Mapping[UUID, datetime],
    now: datetime,
) -> dict[UUID, Losses]:
    """Measure accounts, and keep their peaks and the figures their days began with; by account.

    A reset later than the last one begins anew from the present figure. A day of the market begins with the
    figure that was last measured before it. Accounts of which a part has no price are left out.
    """
    if not accounts:
        return {}
    prices = prices_for(Account.objects.filter(id__in=accounts), now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_LOCK])
        cursor.execute(
            _MEASURE,
            {
                "accounts": list(accounts),
                "peak_resets": [peak_resets.get(each) for each in accounts],
                "day_resets": [day_resets.get(each) for each in accounts],
                **prices,
                "now": now,
            },
        )
        return {row[0]: _losses(*row[1:]) for row in cursor.fetchall()}


def read_losses(account: Account, *, equity: Decimal, day: date) -> Losses:
    """An account's losses at this moment, from what was kept of it; keeps nothing and waits for nobody.

    Of an account that was never measured, its snapshots tell the peak, and its day begins now.
    """
    mark = LossMark.objects.filter(account=account).first()
    with exact_arithmetic():
        profit = equity - account.funded
        if mark is not None:
            began = mark.day_profit if mark.day == day else mark.profit
            return _losses(profit, max(profit, mark.peak), began, account.funded)
        snapshots = EquitySnapshot.objects.filter(account=account)
        best = snapshots.aggregate(best=Max(F("equity") - F("funded")))["best"]
        return _losses(profit, max(profit, best or profit), profit, account.funded)


def forget_losses(*, but: Collection[UUID]) -> None:
    """Forget what other accounts are measured from: nobody limits their losses any more."""
    LossMark.objects.exclude(account_id__in=list(but)).delete()


def _losses(profit: Decimal, peak: Decimal, day_profit: Decimal, funded: Decimal) -> Losses:
    with exact_arithmetic():
        return Losses(
            equity=funded + profit,
            drawdown=Loss(peak - profit, funded + peak),
            daily=Loss(day_profit - profit, funded + day_profit),
        )
