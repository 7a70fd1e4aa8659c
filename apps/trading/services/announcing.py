"""Telling what a booked batch did: events per order, position and owner, and the results of waiting calls."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.mcp.digests import orderly
from apps.mcp.selectors import stories_of
from apps.mcp.services import finish_calls
from apps.mcp.types import CallOutcome, CallStatus
from apps.system.correlation import correlate
from apps.system.events.batches import News, Told, events_of, parts_of
from apps.system.events.catalogue import EventPayload
from apps.system.events.services import NewEvent, append_events
from apps.system.events.spelling import spelt_each, with_list
from apps.system.types import wire_name
from apps.trading.events import (
    OrderCancelled,
    OrderFilled,
    OrderModified,
    OrderTriggered,
    PortfolioUpdated,
    PositionClosed,
    PositionOpened,
)
from apps.trading.ledger import ZERO, average_of
from apps.trading.matching import REQUESTED
from apps.trading.serializers.results import REASONS, OrderResult
from apps.trading.services.booking import Balances
from apps.trading.settlement import BookedOrder, BookedPosition, DueOrder, Settlement, Terms
from apps.trading.types import OrderStatus, OrderType, exact_arithmetic

UNPROCESSABLE = 422


Facts = dict[str, Any]
"""What an event says, or a part of it, as `spelling` takes it: models one by one cost more."""

StoryOfEach = Sequence[UUID | None]
"""The story of each order of a batch, in their order; None where no call placed it."""


def announce(
    batch: Settlement,
    terms: dict[int, Terms],
    balances: Balances,
    at: datetime,
    *,
    source: str,
    stories: Mapping[UUID, UUID],
) -> list[CallOutcome]:
    """Append the batch's events and finish the calls that waited for its market orders.

    `source` is whose money was moved. Of new orders `stories` has the story of each, by its id: their calls
    are not written yet, and what these came to is answered.
    """
    same = {"marketTime": at, "source": source}
    of_each = _stories(batch, stories)
    told = [*_of_orders(batch, terms, of_each), *_of_positions(batch, terms, of_each)]
    updates = _portfolio_updates(batch, terms, balances, _only_stories(batch, of_each), same)
    with correlate():  # what several stories led to begins one of its own
        append_events([*events_of(told, same=same), *updates])
    waited = [each for each in batch.orders if each.order.type is OrderType.MARKET and each.order.call_id]
    outcomes = _outcomes(waited, terms, at)
    if batch.are_new:
        return outcomes
    finish_calls(outcomes)
    return []


def _stories(batch: Settlement, new: Mapping[UUID, UUID]) -> StoryOfEach:
    """Those of the calls that placed the orders."""
    if batch.are_new:
        return [new[booked.order.id] for booked in batch.orders]
    calls = [booked.order.call_id for booked in batch.orders]
    written = stories_of(call for call in calls if call)
    return [call and written.get(call) for call in calls]


def _news(order: DueOrder, facts: Facts, story: UUID | None) -> News:
    return News(facts, order.owner_id, story, order.call_id)


def _only_stories(batch: Settlement, stories: StoryOfEach) -> dict[UUID, UUID | None]:
    """By owner, the one story that all of their orders belong to; None where there are several."""
    found: dict[UUID, UUID | None] = {}
    for booked, story in zip(batch.orders, stories, strict=True):
        first = found.setdefault(booked.order.owner_id, story)
        if first is not None and first is not story and first != story:
            found[booked.order.owner_id] = None
    return found


def _of_orders(batch: Settlement, terms: dict[int, Terms], stories: StoryOfEach) -> list[Told]:
    told: list[Told] = []
    with exact_arithmetic():
        for booked, story in zip(batch.orders, stories, strict=True):
            order = booked.order
            facts = {
                "orderId": order.id,
                "accountId": order.account_id,
                "agentId": order.agent_id,
                "symbol": terms[order.instrument_id].symbol,
            }
            told += [(kind, _news(order, facts | more, story)) for kind, more in _of_order(booked)]
    return told


def _of_order(booked: BookedOrder) -> Iterator[tuple[type[EventPayload], Facts]]:
    if booked.outcome.is_triggered:
        yield OrderTriggered, _triggered(booked)
    if booked.outcome.added and booked.status is not OrderStatus.CANCELLED:
        yield OrderModified, _grown(booked)
    if booked.fills:
        yield OrderFilled, _filled(booked)
    if booked.status is OrderStatus.CANCELLED:
        yield OrderCancelled, {"reason": booked.reason, "filledQuantity": booked.filled_quantity}


def _triggered(booked: BookedOrder) -> Facts:
    order, waited = booked.order, booked.order.trigger
    return {
        "side": order.side,
        "orderType": order.type,
        "stopPrice": waited.price if waited else None,
        "groupId": order.group_id,
        "status": booked.status,
    }


def _grown(booked: BookedOrder) -> Facts:
    """An exit is for what its entry has bought so far."""
    order, alike = booked.order, ("side", "limit_price", "trail_percent", "trail_amount", "stop_price")
    more = ("time_in_force", "good_till", "group_id", "link", "placed_at")
    return {wire_name(name): getattr(order, name) for name in (*alike, *more)} | {
        "orderType": order.type,
        "quantity": booked.quantity,
        "filledQuantity": booked.filled_quantity,
        "status": booked.status,
        "keepsPlace": True,
    }


def _filled(booked: BookedOrder) -> Facts:
    """What was executed in this batch, by what was in all and what had been before."""
    order, fills = booked.order, booked.fills
    quantity = booked.filled_quantity - order.filled_quantity
    return {
        "side": order.side,
        "quantity": quantity,
        "price": average_of(booked.filled_cost - order.filled_cost, quantity),
        "fee": booked.fee - order.fee,
        "realised": fills[0].realised if len(fills) == 1 else sum((fill.realised for fill in fills), ZERO),
        "filledQuantity": booked.filled_quantity,
        "status": booked.status,
    }


def _of_positions(batch: Settlement, terms: dict[int, Terms], stories: StoryOfEach) -> Iterator[Told]:
    """Of those that were opened or closed; the last order that traded has done it."""
    turned = {
        key: each
        for key, each in batch.positions.items()
        if bool(each.before.quantity) != bool(each.after.quantity)
    }
    movers = {
        key: (booked.order, story)
        for booked, story in zip(batch.orders, stories, strict=True)
        if booked.fills and (key := (booked.order.account_id, booked.order.instrument_id)) in turned
    }
    for key, position in turned.items():
        (mover, story), after = movers[key], position.after
        facts: Facts = {
            "accountId": mover.account_id,
            "agentId": mover.agent_id,
            "symbol": terms[mover.instrument_id].symbol,
        }
        if after.quantity:
            facts |= {"quantity": after.quantity, "averagePrice": after.average_price}
            yield PositionOpened, _news(mover, facts, story)
        else:
            yield PositionClosed, _news(mover, facts | {"realised": after.realised}, story)


def _portfolio_updates(
    batch: Settlement,
    terms: dict[int, Terms],
    balances: Balances,
    stories: Mapping[UUID, UUID | None],
    same: Facts,
) -> list[NewEvent]:
    """An event for each owner whose accounts traded; several for very many accounts."""
    holdings: dict[tuple[UUID, str], list[Facts]] = {}
    for (account_id, instrument_id), position in batch.positions.items():
        of = terms[instrument_id]
        holdings.setdefault((account_id, of.quote), []).append(_holding(of, position))
    traders = {booked.order.account_id: booked.order for booked in batch.orders}
    changes: dict[UUID, list[Facts]] = {}
    for (account_id, currency), positions in holdings.items():
        trader, (cash, held) = traders[account_id], balances[account_id, currency]
        change = {
            "accountId": account_id,
            "agentId": trader.agent_id,
            "currency": currency,
            "cash": cash,
            "held": held,
            "positions": positions,
        }
        changes.setdefault(trader.owner_id, []).append(change)
    return [
        NewEvent(with_list(PortfolioUpdated, same, "accounts", some), owner, correlation_id=stories[owner])
        for owner, own in changes.items()
        for some in parts_of(own)
    ]


def _holding(terms: Terms, position: BookedPosition) -> Facts:
    after = position.after
    return {
        "symbol": terms.symbol,
        "quantity": after.quantity,
        "averagePrice": after.average_price,
        "realised": after.realised,
    }


def _outcomes(orders: Sequence[BookedOrder], terms: Mapping[int, Terms], at: datetime) -> list[CallOutcome]:
    """What the calls of market orders came to.

    One that traded nothing is a refusal, so that whoever asked can correct itself; one that was cancelled on
    request is not.
    """
    refused = [each for each in orders if not each.filled_quantity and each.reason != REQUESTED]
    done = [each for each in orders if each.filled_quantity or each.reason == REQUESTED]
    facts = [_result(each, terms[each.order.instrument_id], at) for each in done]
    pairs = zip(done, spelt_each(OrderResult, facts), strict=True)
    succeeded = [CallOutcome(_call_of(each), CallStatus.SUCCEEDED, orderly(text)) for each, text in pairs]
    return [*map(_refusal, refused), *succeeded]


def _refusal(booked: BookedOrder) -> CallOutcome:
    details = {"order_id": str(booked.order.id), "risk_score": booked.order.risk_score}
    said = (booked.reason, REASONS[booked.reason], details, UNPROCESSABLE)
    return CallOutcome(_call_of(booked), CallStatus.REFUSED, None, *said)


def _call_of(booked: BookedOrder) -> UUID:
    assert booked.order.call_id is not None
    return booked.order.call_id


def _result(booked: BookedOrder, terms: Terms, at: datetime) -> Facts:
    """The fields of an `OrderResult`."""
    order = booked.order
    return {
        "order_id": order.id,
        "status": booked.status,
        "symbol": terms.symbol,
        "side": order.side,
        "quantity": booked.quantity,
        "executed_price": booked.executed_price,
        "executed_quantity": booked.filled_quantity,
        "fee": booked.fee,
        "timestamp": at,
        "reason": REASONS.get(booked.reason, booked.reason),
        "code": booked.reason,
        "risk_score": order.risk_score,
        "order_type": order.type,
        "time_in_force": order.time_in_force,
        "group_id": order.group_id,
    }
