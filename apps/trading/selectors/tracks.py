"""Track records: the daily curve and the ended trades of many sets of accounts at once, in two queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from apps.trading.ledger import ZERO

CURRENCY = "USD"

_SPANS = """
    WITH span AS (
        SELECT wanted.key, account.id AS account_id, greatest(wanted.since, account.opened_at) AS begun,
            min(greatest(wanted.since, account.opened_at)) OVER (PARTITION BY wanted.key) AS whole_begun
        FROM unnest(%(keys)s::uuid[], %(accounts)s::uuid[], %(sinces)s::timestamptz[])
            AS wanted(key, account_id, since)
        JOIN trading_account AS account ON account.id = wanted.account_id
        WHERE account.opened_at <= %(until)s
    )
"""
# For each day one look into the index of each account: the cost is that of the days, not of the minutes kept.
_CURVES = (
    _SPANS
    + """
    SELECT key, moment.at, round(sum(known.equity * known.usd_rate), 18),
        round(sum(known.positions_value * known.usd_rate), 18), round(sum(known.funded * known.usd_rate), 18)
    FROM span
    CROSS JOIN LATERAL (
        SELECT whole_begun AS at
        UNION SELECT generate_series(
            date_trunc('day', whole_begun, 'UTC') + interval '1 day', %(until)s::timestamptz, interval '1 day'
        )
        UNION SELECT %(until)s::timestamptz
    ) AS moment
    CROSS JOIN LATERAL (
        SELECT equity, positions_value, funded, usd_rate FROM trading_equity_snapshot
        WHERE account_id = span.account_id AND at <= moment.at ORDER BY at DESC LIMIT 1
    ) AS known
    WHERE known.funded IS NOT NULL AND known.usd_rate IS NOT NULL
    GROUP BY key, moment.at
    ORDER BY key, moment.at
"""
)
_TRADES = (
    _SPANS
    + """
    SELECT key, count(*), count(*) FILTER (WHERE net > 0), count(*) FILTER (WHERE net < 0),
        round(coalesce(sum(net * usd_rate) FILTER (WHERE net > 0), 0), 18),
        round(coalesce(-sum(net * usd_rate) FILTER (WHERE net < 0), 0), 18),
        round(coalesce(sum(fees * usd_rate), 0), 18)
    FROM span
    CROSS JOIN LATERAL (
        SELECT usd_rate FROM trading_equity_snapshot
        WHERE account_id = span.account_id AND at <= %(until)s ORDER BY at DESC LIMIT 1
    ) AS known
    CROSS JOIN LATERAL (
        SELECT realised - fees AS net, fees FROM trading_round_trip
        WHERE account_id = span.account_id AND ended_at >= span.begun AND ended_at < %(until)s
    ) AS trip
    WHERE usd_rate IS NOT NULL
    GROUP BY key
"""
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A set of accounts to be measured together from a moment on, under a key of the asker's."""

    key: UUID
    accounts: Sequence[UUID]
    since: datetime


@dataclass(frozen=True, slots=True)
class DailyPoint:
    """What accounts were last known to be worth, in USD at the rates of then."""

    at: datetime
    equity: Decimal
    positions_value: Decimal
    funded: Decimal


@dataclass(slots=True)
class Track:
    """The first moment, each midnight (UTC) and the last moment of a curve, and the trades that ended in it.

    Amounts are USD; profits are after fees. What was worth nothing that is known has no point.
    """

    points: list[DailyPoint] = field(default_factory=list)
    trades: int = 0
    wins: int = 0
    losses: int = 0
    gross_profit: Decimal = ZERO
    gross_loss: Decimal = ZERO
    fees: Decimal = ZERO


def read_tracks(wanted: Iterable[Wanted], *, until: datetime) -> dict[UUID, Track]:
    """The track record of each set of accounts; two queries for any number of sets."""
    asked = list(wanted)
    tracks = {each.key: Track() for each in asked}
    pairs = [(each.key, account, each.since) for each in asked for account in each.accounts]
    if not pairs:
        return tracks
    keys, accounts, sinces = (list(column) for column in zip(*pairs, strict=True))
    facts: dict[str, Any] = {"keys": keys, "accounts": accounts, "sinces": sinces, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(_CURVES, facts)
        for key, *point in cursor.fetchall():
            tracks[key].points.append(DailyPoint(*point))
        cursor.execute(_TRADES, facts)
        for key, *figures in cursor.fetchall():
            _fill(tracks[key], figures)
    return tracks


def _fill(track: Track, figures: Sequence[Any]) -> None:
    track.trades, track.wins, track.losses, track.gross_profit, track.gross_loss, track.fees = figures
