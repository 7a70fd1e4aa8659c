"""Booking a settlement: a fixed number of set-based statements, however many fills it has."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.system.bulk import Row, array_of, ids_of, read_rows, sent_ahead
from apps.system.packing import Cells, copy_cells, id_cell, new_id_cell
from apps.trading.ledger import ZERO, House, net_changes
from apps.trading.models import Account, Transfer
from apps.trading.settlement import BookedOrder, Settlement
from apps.trading.types import LIVE

Balances = dict[tuple[UUID, str], tuple[Decimal, Decimal]]
"""(total, held) by (account, asset)."""

_TRADE, _FEE = Transfer.Kind.TRADE.value, Transfer.Kind.FEE.value

_FILL = """
    id, order_id, account_id, instrument_id, side, price, quantity, cost, fee, realised, is_maker,
    market_time, recorded_at
"""
_TRANSFER = "id, debit_id, credit_id, asset, amount, kind, reference, market_time, recorded_at"
_ORDERS = """
    UPDATE trading_order SET status = new.status, reason = new.reason, filled_quantity = new.filled,
        filled_cost = new.cost, fee = new.fee, held = new.held,
        closed_at = CASE WHEN new.closed THEN %(at)s::timestamptz END
    FROM unnest(%(ids)s::uuid[], %(statuses)s::text[], %(reasons)s::text[], %(filled)s::numeric[],
        %(costs)s::numeric[], %(fees)s::numeric[], %(held)s::numeric[], %(closed)s::bool[])
        AS new(id, status, reason, filled, cost, fee, held, closed)
    WHERE trading_order.id = new.id
"""
_MOVED_ORDERS = """
    UPDATE trading_order SET quantity = new.quantity, worst_price = new.worst, stop_price = new.stop,
        peak = new.peak, ahead = new.ahead,
        triggered_at = CASE WHEN new.triggered THEN %(at)s::timestamptz ELSE triggered_at END
    FROM unnest(%(ids)s::uuid[], %(quantities)s::numeric[], %(worst)s::numeric[], %(stops)s::numeric[],
        %(peaks)s::numeric[], %(ahead)s::numeric[], %(triggered)s::bool[])
        AS new(id, quantity, worst, stop, peak, ahead, triggered)
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


def book(batch: Settlement, *, house: dict[str, Account], at: datetime, amounts: Cells) -> Balances:
    """Write a settlement in the caller's transaction; answers the balances it changed.

    `at` is market time. New orders have been written as the batch leaves them, with these `amounts`. Each
    statement is sent while PostgreSQL still works on the one before.
    """
    ids = {name: account.id.hex for name, account in house.items()}
    with sent_ahead() as send:
        if earlier := [] if batch.are_new else batch.orders:
            send(_ORDERS, _order_columns(earlier, at))
        if moved := [booked for booked in earlier if _is_moved(booked)]:
            send(_MOVED_ORDERS, _moved_columns(moved, at))
        if batch.positions:  # something was filled
            send(_POSITIONS, _position_columns(batch, at))
        changes = _changes(batch, ids)
        read = send(_BALANCES, _balance_columns(changes))
    if batch.positions:
        cells = _Cells(batch, house, at, amounts)
        _copy_fills(batch, cells)
        _copy_transfers(batch, cells)
    return _read_balances(changes, read())


class _Cells:
    """What the rows of a batch's fills and transfers have in common."""

    def __init__(self, batch: Settlement, house: dict[str, Account], at: datetime, amounts: Cells) -> None:
        self.words, self.amounts = Cells("varchar"), amounts
        self.instruments, self.truths, times = Cells("int8"), Cells("bool"), Cells("timestamptz")
        self.times = times[at] + times[timezone.now()]
        self.accounts = {account.hex: id_cell(account) for account, _ in batch.positions}
        self.accounts |= {name: id_cell(account.id) for name, account in house.items()}
        self.trade, self.fee = self.words[_TRADE], self.words[_FEE]


def _copy_fills(batch: Settlement, cells: _Cells) -> None:
    amounts, words = cells.amounts, cells.words
    rows = [
        (
            id_cell(fill.id),
            id_cell(fill.order.id),
            id_cell(fill.order.account_id),
            cells.instruments[fill.order.instrument_id],
            words[fill.order.side.value],
            amounts[fill.price],
            amounts[fill.quantity],
            amounts[fill.cost],
            amounts[fill.fee],
            amounts[fill.realised],
            cells.truths[fill.is_maker],
            cells.times,
        )
        for fill in batch.fills
    ]
    copy_cells("trading_fill", _FILL, rows)


def _copy_transfers(batch: Settlement, cells: _Cells) -> None:
    rows = [
        (
            new_id_cell(),
            cells.accounts[debit],
            cells.accounts[credit],
            cells.words[asset],
            cells.amounts[amount],
            cells.fee if credit == House.FEES else cells.trade,
            id_cell(fill_id),
            cells.times,
        )
        for fill_id, (debit, credit, asset, amount) in batch.movements
    ]
    copy_cells("trading_transfer", _TRANSFER, rows)


def _order_columns(orders: Sequence[BookedOrder], at: datetime) -> dict[str, Any]:
    return {
        "at": at,
        "ids": array_of(booked.order.id for booked in orders),
        "statuses": array_of(booked.status.value for booked in orders),
        "reasons": array_of(booked.reason for booked in orders),
        "filled": array_of(booked.filled_quantity for booked in orders),
        "costs": array_of(booked.filled_cost for booked in orders),
        "fees": array_of(booked.fee for booked in orders),
        "held": array_of(booked.held for booked in orders),
        "closed": array_of(booked.status not in LIVE for booked in orders),
    }


def _is_moved(booked: BookedOrder) -> bool:
    """Whether more of an order has changed than what it traded, reserves and stands at."""
    outcome = booked.outcome
    if outcome.added or outcome.is_triggered or outcome.trigger is not None:
        return True
    return outcome.ahead != booked.order.ahead


def _moved_columns(orders: Sequence[BookedOrder], at: datetime) -> dict[str, Any]:
    stands = [_trigger_of(booked) for booked in orders]
    return {
        "at": at,
        "ids": array_of(booked.order.id for booked in orders),
        "quantities": array_of(booked.quantity for booked in orders),
        "worst": array_of(booked.outcome.worst_price for booked in orders),
        "stops": array_of(stop for stop, _ in stands),
        "peaks": array_of(peak for _, peak in stands),
        "ahead": array_of(booked.outcome.ahead for booked in orders),
        "triggered": array_of(booked.outcome.is_triggered for booked in orders),
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


Changes = dict[tuple[str, str], tuple[Decimal, Decimal]]
"""By how much a total changes, and how much of it is released, by the text of an account's id and asset."""


def _changes(batch: Settlement, house: Mapping[str, str]) -> Changes:
    net, released = net_changes(leg for _, leg in batch.movements), batch.released
    changes = {
        (house.get(key[0], key[0]), key[1]): (change, released.get(key, ZERO)) for key, change in net.items()
    }
    return changes | {key: (ZERO, amount) for key, amount in released.items() if key not in net}


def _balance_columns(changes: Changes) -> list[Any]:
    return [
        ids_of(account for account, _ in changes),
        array_of(asset for _, asset in changes),
        array_of(change for change, _ in changes.values()),
        array_of(released for _, released in changes.values()),
    ]


def _read_balances(changes: Changes, rows: list[Row]) -> Balances:
    """The balances that were there, and those that were made of the rest."""
    if len(rows) < len(changes):
        there = {(account.hex, asset) for account, asset, _, _ in rows}
        missing = {key: change for key, change in changes.items() if key not in there}
        rows += read_rows(_NEW_BALANCES, _balance_columns(missing))
    return {(account, asset): (total, held) for account, asset, total, held in rows}
