"""An account's ledger: every transfer that touched it, and what it then had."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from apps.trading.ledger import ZERO
from apps.trading.models import Account, Transfer, TransferNote
from apps.trading.types import exact_arithmetic

# In one statement, so that the balance and what came later are of the same moment.
_BALANCES_AT = """
    SELECT balance.asset, balance.total - coalesce((
        SELECT sum(CASE WHEN credit_id = %(account)s THEN amount ELSE -amount END) FROM trading_transfer
        WHERE (debit_id = %(account)s OR credit_id = %(account)s) AND asset = balance.asset AND id > %(id)s
    ), 0)
    FROM trading_balance AS balance
    WHERE balance.account_id = %(account)s AND balance.asset = ANY(%(assets)s)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A transfer as one account sees it: `amount` is signed, `balance` what it had of the asset after it."""

    transfer: Transfer
    amount: Decimal
    balance: Decimal
    note: TransferNote | None
    reversed_by: UUID | None


def list_transfers(account: Account, *, asset: str | None = None) -> "QuerySet[Transfer]":
    """Every transfer of an account, with both sides."""
    rows = Transfer.objects.filter(Q(debit=account) | Q(credit=account))
    rows = rows.filter(asset=asset) if asset else rows
    return rows.select_related("debit", "credit")


def enter(account: Account, newest_first: Sequence[Transfer]) -> list[Entry]:
    """Consecutive transfers of an account (all, or all of one asset), newest first, as its ledger shows them.

    Three queries. What came after the newest of them is summed, so old pages cost by what followed them.
    """
    if not newest_first:
        return []
    balances = balances_at(account, newest_first[0].id, {each.asset for each in newest_first})
    ids = [each.id for each in newest_first]
    notes = TransferNote.objects.in_bulk(ids)
    reversals = dict(TransferNote.objects.filter(reverses__in=ids).values_list("reverses", "transfer_id"))
    entries = []
    with exact_arithmetic():
        for each in newest_first:
            amount, balance = signed_amount(account, each), balances.get(each.asset, ZERO)
            entries.append(Entry(each, amount, balance, notes.get(each.id), reversals.get(each.id)))
            balances[each.asset] = balance - amount
    return entries


def balances_at(account: Account, transfer_id: UUID, assets: Collection[str]) -> dict[str, Decimal]:
    """What an account had of these assets right after a transfer."""
    facts: dict[str, Any] = {"account": account.id, "id": transfer_id, "assets": sorted(assets)}
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES_AT, facts)
        return dict(cursor.fetchall())


def signed_amount(account: Account, transfer: Transfer) -> Decimal:
    """What a transfer brought an account; below zero for what it took."""
    amount: Decimal = transfer.amount
    return amount if transfer.credit_id == account.id else -amount
