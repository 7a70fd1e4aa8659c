"""What the matching writer reads: due orders, depth already taken, positions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from apps.system.access.models import Actor
from apps.system.controls.selectors import halted_targets
from apps.system.ids import id_floor
from apps.trading.ledger import Position as Holding
from apps.trading.market.types import Level, Outside
from apps.trading.models import Account, Fill, Order, Position, Venue
from apps.trading.settlement import DueOrder
from apps.trading.types import LIVE, RESTING, OrderStatus, OrderType, Side, TimeInForce

BATCH = 5000
SECOND = timedelta(seconds=1)
_FIELDS = (
    "id",
    "account_id",
    "instrument_id",
    "side",
    "type",
    "time_in_force",
    "quantity",
    "limit_price",
    "worst_price",
    "status",
    "filled_quantity",
    "filled_cost",
    "fee",
    "held",
    "risk_score",
    "call_id",
    "placed_at",
    "account__actor_id",
    "account__actor__kind",
    "account__actor__owner_id",
    "account__actor__lineage",
    "reduce_only",
)


def list_due_orders(markets: Mapping[int, Outside], at: datetime) -> list[DueOrder]:
    """Orders that have just arrived, earliest first, and resting ones that the market reaches; at most two
    batches.

    `markets` are the updates by instrument. An order that was placed after `at` is not due yet. What rests
    and is halted is not read: it would only take the place of others.
    """
    rows = Order.objects.filter(placed_at__lte=at).order_by("placed_at", "account_id", "id")
    arrived = rows.filter(instrument_id__in=list(markets), status=OrderStatus.PENDING.value)
    reached = Q(pk__in=[])
    for instrument_id, outside in markets.items():
        reached |= Q(instrument_id=instrument_id) & _reach(outside)
    resting = rows.filter(reached, status__in=[status.value for status in RESTING])
    if halted := halted_targets():
        resting = resting.exclude(account__actor__lineage__overlap=halted, reduce_only=False)
    return [_due(*row) for query in (arrived, resting) for row in query.values_list(*_FIELDS)[:BATCH]]


def list_stranded_orders(venue: Venue) -> list[DueOrder]:
    """Orders that wait for the next bar of a venue and do not rest, earliest first; at most one batch."""
    arrived = Order.objects.filter(instrument__venue=venue, status=OrderStatus.PENDING.value)
    passing = Q(type=OrderType.MARKET.value) | Q(time_in_force=TimeInForce.IOC.value)
    rows = arrived.filter(passing).order_by("placed_at", "account_id", "id")
    return [_due(*row) for row in rows.values_list(*_FIELDS)[:BATCH]]


def find_due_order(order_id: UUID) -> DueOrder:
    """One order as the booking path reads it, whatever its status."""
    return _due(*Order.objects.filter(id=order_id).values_list(*_FIELDS)[0])


def list_orders_under(target: Actor, limit: int) -> dict[Venue, list[DueOrder]]:
    """Live orders of an actor and all below it that do not only close, oldest first, by venue."""
    rows = live_orders_under(target).order_by("id").values_list(*_FIELDS, "instrument__venue")[:limit]
    slugs: dict[str, list[DueOrder]] = {}
    for *fields, slug in rows:
        slugs.setdefault(slug, []).append(_due(*fields))
    return {venue: slugs[venue.slug] for venue in Venue.objects.filter(slug__in=slugs).order_by("slug")}


def live_orders_under(target: Actor) -> "QuerySet[Order]":
    """Live orders of an actor and all below it that do not only close."""
    live = Order.objects.filter(status__in=[status.value for status in LIVE], reduce_only=False)
    return live if target.parent_id is None else live.filter(account__actor__lineage__contains=[target.id])


def open_positions_under(target: Actor) -> "QuerySet[Position]":
    """Open positions of an actor and all below it, with account, actor, venue and instrument."""
    held = Position.objects.exclude(quantity=0).filter(account__kind=Account.Kind.TRADING)
    if target.parent_id is not None:
        held = held.filter(account__actor__lineage__contains=[target.id])
    return held.select_related("account__actor", "account__venue", "instrument__venue")


def _reach(outside: Outside) -> Q:
    reach = Q(pk__in=[])
    if (lowest := _lowest(outside.dips_to, outside.asks)) is not None:
        reach |= Q(side=Side.BUY.value, limit_price__gte=lowest)
    if (highest := _lowest(outside.rises_to, outside.bids)) is not None:
        reach |= Q(side=Side.SELL.value, limit_price__lte=highest)
    return reach


def _lowest(reach: Decimal | None, levels: Sequence[Level]) -> Decimal | None:
    """The price that reaches resting orders: a bar's extreme, else the best level."""
    if reach is not None:
        return reach
    return levels[0].price if levels else None


def _due(*row: object) -> DueOrder:
    values = dict(zip(DueOrder.__slots__, row, strict=True))
    values["side"] = Side(str(values["side"]))
    values["type"] = OrderType(str(values["type"]))
    values["time_in_force"] = TimeInForce(str(values["time_in_force"]))
    values["status"] = OrderStatus(str(values["status"]))
    values["lineage"] = tuple(values["lineage"])  # type: ignore[arg-type]
    return DueOrder(**values)  # type: ignore[arg-type]


def quantities_taken(updates: Mapping[int, datetime], *, since: datetime) -> dict[tuple[int, Side], Decimal]:
    """What earlier batches already took of each instrument's update (its second), by side.

    Only fills booked after `since` (real time) count: an earlier run of a replay took nothing of this one.
    """
    window = Q(pk__in=[])
    for instrument_id, at in updates.items():
        window |= Q(instrument_id=instrument_id, market_time__gte=at, market_time__lt=at + SECOND)
    rows = (
        Fill.objects.filter(window, id__gte=id_floor(since))
        .values_list("instrument_id", "side")
        .annotate(taken=Sum("quantity"))
    )
    return {(instrument_id, Side(side)): taken for instrument_id, side, taken in rows}


def lock_unchanged(orders: Sequence[DueOrder]) -> set[UUID]:
    """Lock orders until the transaction ends; answers those that are still as they were read."""
    read = {order.id: (order.status.value, order.filled_quantity) for order in orders}
    rows = Order.objects.select_for_update().filter(id__in=list(read)).order_by("id")
    return {row[0] for row in rows.values_list("id", "status", "filled_quantity") if read[row[0]] == row[1:]}


def positions_of(keys: Iterable[tuple[UUID, int]]) -> dict[tuple[UUID, int], Holding]:
    """Positions by (account, instrument). Only the matching writer changes them: no lock is needed."""
    wanted = set(keys)
    rows = Position.objects.filter(account_id__in={account for account, _ in wanted})
    found = rows.values_list("account_id", "instrument_id", "quantity", "cost", "realised")
    return {(row[0], row[1]): Holding(*row[2:]) for row in found if (row[0], row[1]) in wanted}
