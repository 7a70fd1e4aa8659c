"""Placing orders. Filling them is the matching writer's."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from django.db import transaction

from apps.system.controls.services import guard_new_risk
from apps.system.errors import Conflict
from apps.system.events.services import append_event
from apps.system.ids import new_id
from apps.trading import risk
from apps.trading.errors import AccountRefused, RiskRefused
from apps.trading.ledger import ZERO
from apps.trading.market.sources import source_for
from apps.trading.metrics import count_order
from apps.trading.models import Account, Balance, Instrument, Order
from apps.trading.requests import OrderRequest
from apps.trading.risk import Proposal, Verdict
from apps.trading.selectors.limits import limits_of
from apps.trading.selectors.live import is_live
from apps.trading.selectors.venues import get_instrument
from apps.trading.services.accounts import lock_balances
from apps.trading.services.live.queueing import check_live, queue_order
from apps.trading.services.screening import screen, venue_of
from apps.trading.services.telling import placed
from apps.trading.services.wake import wake_market
from apps.trading.types import Link, OrderStatus, OrderType, Side, exact_arithmetic

__all__ = ["OrderRequest", "place_order"]

_TERMS = ("side", "quantity", "limit_price", "time_in_force", "good_till", "post_only", "reduce_only", "link")
_TRIGGER = ("stop_price", "trail_percent", "trail_amount")
_kept_of = attrgetter("type", *_TERMS, *_TRIGGER)
_asked_for = attrgetter("order_type", *_TERMS, *_TRIGGER)


@transaction.atomic
def place_order(
    *, account: Account, request: OrderRequest, now: datetime, call_id: UUID | None = None
) -> Order:
    """Check risk, reserve funds, insert the order with its legs and wake the venue's matching writer.

    The same `client_order_id` again answers the order it made. Raises Halted, UnknownSymbol, RiskRefused
    (its code names the rule), AccountRefused, and Conflict where the id was used for another order.
    """
    if not request.reduce_only:
        guard_new_risk(account.actor.lineage)
    venue = venue_of(account)
    instrument = get_instrument(venue, request.symbol)
    balances = {row.asset: row for row in lock_balances([account.id], [instrument.base, instrument.quote])}
    if known := Order.objects.filter(account=account, client_order_id=request.client_order_id).first():
        return _same_order(known, instrument, request)
    check_open(account, request)
    _check_combination(request)
    if is_live(venue):
        check_live(account, request)
    market_time = source_for(venue).market_time(now)
    verdict = screen(account, instrument, request, market_time, now=now)
    orders = _insert(account, instrument, request, verdict, market_time or now, call_id)
    _reserve(balances[verdict.hold_asset], verdict)
    for order in orders:
        append_event(placed(order), audience=account.actor.owner_id, causation_id=call_id)
        count_order(venue.slug, order.status)
    if is_live(venue):
        queue_order(orders[0], now=now)
    transaction.on_commit(lambda: wake_market(venue.slug), robust=True)
    return orders[0]


def check_open(account: Account, request: OrderRequest) -> None:
    """Read anew, for the account's balances are locked by now: what closes it locks them, too."""
    now = Account.objects.select_related("actor").get(id=account.id)
    if now.status != Account.Status.OPEN:
        raise AccountRefused("The account is closed.", code="account_closed")
    if now.actor.archived_at is not None:
        raise AccountRefused(f"{now.actor.name} is archived.", code="agent_archived")
    is_sale = request.side is Side.SELL and request.order_type is OrderType.MARKET
    if now.closing_since is not None and not is_sale:
        raise AccountRefused(
            "The account is being closed: it takes market sales only.", code="account_closing"
        )


def _check_combination(request: OrderRequest) -> None:
    """An order is a leg of a pair or the entry of a bracket, and what only closes opens nothing."""
    if request.is_oco and request.has_exits:
        raise _senseless("oco_with_exits", "An order is either a leg of an OCO or has exits.")
    if request.has_exits and request.reduce_only:
        raise _senseless("reduce_only", "What only closes a position has no exits.")


def _senseless(code: str, reason: str) -> RiskRefused:
    return RiskRefused(reason, code=code, details={"risk_score": 0})


def _same_order(known: Order, instrument: Instrument, request: OrderRequest) -> Order:
    """The order that was placed under the id. One without a fingerprint (a market order that was placed with
    others, or one from before there were any) is compared by its columns."""
    if known.fingerprint:
        is_same = known.fingerprint == request.fingerprint
    else:
        is_same = _kept_of(known) == _asked_for(request)
    is_same = is_same and known.instrument_id == instrument.id
    if not is_same:
        raise Conflict(
            f"The client order id {request.client_order_id} was used for another order.",
            code="client_order_id_reused",
        )
    return known


def _insert(
    account: Account,
    instrument: Instrument,
    request: OrderRequest,
    verdict: Verdict,
    placed_at: datetime,
    call_id: UUID | None,
) -> Sequence[Order]:
    """The order, which carries the reservation and the call, and after it its legs."""
    proposals, worst = (request.proposal, *request.legs), (verdict.worst_price, *verdict.legs)
    ids = sorted(new_id() for _ in proposals)
    collar = limits_of(account, venue_of(account)).collar
    orders = [
        _order(each, id=own_id, worst_price=price, group_id=ids[0] if request.link else None, collar=collar)
        for own_id, each, price in zip(ids, proposals, worst, strict=True)
    ]
    instrument.venue = venue_of(account)
    for order in orders:
        order.account, order.instrument, order.placed_at = account, instrument, placed_at
        order.client_order_id = f"{ids[0]}:{order.type}"
        order.reduce_only = request.reduce_only or order.link == Link.EXIT
    orders[0].held, orders[0].risk_score = verdict.hold, verdict.risk_score
    orders[0].call_id, orders[0].fingerprint = call_id, request.fingerprint
    orders[0].client_order_id = request.client_order_id
    return Order.objects.bulk_create(orders)


def _order(proposal: Proposal, **columns: object) -> Order:
    inactive = proposal.link is Link.EXIT
    return Order(
        side=proposal.side.value,
        type=proposal.order_type.value,
        time_in_force=proposal.time_in_force.value,
        good_till=proposal.good_till,
        quantity=proposal.quantity,
        limit_price=proposal.limit_price,
        stop_price=proposal.stop_price,
        trail_percent=proposal.trail_percent,
        trail_amount=proposal.trail_amount,
        post_only=proposal.post_only,
        link=proposal.link.value,
        status=(OrderStatus.INACTIVE if inactive else OrderStatus.PENDING).value,
        held=ZERO,
        **columns,
    )


def _reserve(balance: Balance, verdict: risk.Verdict) -> None:
    with exact_arithmetic():
        balance.held += verdict.hold
    balance.save(update_fields=["held"])
