"""Accepted orders, written as they are placed or, where they meet the market at once, as that leaves them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.mcp.types import CallOutcome
from apps.system.access.models import Actor
from apps.system.bulk import array_of, sent_ahead
from apps.system.events.batches import News, tell_many
from apps.trading import risk
from apps.trading.due import DueOrder
from apps.trading.events import OrderPlaced
from apps.trading.ledger import ZERO
from apps.trading.requests import OrderRequest
from apps.trading.selectors.placing import Listing, Stake
from apps.trading.services.filling import meet_market
from apps.trading.services.matching import book_batch
from apps.trading.settlement import BookedOrder
from apps.trading.types import LIVE, OrderStatus, OrderType, exact_arithmetic

# Without a fingerprint: what a market order without legs was asked for is in its columns.
_ORDERS = """
    INSERT INTO trading_order (
        placed_at, recorded_at, closed_at, type, id, account_id, instrument_id, client_order_id, side,
        time_in_force, quantity, worst_price, risk_score, collar, call_id, status, reason, filled_quantity,
        filled_cost, fee, held
    )
    SELECT at, %s, CASE WHEN closed THEN at END, 'market', id, account, instrument, client, side, in_force,
        quantity, worst, score, collar, call, status, reason, filled, cost, fee, held
    FROM (SELECT %s::timestamptz AS at) AS market, unnest(%s::uuid[], %s::uuid[], %s::int8[], %s::text[],
        %s::text[], %s::text[], %s::numeric[], %s::numeric[], %s::int2[], %s::numeric[], %s::uuid[],
        %s::text[], %s::text[], %s::numeric[], %s::numeric[], %s::numeric[], %s::numeric[], %s::bool[])
        AS new(id, account, instrument, client, side, in_force, quantity, worst, score, collar, call,
            status, reason, filled, cost, fee, held, closed)
"""
_RESERVE = """
    UPDATE trading_balance SET held = trading_balance.held + new.held
    FROM unnest(%s::int8[], %s::numeric[]) AS new(id, held) WHERE trading_balance.id = new.id
"""


@dataclass(slots=True)
class Placing:
    """Who wants which order, in which call."""

    actor: Actor
    request: OrderRequest
    call_id: UUID
    correlation_id: UUID


@dataclass(slots=True)
class Accepted:
    """An order that is to be written."""

    id: UUID
    wanted: Placing
    stake: Stake
    listing: Listing
    verdict: risk.Verdict


def enter(
    orders: Sequence[Accepted], at: datetime | None, now: datetime, *, at_once: bool
) -> dict[UUID, CallOutcome]:
    """Write accepted orders of one venue, and book those that meet the market `at_once`; answers what their
    calls came to, by their ids.

    `at` is market time, where it has begun. In the transaction that locks what the orders are paid with.
    """
    placed_at, stories = at or now, {each.id: each.wanted.correlation_id for each in orders}
    met = None
    if at_once:
        met = meet_market(orders[0].stake.venue, [_due(each, placed_at) for each in orders], stories, at)
    _write(orders, {each.order.id: each for each in met.settled.orders} if met else {}, placed_at, now)
    return {outcome.call_id: outcome for outcome in book_batch(met)} if met else {}


def _write(
    orders: Sequence[Accepted], met: Mapping[UUID, BookedOrder], placed_at: datetime, now: datetime
) -> None:
    """Store orders of a venue, as they are once those that `met` the market are booked, and what the others
    reserve; PostgreSQL does while their news is made."""
    columns = list(map(array_of, zip(*(_row(each, met.get(each.id)) for each in orders), strict=True)))
    reserved = _reserved(each for each in orders if each.id not in met)
    with sent_ahead() as send:
        send(_ORDERS, [now, placed_at, *columns])
        if reserved:
            send(_RESERVE, [array_of(reserved), array_of(reserved.values())])
        news = [_news(each, placed_at) for each in orders]
    tell_many(OrderPlaced, news)


def _reserved(orders: Iterable[Accepted]) -> dict[int, Decimal]:
    """What orders hold of each balance, by its number."""
    held: dict[int, Decimal] = {}
    with exact_arithmetic():
        for each in orders:
            key = each.stake.funds[each.verdict.hold_asset].id
            held[key] = held.get(key, ZERO) + each.verdict.hold
    return held


def _row(order: Accepted, met: BookedOrder | None) -> tuple[Any, ...]:
    asked, verdict, listing = order.wanted.request, order.verdict, order.listing
    state: tuple[Any, ...] = (OrderStatus.PENDING.value, "", ZERO, ZERO, ZERO, verdict.hold, False)
    if met is not None:
        amounts = (met.filled_quantity, met.filled_cost, met.fee, met.held)
        state = (met.status.value, met.reason, *amounts, met.status not in LIVE)
    return (
        order.id,
        order.stake.account_id,
        listing.instrument.id,
        asked.client_order_id,
        asked.side.value,
        asked.time_in_force.value,
        asked.quantity,
        verdict.worst_price,
        verdict.risk_score,
        listing.limits.collar,
        order.wanted.call_id,
        *state,
    )


def _due(order: Accepted, placed_at: datetime) -> DueOrder:
    """The order as the market meets it."""
    wanted, asked, verdict = order.wanted, order.wanted.request, order.verdict
    return DueOrder(
        id=order.id,
        account_id=UUID(order.stake.account_id),
        instrument_id=order.listing.instrument.id,
        side=asked.side,
        type=asked.order_type,
        time_in_force=asked.time_in_force,
        status=OrderStatus.PENDING,
        filled_quantity=ZERO,
        filled_cost=ZERO,
        fee=ZERO,
        quantity=asked.quantity,
        limit_price=None,
        worst_price=verdict.worst_price,
        held=verdict.hold,
        risk_score=verdict.risk_score,
        call_id=wanted.call_id,
        placed_at=placed_at,
        actor_id=wanted.actor.id,
        actor_kind=wanted.actor.kind,
        owner_id=wanted.actor.owner_id,
        collar=order.listing.limits.collar,
    )


def _news(order: Accepted, placed_at: datetime) -> News:
    actor, asked = order.wanted.actor, order.wanted.request
    facts = {
        "order_id": order.id,
        "account_id": order.stake.account_id,
        "agent_id": actor.id if actor.kind == Actor.Kind.AGENT else None,
        "symbol": asked.symbol,
        "side": asked.side,
        "order_type": OrderType.MARKET,
        "quantity": asked.quantity,
        "limit_price": None,
        "time_in_force": asked.time_in_force,
        "status": OrderStatus.PENDING,
        "placed_at": placed_at,
    }
    return News(facts, actor.owner_id, order.wanted.correlation_id)
