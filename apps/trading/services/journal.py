"""Keeping the journal: fills that were booked are added to their accounts' round trips."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from apps.system.access.models import Actor
from apps.trading.journal import Execution, Trip, fold
from apps.trading.models import Account, JournalMark, RoundTrip
from apps.trading.types import Side

AT_ONCE = 5000
_FIGURES = [each.name for each in fields(Trip)]

# An account's fills are booked by one writer, one after the other, so their ids are in order.
_NEW_FILLS = """
    SELECT fill.account_id, fill.instrument_id, fill.id, fill.order_id, fill.side, fill.quantity, fill.cost,
        fill.fee, fill.realised, fill.market_time, fill.recorded_at
    FROM unnest(%(accounts)s::uuid[]) AS wanted(account_id)
    LEFT JOIN trading_journal_mark AS mark ON mark.account_id = wanted.account_id
    CROSS JOIN LATERAL (
        SELECT * FROM trading_fill WHERE account_id = wanted.account_id
            AND id > coalesce(mark.through, '00000000-0000-0000-0000-000000000000')
        ORDER BY id LIMIT %(at_once)s
    ) AS fill
    ORDER BY fill.account_id, fill.instrument_id, fill.id
"""


@transaction.atomic
def keep_journal(account_ids: Collection[UUID]) -> int:
    """Bring these accounts' journals up to their last fill; answers how many fills were new.

    Only one may do so for an account at a time. Each look takes five statements for any number of accounts,
    and at most AT_ONCE fills of each.
    """
    total = 0
    while account_ids:
        rows = _new_fills(account_ids)
        _record(rows)
        total += len(rows)
        counts = {each: 0 for each in account_ids}
        for row in rows:
            counts[row[0]] += 1
        account_ids = [each for each, count in counts.items() if count == AT_ONCE]
    return total


def _new_fills(account_ids: Collection[UUID]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_NEW_FILLS, {"accounts": sorted(set(account_ids)), "at_once": AT_ONCE})
        return list(cursor.fetchall())


def _record(rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    accounts = {row[0] for row in rows}
    held = {
        (trip.account_id, trip.instrument_id): trip
        for trip in RoundTrip.objects.filter(account__in=accounts, closed_at=None)
    }
    labels = dict(Account.objects.filter(id__in=accounts).values_list("id", "label"))
    changed: list[RoundTrip] = []
    begun: list[RoundTrip] = []
    for key, group in groupby(rows, key=lambda row: (row[0], row[1])):
        before = held.get(key)
        trips = fold([_trip(before)] if before else [], map(_execution, group))
        if before is not None:
            changed.append(_put(before, trips.pop(0)))
        begun += [_begin(key, trip, labels[key[0]]) for trip in trips]
    RoundTrip.objects.bulk_update(changed, _FIGURES, batch_size=1000)
    RoundTrip.objects.bulk_create(begun, batch_size=1000)
    _mark(rows)


def _trip(row: RoundTrip) -> Trip:
    return Trip(**{name: getattr(row, name) for name in _FIGURES})


def _execution(row: tuple[Any, ...]) -> Execution:
    order_id, side, *figures = row[3:]
    return Execution(order_id, Side(side), *figures)


def _put(row: RoundTrip, trip: Trip) -> RoundTrip:
    for name in _FIGURES:
        setattr(row, name, getattr(trip, name))
    return row


def _begin(key: tuple[UUID, int], trip: Trip, label: str) -> RoundTrip:
    return _put(RoundTrip(account_id=key[0], instrument_id=key[1], label=label), trip)


def _mark(rows: Iterable[tuple[Any, ...]]) -> None:
    through: dict[UUID, UUID] = {}
    for row in rows:
        through[row[0]] = max(row[2], through.get(row[0], row[2]))
    JournalMark.objects.bulk_create(
        [JournalMark(account_id=account, through=last) for account, last in through.items()],
        update_conflicts=True,
        unique_fields=["account"],
        update_fields=["through"],
    )


def annotate_trade(*, by: Actor, trip: RoundTrip, note: str, now: datetime) -> RoundTrip:
    """Write what there is to say of a round trip, in place of what was said before; empty takes it away."""
    trip.note, trip.noted_by, trip.noted_at = note, by.id, now
    trip.save(update_fields=["note", "noted_by", "noted_at"])
    return trip
