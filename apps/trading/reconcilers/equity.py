"""Equity figures with the ledger that they were read from."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from apps.system.reconciliation.registry import Look, Mismatch, reconciler
from apps.system.types import plain

STILL = timedelta(minutes=1)
"""A transfer this long before a snapshot's minute had committed when the snapshot was taken."""

# An account's cash is as its newest snapshot says, unless money moved about that minute or since. What it has
# of other currencies is worth something else each minute: there is nothing to hold that against.
_COMPARE = """
    WITH kept AS (
        SELECT position.account_id, instrument.base AS asset, sum(position.quantity) AS quantity
        FROM trading_position AS position
        JOIN trading_instrument AS instrument ON instrument.id = position.instrument_id
        WHERE position.quantity <> 0 GROUP BY 1, 2
    ), money AS (
        SELECT account.id AS account_id
        FROM trading_account AS account
        JOIN trading_balance AS balance ON balance.account_id = account.id
        LEFT JOIN kept ON kept.account_id = account.id AND kept.asset = balance.asset
        WHERE account.kind = 'TRADING' AND account.status = 'OPEN'
            AND CASE WHEN balance.asset = account.currency THEN kept.quantity IS NOT NULL
                ELSE balance.total <> coalesce(kept.quantity, 0) END
    )
    SELECT account.id, account.actor_id, newest.at, newest.cash, newest.equity, coalesce(balance.total, 0)
    FROM trading_account AS account
    CROSS JOIN LATERAL (
        SELECT at, cash, equity FROM trading_equity_snapshot
        WHERE account_id = account.id ORDER BY at DESC LIMIT 1
    ) AS newest
    LEFT JOIN trading_balance AS balance
        ON balance.account_id = account.id AND balance.asset = account.currency
    LEFT JOIN LATERAL (
        SELECT recorded_at FROM trading_transfer WHERE debit_id = account.id ORDER BY id DESC LIMIT 1
    ) AS went ON true
    LEFT JOIN LATERAL (
        SELECT recorded_at FROM trading_transfer WHERE credit_id = account.id ORDER BY id DESC LIMIT 1
    ) AS came ON true
    WHERE account.kind = 'TRADING' AND (
        (account.status = 'CLOSED' AND (newest.equity <> 0 OR coalesce(balance.total, 0) <> 0))
        OR (account.status = 'OPEN' AND newest.cash <> coalesce(balance.total, 0)
            AND NOT EXISTS (SELECT FROM money WHERE money.account_id = account.id)
            AND coalesce(went.recorded_at < newest.at - %(still)s::interval, true)
            AND coalesce(came.recorded_at < newest.at - %(still)s::interval, true))
    )
    ORDER BY account.id LIMIT 1000
"""


@reconciler("equity", every=300)
def compare_equity(look: Look) -> Iterator[Mismatch]:
    """An account at rest has the cash that its newest equity figure says; a closed one is worth nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM trading_account WHERE kind = 'TRADING'")
        look.checked = cursor.fetchone()[0]
        cursor.execute(_COMPARE, {"still": f"{STILL.total_seconds()} seconds"})
        rows = cursor.fetchall()
    for account_id, actor_id, at, cash, equity, total in rows:
        detail = (
            f"The equity figure of {at:%Y-%m-%d %H:%M} says {plain(cash)} in cash, {plain(equity)} in all; "
            f"the account has {plain(total)} in cash."
        )
        measured = {"cash": plain(cash), "equity": plain(equity), "balance": plain(total)}
        yield Mismatch(f"equity:{account_id}", detail, measured, actor_id)
