"""What the matching writer reads: due orders, depth already taken, positions."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet

from apps.system.access.models import Actor
from apps.system.bulk import array_of, read_rows
from apps.system.controls.selectors import halted_targets
from apps.system.ids import id_floor
from apps.trading.ledger import Position as Holding
from apps.trading.market.types import Outside
from apps.trading.models import Account, Order, Position, Venue
from apps.trading.selectors.reaching import ending, reached, triggered
from apps.trading.settlement import DueOrder
from apps.trading.types import LIVE, LIVE_IN_SQL, RESTING, Link, OrderStatus, OrderType, Side, TimeInForce

BATCH = 5000
NO_TIME = timedelta()
_LIVE = [status.value for status in LIVE]
_PATHS = {
    "actor_id": "account__actor_id",
    "actor_kind": "account__actor__kind",
    "owner_id": "account__actor__owner_id",
}
_COLUMNS = {"actor_id": "account.actor_id", "actor_kind": "actor.kind", "owner_id": "actor.owner_id"}
_LOCK_AND_COMPARE = """
    WITH now AS (
        SELECT id, status, filled_quantity, revision FROM trading_order
        WHERE id = ANY(%(ids)s::uuid[]) ORDER BY id FOR UPDATE
    )
    SELECT id FROM now RIGHT JOIN unnest(%(ids)s::uuid[], %(statuses)s::text[], %(filled)s::numeric[],
        %(revisions)s::int[]) AS read(id, status, filled, revision) USING (id)
    WHERE (now.status, now.filled_quantity, now.revision)
        IS DISTINCT FROM (read.status, read.filled, read.revision)
"""
_POSITIONS = """
    SELECT account_id, instrument_id, quantity, cost, realised FROM trading_position
    WHERE account_id = ANY(%s::uuid[])
"""
_STANDING = f"""
    SELECT id,
        EXISTS (SELECT FROM trading_order
            WHERE instrument_id = market.id AND status IN {tuple(each.value for each in RESTING)}),
        EXISTS (SELECT FROM trading_order
            WHERE instrument_id = market.id AND status = '{OrderStatus.WAITING.value}'),
        EXISTS (SELECT FROM trading_order
            WHERE instrument_id = market.id AND status IN {LIVE_IN_SQL} AND good_till IS NOT NULL)
        OR EXISTS (SELECT FROM trading_order
            WHERE instrument_id = market.id AND status IN {LIVE_IN_SQL} AND cancel_requested_at IS NOT NULL)
    FROM unnest(%s::bigint[]) AS market(id)
"""
# Of each market's second only what is booked since: the ids are looked at last, for there may be any number
# of later ones, and "one that is later" must not look like a quick way to find those of the second.
_TAKEN = """
    SELECT market.id, taken.side, taken.quantity
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS market(id, at)
    CROSS JOIN LATERAL (
        SELECT side, sum(quantity) FILTER (WHERE id >= %s) AS quantity FROM trading_fill
        WHERE instrument_id = market.id
            AND market_time >= market.at AND market_time < market.at + interval '1 second'
        GROUP BY side
    ) AS taken
    WHERE taken.quantity IS NOT NULL
"""
_FIELDS = tuple(_PATHS.get(name, name) for name in DueOrder._fields)
_SIDES, _TYPES, _TIMES, _STATUSES, _LINKS = (
    {word.value: word for word in words} for words in (Side, OrderType, TimeInForce, OrderStatus, Link)
)
"""Found sooner than made: an enumeration takes its time to look a word up."""

_ARRIVED = f"""
    SELECT {", ".join(_COLUMNS.get(name, f"live.{name}") for name in DueOrder._fields)}
    FROM trading_order AS live
    JOIN trading_account AS account ON account.id = live.account_id
    JOIN system_actor AS actor ON actor.id = account.actor_id
    WHERE live.instrument_id = ANY(%s::bigint[]) AND live.status = '{OrderStatus.PENDING.value}'
        AND live.placed_at <= %s
    ORDER BY live.placed_at, live.account_id, live.id LIMIT {BATCH}
"""


def list_due_orders(
    markets: Mapping[int, Outside], at: datetime, *, latency: timedelta = NO_TIME
) -> list[DueOrder]:
    """Orders that have just arrived, earliest first, and those that the market reaches, triggers or ends;
    at most a batch of each. With each come all live orders of its group.

    `markets` are the updates by instrument. An order that was placed after `at`, less the venue's latency, is
    not due yet. What rests and is halted is not read: it would only take the place of others.
    """
    arrived = read_rows(_ARRIVED, [array_of(markets), at - latency])
    found = {order.id: order for order in map(_due, arrived)}
    found |= {order.id: order for query in _stirred(markets, at, latency) for order in _due_of(query[:BATCH])}
    return [*found.values(), *list_linked(list(found.values()))]


def _stirred(markets: Mapping[int, Outside], at: datetime, latency: timedelta) -> Iterator["QuerySet[Order]"]:
    """Those that rest or wait and are concerned; where there are none of a kind, nothing is asked."""
    rows = Order.objects.filter(placed_at__lte=at - latency).order_by("placed_at", "account_id", "id")
    rested, waited, limited = _standing(markets)
    halted = halted_targets() if rested or waited else []
    free = rows.exclude(account__actor__lineage__overlap=halted, reduce_only=False) if halted else rows
    if rested:
        yield free.filter(reached(rested))
    if waited:
        yield free.filter(triggered(waited))
    if limited:
        yield rows.filter(ending(limited, at, requested_by=at - latency))


def _standing(markets: Mapping[int, Outside]) -> list[dict[int, Outside]]:
    """Those with orders that rest, that wait for a trigger, and that have an end: conditions on every market
    take long to write, and most have none of these."""
    rows = read_rows(_STANDING, [array_of(markets)])
    return [{row[0]: markets[row[0]] for row in rows if row[kind]} for kind in (1, 2, 3)]


def list_linked(orders: Sequence[DueOrder]) -> list[DueOrder]:
    """The live orders of these orders' groups that are not among them."""
    known, groups = {order.id for order in orders}, {order.group_id for order in orders} - {None}
    if not groups:
        return []
    rows = Order.objects.filter(group_id__in=groups, status__in=_LIVE).order_by("id")
    return [order for order in _due_of(rows) if order.id not in known]


def lock_group(order: Order) -> list[DueOrder]:
    """An order and its group, as far as they are live, by id; locked until the transaction ends."""
    whole = Q(id=order.id) if order.group_id is None else Q(id=order.id) | Q(group_id=order.group_id)
    rows = Order.objects.select_for_update(of=("self",)).filter(whole, status__in=_LIVE).order_by("id")
    return _due_of(rows)


def lock_live_of(account: Account, *, symbol: str | None = None) -> list[DueOrder]:
    """Live orders of an account, of one symbol where it is named, oldest first, at most one batch; locked
    until the transaction ends."""
    locked = Order.objects.select_for_update(of=("self",))
    rows = locked.filter(account=account, status__in=_LIVE).order_by("id")
    rows = rows.filter(instrument__symbol=symbol) if symbol else rows
    return _due_of(rows[:BATCH])


def list_stranded_orders(venue: Venue) -> list[DueOrder]:
    """Orders that wait for the next bar of a venue and do not rest, earliest first; at most one batch."""
    arrived = Order.objects.filter(instrument__venue=venue, status=OrderStatus.PENDING.value)
    at_once = [TimeInForce.IOC.value, TimeInForce.FOK.value]
    passing = Q(type=OrderType.MARKET.value) | Q(time_in_force__in=at_once)
    rows = arrived.filter(passing).order_by("placed_at", "account_id", "id")
    return _due_of(rows[:BATCH])


def find_due_order(order_id: UUID) -> DueOrder:
    """One order as the booking path reads it, whatever its status."""
    return _due(Order.objects.filter(id=order_id).values_list(*_FIELDS)[0])


def list_orders_under(target: Actor, limit: int, *, closing: bool = False) -> dict[Venue, list[DueOrder]]:
    """Live orders of an actor and all below it, oldest first, by venue; see `live_orders_under`."""
    rows = live_orders_under(target, closing=closing).order_by("id")
    found = rows.values_list(*_FIELDS, "instrument__venue")[:limit]
    slugs: dict[str, list[DueOrder]] = {}
    for *fields, slug in found:
        slugs.setdefault(slug, []).append(_due(fields))
    return {venue: slugs[venue.slug] for venue in Venue.objects.filter(slug__in=slugs).order_by("slug")}


def live_orders_under(target: Actor, *, closing: bool = False) -> "QuerySet[Order]":
    """Live orders of an actor and all below it that do not only close.

    With `closing` also those that do and that somebody placed: they reserve what is to be closed. A halt's
    own closing orders have no call.
    """
    live = Order.objects.filter(status__in=_LIVE)
    live = live.exclude(reduce_only=True, call_id=None) if closing else live.filter(reduce_only=False)
    return live if target.parent_id is None else live.filter(account__actor__lineage__contains=[target.id])


def open_positions_under(target: Actor) -> "QuerySet[Position]":
    """Open positions of an actor and all below it, with account, actor, venue and instrument."""
    held = Position.objects.exclude(quantity=0).filter(account__kind=Account.Kind.TRADING)
    if target.parent_id is not None:
        held = held.filter(account__actor__lineage__contains=[target.id])
    return held.select_related("account__actor", "account__venue", "instrument__venue")


def _due_of(rows: "QuerySet[Order]") -> list[DueOrder]:
    try:
        sql, parameters = rows.values_list(*_FIELDS).query.sql_with_params()
    except EmptyResultSet:  # nothing can be what is asked for
        return []
    return [_due(row) for row in read_rows(sql, parameters)]


def _due(row: Sequence[Any]) -> DueOrder:
    """The order of a row of `_FIELDS`, whose words are the fourth to the seventh, and the last."""
    side, kind, time, status = row[3:7]
    words = (_SIDES[side], _TYPES[kind], _TIMES[time], _STATUSES[status])
    return DueOrder._make((*row[:3], *words, *row[7:-1], _LINKS[row[-1]]))


def halted_actors_of(orders: Iterable[DueOrder]) -> set[UUID]:
    """The actors of orders that are halted, themselves or by one above them."""
    if not (halted := halted_targets()):
        return set()
    concerned = Actor.objects.filter(id__in={order.actor_id for order in orders}, lineage__overlap=halted)
    return set(concerned.values_list("id", flat=True))


def quantities_taken(updates: Mapping[int, datetime], *, since: datetime) -> dict[tuple[int, Side], Decimal]:
    """What earlier batches already took of each instrument's update (its second), by side.

    Only fills booked after `since` (real time) count: an earlier run of a replay took nothing of this one.
    """
    rows = read_rows(_TAKEN, [list(updates), list(updates.values()), id_floor(since)])
    return {(instrument_id, Side(side)): taken for instrument_id, side, taken in rows}


def lock_unchanged(orders: Sequence[DueOrder]) -> set[UUID]:
    """Lock orders until the transaction ends; answers those that are still as they were read.

    Where one has changed, the rest of its group is taken to have changed with it.
    """
    if not orders:
        return set()
    read = {
        "ids": array_of(order.id for order in orders),
        "statuses": array_of(order.status.value for order in orders),
        "filled": array_of(order.filled_quantity for order in orders),
        "revisions": array_of(order.revision for order in orders),
    }
    changed = {row[0] for row in read_rows(_LOCK_AND_COMPARE, read)}
    torn = {order.group_id for order in orders if order.id in changed} - {None}
    return {order.id for order in orders if order.id not in changed and order.group_id not in torn}


def positions_of(accounts: Collection[UUID]) -> dict[tuple[UUID, int], Holding]:
    """Positions of accounts, by (account, instrument). Only the matching writer changes them: no lock is
    needed."""
    rows = read_rows(_POSITIONS, [array_of(accounts)])
    return {(account, instrument): Holding(*held) for account, instrument, *held in rows}
