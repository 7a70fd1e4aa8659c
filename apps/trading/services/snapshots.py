"""Recording what accounts are worth, so that an equity curve is read and never reconstructed."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from apps.system.controls.reading import read_setting
from apps.trading import settings
from apps.trading.ledger import PLACES, ZERO
from apps.trading.models import Account, EquitySnapshot
from apps.trading.selectors.live import list_live_venues, money_of
from apps.trading.selectors.portfolio import CURRENCY, rates_of
from apps.trading.selectors.valuation import find_rates
from apps.trading.selectors.valuing import VALUED, prices_for
from apps.trading.types import Interval

REPEAT_AFTER = timedelta(minutes=15)
"""An account that stands still is recorded again after this long, so that silence is not mistaken for it."""

# Cash and positions are read by one statement, so that no snapshot holds one half of a trade.
_TAKE = f"""
    WITH wanted AS (
        SELECT id, venue_id, currency, funded FROM trading_account WHERE kind = 'TRADING' AND status = 'OPEN'
    ), {VALUED}, worth AS (
        SELECT valued.*, CASE WHEN valued.currency = 'USD' THEN 1 ELSE usd.value END AS usd_rate,
            CASE WHEN venue_id = ANY(%(live)s::text[]) THEN 'live' ELSE 'paper' END AS source
        FROM valued
        LEFT JOIN unnest(%(venues)s::text[], %(currencies)s::text[], %(usd_rates)s::numeric[])
            AS usd(venue_id, currency, value) USING (venue_id, currency)
        WHERE is_priced
    )
    INSERT INTO trading_equity_snapshot
        (account_id, at, equity, cash, positions_value, funded, usd_rate, source)
    SELECT worth.id, %(minute)s, worth.cash + worth.positions_value, worth.cash, worth.positions_value,
        worth.funded, round(worth.usd_rate, 18), worth.source
    FROM worth
    LEFT JOIN LATERAL (
        SELECT at, cash, positions_value FROM trading_equity_snapshot
        WHERE account_id = worth.id ORDER BY at DESC LIMIT 1
    ) AS before ON true
    WHERE before.at IS NULL OR before.at <= %(stands_since)s
        OR (before.cash, before.positions_value) <> (worth.cash, worth.positions_value)
    ON CONFLICT (account_id, at) DO NOTHING
"""

# By account, so that each reads its own stretch of the index.
_THIN = """
    WITH old AS (
        SELECT old.id FROM trading_account AS account
        CROSS JOIN LATERAL (
            SELECT id, date_trunc('day', at, 'UTC') AS day,
                date_trunc('day', lead(at) OVER (ORDER BY at), 'UTC') AS next_day
            FROM trading_equity_snapshot WHERE account_id = account.id AND at < %(horizon)s
        ) AS old
        WHERE account.kind = 'TRADING' AND old.day = old.next_day
        LIMIT %(at_once)s
    )
    DELETE FROM trading_equity_snapshot USING old WHERE trading_equity_snapshot.id = old.id
"""
AT_ONCE = 50_000


@transaction.atomic
def take_snapshots(now: datetime) -> int:
    """Record what every open trading account is worth in the minute of `now`; answers how many were written.

    `now` is recorded time, also for accounts at a replay. Left out are accounts of which a part has no price
    in their currency, accounts that this minute knows already, and those where nothing changed within the
    last 15 minutes. The number of queries grows with the venues, not with the accounts.
    """
    accounts = Account.objects.filter(kind=Account.Kind.TRADING, status=Account.Status.OPEN)
    rates = _usd_rates(now)
    minute = Interval.M1.floor(now)
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            {
                **prices_for(accounts, now),
                "venues": [venue for venue, _ in rates],
                "currencies": [currency for _, currency in rates],
                "usd_rates": list(rates.values()),
                "live": list_live_venues(),
                "minute": minute,
                "stands_since": minute - REPEAT_AFTER,
            },
        )
        return int(cursor.rowcount)


def _usd_rates(now: datetime) -> dict[tuple[str, str], Decimal]:
    """What the currencies of open accounts are worth in USD, by venue; USD itself is left out."""
    accounts = Account.objects.filter(kind=Account.Kind.TRADING, status=Account.Status.OPEN)
    others = accounts.exclude(currency=CURRENCY).order_by().values_list("venue", "currency").distinct()
    return {key: rate for key, rate in rates_of(others, CURRENCY, now).items() if rate is not None}


def thin_snapshots(now: datetime) -> int:
    """Of each day (UTC) that is older than `equity.minutes_kept_days`, keep the last snapshot of an account.

    Answers how many went. A statement takes 50,000 at most, in a transaction of its own.
    """
    day = Interval.D1.floor(now)
    horizon = day - timedelta(days=read_setting(settings.MINUTES_KEPT))
    total, gone = 0, AT_ONCE
    while gone == AT_ONCE:
        with connection.cursor() as cursor:
            cursor.execute(_THIN, {"horizon": horizon, "at_once": AT_ONCE})
            gone = cursor.rowcount
        total += gone
    return total


def record_opening(account: Account, capital: Decimal) -> None:
    """Begin an account's curve with its capital, in the caller's transaction."""
    EquitySnapshot.objects.create(
        account=account,
        at=Interval.M1.floor(account.opened_at),
        equity=capital,
        cash=capital,
        positions_value=ZERO,
        funded=capital,
        usd_rate=_usd_rate(account, account.opened_at),
        source=money_of(account.venue),
    )


def _usd_rate(account: Account, now: datetime) -> Decimal | None:
    if account.venue is None:
        return None
    rate = find_rates([account.currency], CURRENCY, account.venue, now)[account.currency]
    return None if rate is None else rate.quantize(PLACES)


def record_closing(account: Account, now: datetime) -> None:
    """End an account's curve at nothing: what it held went back to where capital comes from.

    Replaces what the minute knew before, or sums over accounts would carry a closed one on for ever.
    """
    account.refresh_from_db(fields=["funded"])
    nothing = {"equity": ZERO, "cash": ZERO, "positions_value": ZERO, "funded": account.funded}
    nothing["source"] = money_of(account.venue)
    if (rate := _usd_rate(account, now)) is not None:
        nothing["usd_rate"] = rate
    EquitySnapshot.objects.update_or_create(account=account, at=Interval.M1.floor(now), defaults=nothing)
