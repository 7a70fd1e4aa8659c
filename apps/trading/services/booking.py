"""Booking a settlement: a fixed number of set-based statements, however many fills it has."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.system.bulk import Row, array_of, copy_rows, read_rows, sent_ahead
from apps.system.ids import new_id
from apps.trading.ledger import ZERO, Movement, net_changes
from apps.trading.models import Account, Transfer
from apps.trading.settlement import BookedFill, BookedOrder, Settlement, is_fee
from apps.trading.types import LIVE

Balances = dict[tuple[UUID, str], tuple[Decimal, Decimal]]
"""(total, held) by (account, asset)."""

Accounts = dict[str, UUID]
"""The ids of accounts by their names in the ledger."""

_TRADE, _FEE = Transfer.Kind.TRADE.value, Transfer.Kind.FEE.value

_FILL = """
    id uuid, order_id uuid, account_id uuid, instrument_id bigint, side varchar, price numeric,
    quantity numeric, cost numeric, fee numeric, realised numeric, is_maker bool, market_time timestamptz,
    recorded_at timestamptz
"""
_TRANSFER = """
    id uuid, debit_id uuid, credit_id uuid, asset varchar, amount numeric, kind varchar, reference uuid,
    market_time timestamptz, recorded_at timestamptz
"""
_ORDERS = """
    UPDATE trading_order SET status = new.status, reason = new.reason, quantity = new.quantity,
        filled_quantity = new.filled, filled_cost = new.cost, fee = new.fee, held = new.held,
        worst_price = new.worst, stop_price = new.stop, peak = new.peak, ahead = new.ahead,
        triggered_at = CASE WHEN new.triggered THEN %(at)s::timestamptz ELSE triggered_at END,
        closed_at = CASE WHEN new.closed THEN %(at)s::timestamptz END
    FROM unnest(%(ids)s::uuid[], %(statuses)s::text[], %(reasons)s::text[], %(quantities)s::numeric[],
        %(filled)s::numeric[], %(costs)s::numeric[], %(fees)s::numeric[], %(held)s::numeric[],
        %(worst)s::numeric[], %(stops)s::numeric[], %(peaks)s::numeric[], %(ahead)s::numeric[],
        %(triggered)s::bool[], %(closed)s::bool[]) AS new(id, status, reason, quantity, filled, cost, fee,
        held, worst, stop, peak, ahead, triggered, closed)
    WHERE trading_order.id = new.id
"""
# What is not there yet is made afterwards: an account's first trade of an asset is rare. What is reserved of
# it then (`released` below zero) is for the exits of a bracket.
_NEW_BALANCES = """
    INSERT INTO trading_balance (account_id, asset, total, held, may_be_negative)
    SELECT new.account, new.asset, new.change, -new.released, account.kind NOT IN ('TRADING', 'VAULT')
    FROM unnest(%s::uuid[], %s::text[], %s::numeric[], %s::numeric[]) AS new(account, asset, change, released)
    JOIN trading_account AS account ON account.id = new.account
    ORDER BY 1, 2
    ON CONFLICT (account_id, asset) DO UPDATE SET total = trading_balance.total + excluded.total,
        held = trading_balance.held + excluded.held
    RETURNING account_id, asset, total, held
"""
# Rows are locked in the one order in which everybody locks them.
_BALANCES = """
    WITH new AS (
        SELECT * FROM unnest(%s::uuid[], %s::text[], %s::numeric[], %s::numeric[])
            AS new(account, asset, change, released)
    ), changed AS (
        SELECT balance.id, new.change, new.released FROM trading_balance AS balance
        JOIN new ON balance.account_id = new.account AND balance.asset = new.asset
        ORDER BY balance.account_id, balance.asset FOR UPDATE OF balance
    )
    UPDATE trading_balance SET total = total + changed.change, held = held - changed.released
    FROM changed WHERE trading_balance.id = changed.id
    RETURNING account_id, asset, total, held
"""
_POSITIONS = """
    INSERT INTO trading_position
        (account_id, instrument_id, quantity, cost, realised, fees, opened_at, updated_at)
    SELECT account, instrument, quantity, cost, realised, fees, CASE WHEN opened THEN %s::timestamptz END, %s
    FROM unnest(%s::uuid[], %s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[],
        %s::bool[]) AS new(account, instrument, quantity, cost, realised, fees, opened)
    ON CONFLICT (account_id, instrument_id) DO UPDATE SET quantity = excluded.quantity, cost = excluded.cost,
        realised = excluded.realised, fees = trading_position.fees + excluded.fees,
        opened_at = coalesce(excluded.opened_at, trading_position.opened_at),
        updated_at = excluded.updated_at
"""


def book(batch: Settlement, *, house: dict[str, Account], at: datetime) -> Balances:
    """Write a settlement in the caller's transaction; answers the balances it changed.

    `at` is market time. Each statement is sent while PostgreSQL still works on the one before.
    """
    accounts = {str(account): account for account, _ in batch.positions}
    accounts |= {name: account.id for name, account in house.items()}
    with sent_ahead() as send:
        send(_ORDERS, _order_columns(batch.orders, at))
        if batch.positions:  # something was filled
            send(_POSITIONS, _position_columns(batch, at))
        changes = _changes(batch, accounts)
        read = send(_BALANCES, _balance_columns(changes))
    if batch.positions:
        _copy_fills(batch, at)
        _copy_transfers(batch, accounts, at)
    return _read_balances(changes, read())


def _copy_fills(batch: Settlement, at: datetime) -> None:
    now = timezone.now()
    copy_rows("trading_fill", _FILL, (_fill_row(fill, at, now) for fill in batch.fills))


def _fill_row(fill: BookedFill, at: datetime, now: datetime) -> Row:
    order = fill.order
    place = (fill.id, order.id, order.account_id, order.instrument_id, order.side.value)
    return (*place, fill.price, fill.quantity, fill.cost, fill.fee, fill.realised, fill.is_maker, at, now)


def _copy_transfers(batch: Settlement, accounts: Accounts, at: datetime) -> None:
    now = timezone.now()
    rows = (
        (new_id(), accounts[each.debit], accounts[each.credit], *each[2:], _kind(each), fill_id, at, now)
        for fill_id, each in batch.movements
    )
    copy_rows("trading_transfer", _TRANSFER, rows)


def _kind(leg: Movement) -> str:
    return _FEE if is_fee(leg) else _TRADE


def _order_columns(orders: Sequence[BookedOrder], at: datetime) -> dict[str, Any]:
    stands = [_trigger_of(booked) for booked in orders]
    return {
        "at": at,
        "ids": array_of(booked.order.id for booked in orders),
        "statuses": array_of(booked.status.value for booked in orders),
        "reasons": array_of(booked.reason for booked in orders),
        "quantities": array_of(booked.quantity for booked in orders),
        "filled": array_of(booked.filled_quantity for booked in orders),
        "costs": array_of(booked.filled_cost for booked in orders),
        "fees": array_of(booked.fee for booked in orders),
        "held": array_of(booked.held for booked in orders),
        "worst": array_of(booked.outcome.worst_price for booked in orders),
        "stops": array_of(stop for stop, _ in stands),
        "peaks": array_of(peak for _, peak in stands),
        "ahead": array_of(booked.outcome.ahead for booked in orders),
        "triggered": array_of(booked.outcome.is_triggered for booked in orders),
        "closed": array_of(booked.status not in LIVE for booked in orders),
    }


def _trigger_of(booked: BookedOrder) -> tuple[Decimal | None, Decimal | None]:
    """The price and the peak of its trigger; what it was when it was reached stays."""
    trigger = booked.outcome.trigger
    return (trigger.price, trigger.peak) if trigger else (booked.order.stop_price, booked.order.peak)


def _position_columns(batch: Settlement, at: datetime) -> list[Any]:
    items = list(batch.positions.items())
    return [
        at,
        timezone.now(),
        array_of(account for (account, _), _ in items),
        array_of(instrument for (_, instrument), _ in items),
        array_of(position.after.quantity for _, position in items),
        array_of(position.after.cost for _, position in items),
        array_of(position.after.realised for _, position in items),
        array_of(position.fees for _, position in items),
        array_of(not position.before.quantity for _, position in items),
    ]


Changes = dict[tuple[UUID, str], tuple[Decimal, Decimal]]
"""By how much a total changes, and how much of it is released, by (account, asset)."""


def _changes(batch: Settlement, accounts: Accounts) -> Changes:
    net, released = net_changes(leg for _, leg in batch.movements), batch.released
    found = {(accounts[name], asset): change for (name, asset), change in net.items()}
    changes = {key: (change, released.get(key, ZERO)) for key, change in found.items()}
    return changes | {key: (ZERO, amount) for key, amount in released.items() if key not in found}


def _balance_columns(changes: Changes) -> list[str]:
    return [
        array_of(account for account, _ in changes),
        array_of(asset for _, asset in changes),
        array_of(change for change, _ in changes.values()),
        array_of(released for _, released in changes.values()),
    ]


def _read_balances(changes: Changes, rows: list[Row]) -> Balances:
    """The balances that were there, and those that were made of the rest."""
    found = {(account, asset): (total, held) for account, asset, total, held in rows}
    if len(found) == len(changes):
        return found
    missing = {key: change for key, change in changes.items() if key not in found}
    made = read_rows(_NEW_BALANCES, _balance_columns(missing))
    return found | {(account, asset): (total, held) for account, asset, total, held in made}
