"""Booking a settlement: a fixed number of set-based statements, however many fills it has."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from apps.system.ids import new_id
from apps.trading.ledger import ZERO, House, net_changes
from apps.trading.models import Account, Transfer
from apps.trading.settlement import BookedOrder, Settlement, is_fee
from apps.trading.types import LIVE

Balances = dict[tuple[UUID, str], tuple[Decimal, Decimal]]
"""(total, held) by (account, asset)."""

_FILLS = """
    COPY trading_fill (id, order_id, account_id, instrument_id, side, price, quantity, cost, fee, realised,
        is_maker, market_time, recorded_at) FROM STDIN
"""
_TRANSFERS = """
    COPY trading_transfer (id, debit_id, credit_id, asset, amount, kind, reference, market_time, recorded_at)
        FROM STDIN
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
_NEW_BALANCES = """
    INSERT INTO trading_balance (account_id, asset, total, held, may_be_negative)
    SELECT new.account, new.asset, 0, 0, account.kind NOT IN ('TRADING', 'VAULT')
    FROM unnest(%s::uuid[], %s::text[]) AS new(account, asset)
    JOIN trading_account account ON account.id = new.account
    ORDER BY 1, 2
    ON CONFLICT (account_id, asset) DO NOTHING
"""
_LOCK_BALANCES = """
    SELECT FROM trading_balance JOIN unnest(%s::uuid[], %s::text[]) AS wanted(account, asset)
        ON account_id = wanted.account AND trading_balance.asset = wanted.asset
    ORDER BY account_id, trading_balance.asset FOR UPDATE OF trading_balance
"""
_BALANCES = """
    UPDATE trading_balance SET total = total + new.change, held = held - new.released
    FROM unnest(%s::uuid[], %s::text[], %s::numeric[], %s::numeric[]) AS new(account, asset, change, released)
    WHERE account_id = new.account AND trading_balance.asset = new.asset
    RETURNING account_id, trading_balance.asset, total, held
"""
_POSITIONS = """
    INSERT INTO trading_position
        (account_id, instrument_id, quantity, cost, realised, fees, opened_at, updated_at)
    SELECT account, instrument, quantity, cost, realised, fees, opened, %s
    FROM unnest(%s::uuid[], %s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[],
        %s::timestamptz[]) AS new(account, instrument, quantity, cost, realised, fees, opened)
    ON CONFLICT (account_id, instrument_id) DO UPDATE SET quantity = excluded.quantity, cost = excluded.cost,
        realised = excluded.realised, fees = trading_position.fees + excluded.fees,
        opened_at = coalesce(excluded.opened_at, trading_position.opened_at),
        updated_at = excluded.updated_at
"""


def book(batch: Settlement, *, house: dict[str, Account], at: datetime) -> Balances:
    """Write a settlement in the caller's transaction; answers the balances it changed.

    `at` is market time.
    """
    with connection.cursor() as cursor:
        _copy_fills(cursor, batch, at)
        _copy_transfers(cursor, batch, house, at)
        _update_orders(cursor, batch.orders, at)
        _upsert_positions(cursor, batch, at)
        return _update_balances(cursor, batch, house)


def _copy_fills(cursor: Any, batch: Settlement, at: datetime) -> None:
    now = timezone.now()
    with cursor.copy(_FILLS) as copy:
        for fill in batch.fills:
            order = fill.order
            place = (fill.id, order.id, order.account_id, order.instrument_id, order.side.value)
            amounts = (fill.price, fill.quantity, fill.cost, fill.fee, fill.realised)
            copy.write_row((*place, *amounts, fill.is_maker, at, now))


def _copy_transfers(cursor: Any, batch: Settlement, house: dict[str, Account], at: datetime) -> None:
    now = timezone.now()
    with cursor.copy(_TRANSFERS) as copy:
        for fill_id, leg in batch.movements:
            kind = Transfer.Kind.FEE if is_fee(leg) else Transfer.Kind.TRADE
            ends = (_account(leg.debit, house), _account(leg.credit, house))
            copy.write_row((new_id(), *ends, leg.asset, leg.amount, kind.value, fill_id, at, now))


def _account(name: str, house: dict[str, Account]) -> UUID:
    return house[name].id if name in (House.MARKET, House.FEES) else UUID(name)


def _update_orders(cursor: Any, orders: Sequence[BookedOrder], at: datetime) -> None:
    stands = [_trigger_of(booked) for booked in orders]
    columns = {
        "ids": [booked.order.id for booked in orders],
        "statuses": [booked.status.value for booked in orders],
        "reasons": [booked.reason for booked in orders],
        "quantities": [booked.quantity for booked in orders],
        "filled": [booked.filled_quantity for booked in orders],
        "costs": [booked.filled_cost for booked in orders],
        "fees": [booked.fee for booked in orders],
        "held": [booked.held for booked in orders],
        "worst": [booked.outcome.worst_price for booked in orders],
        "stops": [stop for stop, _ in stands],
        "peaks": [peak for _, peak in stands],
        "ahead": [booked.outcome.ahead for booked in orders],
        "triggered": [booked.outcome.is_triggered for booked in orders],
        "closed": [booked.status not in LIVE for booked in orders],
    }
    cursor.execute(_ORDERS, {"at": at, **columns})


def _trigger_of(booked: BookedOrder) -> tuple[Decimal | None, Decimal | None]:
    """The price and the peak of its trigger; what it was when it was reached stays."""
    trigger = booked.outcome.trigger
    return (trigger.price, trigger.peak) if trigger else (booked.order.stop_price, booked.order.peak)


def _upsert_positions(cursor: Any, batch: Settlement, at: datetime) -> None:
    items = list(batch.positions.items())
    columns = [
        [account for (account, _), _ in items],
        [instrument for (_, instrument), _ in items],
        [position.after.quantity for _, position in items],
        [position.after.cost for _, position in items],
        [position.after.realised for _, position in items],
        [position.fees for _, position in items],
        [at if not position.before.quantity else None for _, position in items],
    ]
    cursor.execute(_POSITIONS, [timezone.now(), *columns])


def _update_balances(cursor: Any, batch: Settlement, house: dict[str, Account]) -> Balances:
    changes = net_changes(leg for _, leg in batch.movements)
    totals = {(_account(name, house), asset): change for (name, asset), change in changes.items()}
    keys = sorted({*totals, *batch.released})
    accounts, assets = [key[0] for key in keys], [key[1] for key in keys]
    cursor.execute(_NEW_BALANCES, [accounts, assets])
    cursor.execute(_LOCK_BALANCES, [accounts, assets])
    columns = [[totals.get(key, ZERO) for key in keys], [batch.released.get(key, ZERO) for key in keys]]
    cursor.execute(_BALANCES, [accounts, assets, *columns])
    return {(account, asset): (total, held) for account, asset, total, held in cursor.fetchall()}
