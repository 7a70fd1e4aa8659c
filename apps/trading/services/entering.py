"""Accepted orders, written as they are placed or, where they meet the market at once, as that leaves them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from time import perf_counter
from uuid import UUID

from apps.mcp.types import CallOutcome
from apps.system.access.models import Actor
from apps.system.bulk import array_of, sent_ahead
from apps.system.events.batches import News, tell_many
from apps.system.packing import NULL, Cells, copy_cells, id_cell, text_cell
from apps.trading import risk
from apps.trading.due import DueOrder
from apps.trading.events import OrderPlaced
from apps.trading.ledger import ZERO
from apps.trading.metrics import note_batch
from apps.trading.requests import OrderRequest
from apps.trading.selectors.placing import Listing, Stake
from apps.trading.services.filling import meet_market
from apps.trading.services.matching import book_batch
from apps.trading.settlement import BookedOrder
from apps.trading.types import LIVE, OrderStatus, OrderType, exact_arithmetic

# Without a fingerprint: what a market order without legs was asked for is in its columns.
_ORDER = """
    id, account_id, instrument_id, client_order_id, side, type, time_in_force, quantity, worst_price,
    risk_score, collar, call_id, status, reason, filled_quantity, filled_cost, fee, held, placed_at,
    recorded_at, closed_at
"""
_RESERVE = """
    UPDATE trading_balance SET held = trading_balance.held + new.held
    FROM unnest(%s::int8[], %s::numeric[]) AS new(id, held) WHERE trading_balance.id = new.id
"""
_NEW = {"orderType": OrderType.MARKET, "limitPrice": None, "status": OrderStatus.PENDING}


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
    began, due = perf_counter(), [_due(each, at or now) for each in orders]
    stories = {each.id: each.wanted.correlation_id for each in orders}
    met = meet_market(orders[0].stake.venue, due, stories, at) if at_once else None
    booked = {each.order.id: each for each in met.settled.orders} if met else {}
    amounts = met.amounts if met else Cells("numeric")
    copy_cells("trading_order", _ORDER, _rows(orders, due, booked, now, amounts))
    if len(booked) < len(orders):
        _reserve(each for each in orders if each.id not in booked)
    tell_many(OrderPlaced, map(_news, orders), same={**_NEW, "placedAt": at or now})
    if met is None or not booked:
        return {}
    outcomes = {outcome.call_id: outcome for outcome in book_batch(met)}
    note_batch(met.venue.slug, perf_counter() - began)
    return outcomes


def _rows(
    orders: Sequence[Accepted],
    due: Sequence[DueOrder],
    booked: Mapping[UUID, BookedOrder],
    now: datetime,
    amounts: Cells,
) -> Iterator[tuple[bytes, ...]]:
    """The orders as rows: as they are once those that met the market are booked."""
    words, scores = Cells("varchar"), Cells("int2")
    instruments, times = Cells("int8"), Cells("timestamptz")
    market = words[OrderType.MARKET.value]
    for accepted, order in zip(orders, due, strict=True):
        status, reason, filled, cost, fee, held = _state(order, booked.get(order.id))
        yield (
            id_cell(order.id),
            id_cell(order.account_id),
            instruments[order.instrument_id],
            text_cell(accepted.wanted.request.client_order_id),
            words[order.side.value],
            market,
            words[order.time_in_force.value],
            amounts[order.quantity],
            amounts[order.worst_price],
            scores[order.risk_score],
            amounts[order.collar],
            id_cell(order.call_id),
            words[status.value],
            words[reason],
            amounts[filled],
            amounts[cost],
            amounts[fee],
            amounts[held],
            times[order.placed_at],
            times[now],
            NULL if status in LIVE else times[order.placed_at],
        )


def _state(
    order: DueOrder, booked: BookedOrder | None
) -> tuple[OrderStatus, str, Decimal, Decimal, Decimal, Decimal]:
    if booked is None:
        return order.status, "", ZERO, ZERO, ZERO, order.held
    amounts = (booked.filled_quantity, booked.filled_cost, booked.fee, booked.held)
    return booked.status, booked.reason, *amounts


def _reserve(orders: Iterable[Accepted]) -> None:
    """Hold what orders may cost, by the numbers of their balances."""
    held: dict[int, Decimal] = {}
    with exact_arithmetic():
        for each in orders:
            key = each.stake.funds[each.verdict.hold_asset].id
            held[key] = held.get(key, ZERO) + each.verdict.hold
    if held:
        with sent_ahead() as send:
            send(_RESERVE, [array_of(held), array_of(held.values())])


def _due(order: Accepted, placed_at: datetime) -> DueOrder:
    """The order as the market meets it."""
    wanted, asked, verdict = order.wanted, order.wanted.request, order.verdict
    return DueOrder(
        id=order.id,
        account_id=order.stake.account_id,
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


def _news(order: Accepted) -> News:
    actor, asked = order.wanted.actor, order.wanted.request
    facts = {
        "orderId": order.id,
        "accountId": order.stake.account_id,
        "agentId": actor.id if actor.kind == Actor.Kind.AGENT else None,
        "symbol": asked.symbol,
        "side": asked.side,
        "quantity": asked.quantity,
        "timeInForce": asked.time_in_force,
    }
    return News(facts, actor.owner_id, order.wanted.correlation_id)
