"""Holding what is stated (balances, positions) against the history that it sums up (transfers, fills).

A full pass sums all of history and keeps the sums as proofs; the passes between add only what came since.
What looks wrong by a proof is summed anew from all of history before it counts, so that a transaction which
committed later than its ids say is no mismatch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from apps.system.ids import id_floor
from apps.system.reconciliation.registry import Look
from apps.trading.models import LedgerProof

SETTLED_AFTER = timedelta(minutes=10)
"""Older than this, ids are taken to be all there."""

EVERYTHING = UUID(int=0)
MOST = 1000


@dataclass(frozen=True)
class Book:
    """A history, and what is stated of it, each as SELECTs of (account_id, item, quantity, cost, fees).

    A leg of the history is the column that names its account, and its SELECT up to FROM. A stated cost that
    is null states nothing.
    """

    name: str
    table: str
    legs: Sequence[tuple[str, str]]
    stated: str


class Difference(NamedTuple):
    """An account's item as history sums it up and as it is stated."""

    account_id: UUID
    item: str
    actor_id: UUID
    quantity: Decimal
    cost: Decimal
    fees: Decimal
    stated_quantity: Decimal
    stated_cost: Decimal | None
    stated_fees: Decimal


TRANSFERS = Book(
    LedgerProof.Book.TRANSFERS,
    "trading_transfer",
    [
        (
            column,
            f"""SELECT {column}, asset, {sign}amount,
            CASE WHEN kind IN ('CAPITAL', 'DEPOSIT', 'WITHDRAWAL') THEN {sign}amount ELSE 0 END, 0""",
        )
        for column, sign in (("credit_id", ""), ("debit_id", "-"))
    ],
    """SELECT balance.account_id, balance.asset, balance.total,
        CASE WHEN account.kind = 'TRADING' AND balance.asset = account.currency THEN account.funded
            - coalesce((SELECT sum(value) FROM trading_funding_value WHERE account_id = account.id), 0) END, 0
    FROM trading_balance AS balance JOIN trading_account AS account ON account.id = balance.account_id""",
)
FILLS = Book(
    LedgerProof.Book.FILLS,
    "trading_fill",
    [
        (
            "account_id",
            """SELECT account_id, instrument_id::text, CASE side WHEN 'buy' THEN quantity ELSE -quantity END,
            CASE side WHEN 'buy' THEN cost ELSE -cost END, fee""",
        )
    ],
    """SELECT account_id, instrument_id::text, quantity, cost - realised, fees
    FROM trading_position AS stated_position""",
)

_COLUMNS = "(account_id, item, quantity, cost, fees)"
_SUMS = """
    legs {columns} AS ({legs}),
    expected AS (
        SELECT account_id, item, sum(quantity) AS quantity, sum(cost) AS cost, sum(fees) AS fees
        FROM legs GROUP BY account_id, item
    )
"""
_DIFFERENCES = """
    WITH {sums}, stated {columns} AS ({stated})
    SELECT account_id, item, account.actor_id, coalesce(expected.quantity, 0), coalesce(expected.cost, 0),
        coalesce(expected.fees, 0), coalesce(stated.quantity, 0), stated.cost, coalesce(stated.fees, 0)
    FROM expected FULL JOIN stated USING (account_id, item)
    JOIN trading_account AS account ON account.id = account_id
    WHERE ({everywhere} OR account_id = ANY(%(accounts)s))
        AND (coalesce(stated.quantity, 0) <> coalesce(expected.quantity, 0)
        OR coalesce(stated.fees, 0) <> coalesce(expected.fees, 0)
        OR coalesce(stated.cost <> coalesce(expected.cost, 0), false))
    ORDER BY account_id, item LIMIT %(most)s
"""
_PROOFS = """SELECT account_id, item, quantity, cost, fees FROM trading_ledger_proof WHERE book = %(book)s"""
_KEEP = """
    WITH {sums} INSERT INTO trading_ledger_proof (book, account_id, item, quantity, cost, fees, through)
    SELECT %(book)s, account_id, item, quantity, cost, fees, %(through)s FROM expected
    JOIN trading_account AS account ON account.id = account_id
"""


def compare_book(book: Book, look: Look) -> list[Difference]:
    """What is stated otherwise than history sums it up, at most a thousand."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({book.stated}) AS stated")
        look.checked = cursor.fetchone()[0]
    proven = LedgerProof.objects.filter(book=book.name).order_by("through").values_list("through", flat=True)
    since = None if look.is_full else proven.first()
    if since is None:
        found = _differences(book)
        _keep_proofs(book, through=id_floor(look.now - SETTLED_AFTER))
        return found
    suspects = {each.account_id for each in _differences(book, since=since)}
    return _differences(book, accounts=sorted(suspects)) if suspects else []


def _differences(
    book: Book, *, since: UUID = EVERYTHING, accounts: Sequence[UUID] | None = None
) -> list[Difference]:
    legs = _legs(book, "{account} = ANY(%(accounts)s)" if accounts is not None else "id >= %(since)s")
    statement = _DIFFERENCES.format(
        sums=_SUMS.format(
            columns=_COLUMNS, legs=legs if since == EVERYTHING else f"{legs} UNION ALL {_PROOFS}"
        ),
        columns=_COLUMNS,
        stated=book.stated,
        everywhere="true" if accounts is None else "false",
    )
    facts = {"since": since, "accounts": list(accounts or ()), "book": book.name, "most": MOST}
    return [Difference(*row) for row in _rows(statement, facts)]


def _keep_proofs(book: Book, *, through: UUID) -> None:
    LedgerProof.objects.filter(book=book.name).delete()
    sums = _SUMS.format(columns=_COLUMNS, legs=_legs(book, "id < %(through)s"))
    with connection.cursor() as cursor:
        cursor.execute(_KEEP.format(sums=sums), {"book": book.name, "through": through})


def _legs(book: Book, condition: str) -> str:
    """All legs of a book that meet a condition; `{account}` in it is the leg's account."""
    parts = [
        f"{select} FROM {book.table} WHERE {condition.format(account=account)}"
        for account, select in book.legs
    ]
    return " UNION ALL ".join(parts)


def _rows(statement: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return list(cursor.fetchall())
