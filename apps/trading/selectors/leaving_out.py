"""What a figure over many accounts does not have in it, and why: a sum must not hide its gaps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

MOST_NAMED = 100

# An account that stands still is recorded each quarter of an hour, and of old days one figure is kept: a
# newest figure that is older than that has been carried forward.
_ACCOUNTS = """
    SELECT account.name, account.venue_id, account.id, account.currency, known.unrated, newest.at
    FROM trading_account AS account
    LEFT JOIN LATERAL (
        SELECT count(*) AS unrated FROM trading_equity_snapshot
        WHERE account_id = account.id AND account.currency <> %(currency)s AND usd_rate IS NULL
            AND at > %(since)s AND at <= least(%(until)s, account.closed_at)
    ) AS known ON true
    LEFT JOIN LATERAL (
        SELECT at FROM trading_equity_snapshot
        WHERE account_id = account.id AND at <= %(until)s ORDER BY at DESC LIMIT 1
    ) AS newest ON true
    WHERE account.id = ANY(%(accounts)s::uuid[]) AND account.opened_at <= %(until)s
        AND coalesce(account.closed_at > %(since)s, true)
        AND (newest.at IS NULL OR known.unrated > 0 OR (account.closed_at IS NULL AND newest.at <
            least(%(until)s, now()) - CASE WHEN %(until)s > now() - interval '1 day'
                THEN interval '30 minutes' ELSE interval '25 hours' END))
    ORDER BY account.id LIMIT %(most_named)s
"""
_TRADED = """
    SELECT instrument.symbol, instrument.venue_id, instrument.quote, count(*)
    FROM trading_round_trip AS trip
    JOIN trading_instrument AS instrument ON instrument.id = trip.instrument_id
    WHERE account_id = ANY(%(accounts)s::uuid[]) AND instrument_id = ANY(%(unrated)s::bigint[]) AND (
        (ended_at >= %(since)s AND ended_at < %(until)s) OR (ended_at IS NULL AND began_at < %(until)s))
    GROUP BY instrument.id ORDER BY instrument.id LIMIT %(most_named)s
"""


class LeftOut(NamedTuple):
    """An account, or the trades of a symbol, that a figure leaves out or does not know all of, and why."""

    what: str
    venue: str
    account_id: UUID | None
    reason: str


def list_left_out(facts: Mapping[str, Any]) -> list[LeftOut]:
    """The accounts that are not in every point of an equity curve, the oldest hundred of them."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, {**facts, "most_named": MOST_NAMED})
        return [
            LeftOut(name, venue or "", key, _why(currency, facts["currency"], unrated, at))
            for name, venue, key, currency, unrated, at in cursor.fetchall()
        ]


def _why(currency: str, wanted: str, unrated: int, at: datetime | None) -> str:
    if at is None:
        return "nothing was recorded of it"
    if unrated:
        return f"{unrated} of its recorded figures had no price of {currency} in {wanted}"
    return f"nothing was recorded since {at:%Y-%m-%d %H:%M} UTC: what was known then is carried forward"


def list_unrated_trades(facts: Mapping[str, Any], currency: str) -> list[LeftOut]:
    """The symbols whose trades in a period are in no sum, for what they are paid with has no price."""
    pairs = zip(facts["instruments"], facts["rates"], strict=True)
    unrated = [instrument for instrument, rate in pairs if rate is None]
    if not unrated:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_TRADED, {**facts, "unrated": unrated, "most_named": MOST_NAMED})
        return [
            LeftOut(symbol, venue, None, f"{trips} trades: no price of {quote} in {currency}")
            for symbol, venue, quote, trips in cursor.fetchall()
        ]
