"""Telling what a booked batch did: events per order, position and owner, and the results of waiting calls."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.mcp.selectors import stories_of
from apps.mcp.services import finish_calls
from apps.mcp.types import CallOutcome, CallStatus
from apps.system.correlation import correlate
from apps.system.events.catalogue import EventPayload
from apps.system.events.services import NewEvent, append_events
from apps.trading.events import (
    OrderCancelled,
    OrderFilled,
    OrderModified,
    OrderTriggered,
    PortfolioUpdated,
    PositionClosed,
    PositionOpened,
)
from apps.trading.ledger import PLACES, ZERO
from apps.trading.matching import REQUESTED
from apps.trading.serializers.results import REASONS, OrderResult
from apps.trading.services.booking import Balances
from apps.trading.settlement import BookedOrder, BookedPosition, DueOrder, Settlement, Terms
from apps.trading.types import OrderStatus, OrderType, exact_arithmetic

UNPROCESSABLE = 422


Facts = dict[str, Any]
"""A part of an event, checked with the whole: thousands of models, one by one, cost six times as much."""

Told = dict[str, Any]
"""What every event of a batch says: `market_time`, and `source`, whose money was moved."""


def announce(
    batch: Settlement, terms: dict[int, Terms], balances: Balances, at: datetime, *, source: str
) -> None:
    """Append the batch's events and finish the calls that waited for its market orders."""
    told = {"market_time": at, "source": source}
    owners = {booked.order.account_id: booked.order for booked in batch.orders}
    movers = {
        (each.order.account_id, each.order.instrument_id): each.order for each in batch.orders if each.fills
    }
    stories = stories_of({booked.order.call_id for booked in batch.orders if booked.order.call_id})
    events = [
        NewEvent(payload, booked.order.owner_id, booked.order.call_id, _story(booked.order, stories))
        for booked in batch.orders
        for payload in _of_order(booked, terms[booked.order.instrument_id], told)
    ]
    for (account_id, instrument_id), position in batch.positions.items():
        mover = movers[account_id, instrument_id]
        events += [
            NewEvent(each, mover.owner_id, mover.call_id, _story(mover, stories))
            for each in _of_position(mover, terms[instrument_id], position, told)
        ]
    with correlate():  # what several stories led to begins one of its own
        append_events([*events, *_portfolio_updates(batch, terms, balances, owners, stories, told)])
    waiting = [
        booked for booked in batch.orders if booked.order.call_id and booked.order.type is OrderType.MARKET
    ]
    finish_calls([_outcome(booked, terms[booked.order.instrument_id], at) for booked in waiting])


def _story(order: DueOrder, stories: Mapping[UUID, UUID]) -> UUID | None:
    """The story that an order belongs to: that of the call which placed it."""
    return stories.get(order.call_id) if order.call_id else None


def _only_stories(batch: Settlement, stories: Mapping[UUID, UUID]) -> dict[UUID, UUID | None]:
    """By owner, the one story that all of their orders belong to; None where there are several."""
    found: dict[UUID, set[UUID | None]] = {}
    for booked in batch.orders:
        found.setdefault(booked.order.owner_id, set()).add(_story(booked.order, stories))
    return {owner: each.pop() if len(each) == 1 else None for owner, each in found.items()}


def _of_order(booked: BookedOrder, terms: Terms, told: Told) -> Iterator[EventPayload]:
    order = booked.order
    if booked.outcome.is_triggered:
        yield _triggered(booked, terms, told)
    if booked.outcome.added and booked.status is not OrderStatus.CANCELLED:
        yield _grown(booked, terms, told)
    if booked.fills:
        yield _filled(booked, terms, told)
    if booked.status is OrderStatus.CANCELLED:
        yield OrderCancelled(
            order_id=order.id,
            account_id=order.account_id,
            agent_id=order.agent_id,
            symbol=terms.symbol,
            reason=booked.reason,
            filled_quantity=booked.filled_quantity,
            **told,
        )


def _triggered(booked: BookedOrder, terms: Terms, told: Told) -> OrderTriggered:
    order = booked.order
    waited = order.trigger
    return OrderTriggered(
        order_id=order.id,
        account_id=order.account_id,
        agent_id=order.agent_id,
        symbol=terms.symbol,
        side=order.side,
        order_type=order.type,
        stop_price=waited.price if waited else None,
        group_id=order.group_id,
        status=booked.status,
        **told,
    )


def _grown(booked: BookedOrder, terms: Terms, told: Told) -> OrderModified:
    """An exit is for what its entry has bought so far."""
    order, same = booked.order, ("account_id", "side", "limit_price", "trail_percent", "trail_amount")
    more = ("stop_price", "time_in_force", "good_till", "group_id", "link", "placed_at", "agent_id")
    return OrderModified(
        **{name: getattr(order, name) for name in (*same, *more)},
        order_id=order.id,
        symbol=terms.symbol,
        order_type=order.type,
        quantity=booked.quantity,
        filled_quantity=booked.filled_quantity,
        status=booked.status,
        keeps_place=True,
        **told,
    )


def _filled(booked: BookedOrder, terms: Terms, told: Told) -> OrderFilled:
    order = booked.order
    with exact_arithmetic():
        quantity = sum((fill.quantity for fill in booked.fills), ZERO)
        price = (sum((fill.cost for fill in booked.fills), ZERO) / quantity).quantize(PLACES)
        return OrderFilled(
            order_id=order.id,
            account_id=order.account_id,
            agent_id=order.agent_id,
            symbol=terms.symbol,
            side=order.side,
            quantity=quantity,
            price=price,
            fee=sum((fill.fee for fill in booked.fills), ZERO),
            realised=sum((fill.realised for fill in booked.fills), ZERO),
            filled_quantity=booked.filled_quantity,
            status=booked.status,
            **told,
        )


def _of_position(
    owner: DueOrder, terms: Terms, position: BookedPosition, told: Told
) -> Iterator[EventPayload]:
    if position.after.quantity and not position.before.quantity:
        yield PositionOpened(
            account_id=owner.account_id,
            agent_id=owner.agent_id,
            symbol=terms.symbol,
            quantity=position.after.quantity,
            average_price=position.after.average_price,
            **told,
        )
    if position.before.quantity and not position.after.quantity:
        yield PositionClosed(
            account_id=owner.account_id,
            agent_id=owner.agent_id,
            symbol=terms.symbol,
            realised=position.after.realised,
            **told,
        )


def _portfolio_updates(
    batch: Settlement,
    terms: dict[int, Terms],
    balances: Balances,
    owners: dict[UUID, DueOrder],
    stories: Mapping[UUID, UUID],
    told: Told,
) -> list[NewEvent]:
    changes: dict[UUID, list[Facts]] = {}
    holdings: dict[tuple[UUID, str], list[Facts]] = {}
    for (account_id, instrument_id), position in batch.positions.items():
        of = terms[instrument_id]
        holdings.setdefault((account_id, of.quote), []).append(_holding(of, position))
    for (account_id, currency), positions in holdings.items():
        owner = owners[account_id]
        cash, held = balances[account_id, currency]
        change: Facts = {
            "account_id": account_id,
            "agent_id": owner.agent_id,
            "currency": currency,
            "cash": cash,
            "held": held,
            "positions": positions,
        }
        changes.setdefault(owner.owner_id, []).append(change)
    only = _only_stories(batch, stories)
    return [
        NewEvent(
            PortfolioUpdated.model_validate({"accounts": each, **told}), owner, correlation_id=only[owner]
        )
        for owner, each in changes.items()
    ]


def _holding(terms: Terms, position: BookedPosition) -> Facts:
    after = position.after
    return {
        "symbol": terms.symbol,
        "quantity": after.quantity,
        "average_price": after.average_price,
        "realised": after.realised,
    }


def _outcome(booked: BookedOrder, terms: Terms, at: datetime) -> CallOutcome:
    """A market order that traded nothing is a refusal, so that whoever asked can correct itself; one that was
    cancelled on request is not.
    """
    call_id = booked.order.call_id
    assert call_id is not None
    if not booked.filled_quantity and booked.reason != REQUESTED:
        details = {"order_id": str(booked.order.id), "risk_score": booked.order.risk_score}
        reason = REASONS[booked.reason]
        return CallOutcome(call_id, CallStatus.REFUSED, None, booked.reason, reason, details, UNPROCESSABLE)
    return CallOutcome(call_id, CallStatus.SUCCEEDED, _result(booked, terms, at))


def _average(booked: BookedOrder) -> Decimal | None:
    if not booked.filled_quantity:
        return None
    return (booked.filled_cost / booked.filled_quantity).quantize(PLACES)


def _result(booked: BookedOrder, terms: Terms, at: datetime) -> OrderResult:
    order = booked.order
    with exact_arithmetic():
        return OrderResult(
            order_id=order.id,
            status=booked.status,
            symbol=terms.symbol,
            side=order.side,
            quantity=booked.quantity,
            executed_price=_average(booked),
            executed_quantity=booked.filled_quantity,
            fee=booked.fee,
            timestamp=at,
            reason=REASONS.get(booked.reason, booked.reason),
            code=booked.reason,
            risk_score=order.risk_score,
            order_type=order.type,
            time_in_force=order.time_in_force,
            group_id=order.group_id,
        )
