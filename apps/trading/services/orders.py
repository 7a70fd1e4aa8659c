"""Placing and cancelling orders. Filling them is the matching writer's."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from apps.system.controls.reading import read_setting
from apps.system.controls.services import guard_new_risk
from apps.system.errors import Conflict
from apps.system.events.services import append_event
from apps.trading import risk, settings
from apps.trading.errors import AccountRefused, RiskRefused
from apps.trading.events import OrderPlaced
from apps.trading.ledger import ZERO
from apps.trading.market.sources import source_for
from apps.trading.market.types import Quote
from apps.trading.metrics import count_order
from apps.trading.models import Account, Balance, Instrument, Order, Position, Venue
from apps.trading.selectors.live import is_live
from apps.trading.selectors.orders import list_live_orders
from apps.trading.selectors.venues import get_instrument
from apps.trading.services.accounts import lock_balances
from apps.trading.services.live.queueing import check_live, queue_order
from apps.trading.services.wake import wake_market
from apps.trading.types import OrderStatus, OrderType, Side, TimeInForce, exact_arithmetic

REPLAY_STALE_AFTER = 3600.0


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """An order as it is asked for; `client_order_id` makes asking twice harmless.

    One that is `reduce_only` closes a part of what is held, or is refused; it passes the kill switch and the
    limits that keep risk from growing.
    """

    symbol: str
    side: Side
    quantity: Decimal
    client_order_id: str
    order_type: OrderType = OrderType.MARKET
    limit_price: Decimal | None = None
    time_in_force: TimeInForce = TimeInForce.GTC
    reduce_only: bool = False


@transaction.atomic
def place_order(
    *, account: Account, request: OrderRequest, now: datetime, call_id: UUID | None = None
) -> Order:
    """Check risk, reserve funds, insert the order and wake the venue's matching writer.

    The same `client_order_id` again answers the order it made. Raises Halted, UnknownSymbol, RiskRefused
    (its code names the rule), AccountRefused, and Conflict where the id was used for another order.
    """
    if not request.reduce_only:
        guard_new_risk(account.actor.lineage)
    venue = _venue_of(account)
    instrument = get_instrument(venue, request.symbol)
    _check_currency(account, instrument)
    balances = {row.asset: row for row in lock_balances([account.id], [instrument.base, instrument.quote])}
    if known := Order.objects.filter(account=account, client_order_id=request.client_order_id).first():
        return _same_order(known, instrument, request)
    _check_open(account, request)
    if is_live(venue):
        check_live(account, request.order_type, request.time_in_force)
    if request.reduce_only:
        _check_reduces(account, instrument, request)
    market_time = source_for(venue).market_time(now)
    verdict = _assess(account, instrument, request, balances, market_time)
    order = _insert(account, instrument, request, verdict, market_time or now, call_id)
    _reserve(balances[verdict.hold_asset], verdict.hold)
    append_event(_placed(order), audience=account.actor.owner_id)
    count_order(venue.slug, order.status)
    if is_live(venue):
        queue_order(order, now=now)
    transaction.on_commit(lambda: wake_market(venue.slug), robust=True)
    return order


def _venue_of(account: Account) -> Venue:
    if account.venue is None:
        raise AccountRefused("The account trades on no venue.", code="account_trades_nowhere")
    return account.venue


def _check_currency(account: Account, instrument: Instrument) -> None:
    """One currency an account: what is held of an asset is then always what one position says."""
    if instrument.quote != account.currency:
        raise AccountRefused(
            f"The account is in {account.currency}; {instrument.symbol} is paid in {instrument.quote}.",
            code="other_currency",
        )


def _check_open(account: Account, request: OrderRequest) -> None:
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


def _check_reduces(account: Account, instrument: Instrument, request: OrderRequest) -> None:
    """Nobody is short here: what reduces is a sale of no more than is held."""
    held = Position.objects.filter(account=account, instrument=instrument).values_list("quantity", flat=True)
    if request.side is not Side.SELL or request.quantity > (held.first() or ZERO):
        raise RiskRefused(
            "The order would do more than reduce what is held.",
            code="reduce_only",
            details={"risk_score": risk.FULL},
        )


def _same_order(known: Order, instrument: Instrument, request: OrderRequest) -> Order:
    asked = (instrument.id, request.side, request.order_type, request.quantity, request.limit_price)
    if asked != (known.instrument_id, known.side, known.type, known.quantity, known.limit_price):
        raise Conflict(
            f"The client order id {request.client_order_id} was used for another order.",
            code="client_order_id_reused",
        )
    return known


def _assess(
    account: Account,
    instrument: Instrument,
    request: OrderRequest,
    balances: dict[str, Balance],
    market_time: datetime | None,
) -> risk.Verdict:
    venue = _venue_of(account)
    if venue.status == Venue.Status.FINISHED:
        raise RiskRefused(
            "The recording has ended: nothing follows its last price.",
            code="stale_market",
            details={"risk_score": risk.FULL},
        )
    quote = (
        source_for(venue).quotes([instrument.symbol], market_time).get(instrument.symbol)
        if market_time
        else None
    )
    verdict = risk.assess(
        risk.Proposal(request.side, request.order_type, request.quantity, request.limit_price),
        _rules(instrument, request),
        risk.Situation(
            bid=quote.bid if quote else None,
            ask=quote.ask if quote else None,
            quote_age=_age(quote, market_time),
            free_quote=_free(balances.get(instrument.quote)),
            free_base=_free(balances.get(instrument.base)),
            open_orders=list_live_orders(account).count(),
        ),
        _limits(account, request),
    )
    if not verdict.accepted:
        details = {"risk_score": verdict.risk_score, **verdict.numbers}
        raise RiskRefused(verdict.reason, code=verdict.code, details=details)
    return verdict


def _age(quote: Quote | None, market_time: datetime | None) -> float | None:
    return (market_time - quote.as_of).total_seconds() if quote and market_time else None


def _free(balance: Balance | None) -> Decimal:
    with exact_arithmetic():
        return balance.total - balance.held if balance else ZERO


def _rules(instrument: Instrument, request: OrderRequest) -> risk.Rules:
    return risk.Rules(
        base=instrument.base,
        quote=instrument.quote,
        tick=instrument.tick_size,
        lot=instrument.lot_size,
        min_notional=ZERO if request.reduce_only else instrument.min_notional,
        taker_fee=instrument.taker_fee,
    )


def _limits(account: Account, request: OrderRequest) -> risk.Limits:
    """Recorded minutes without a trade are absent, so a replay's last price may be older."""
    lineage = account.actor.lineage
    is_replay = _venue_of(account).kind == Venue.Kind.REPLAY
    stale_after = REPLAY_STALE_AFTER if is_replay else read_setting(settings.STALE_AFTER, lineage)
    collar = read_setting(settings.PRICE_COLLAR, lineage) / 100
    if request.reduce_only:
        return replace(risk.UNLIMITED, collar=collar, stale_after=stale_after)
    return risk.Limits(
        max_order_notional=read_setting(settings.MAX_ORDER_NOTIONAL, lineage),
        max_open_orders=read_setting(settings.MAX_OPEN_ORDERS, lineage),
        collar=collar,
        stale_after=stale_after,
    )


def _insert(
    account: Account,
    instrument: Instrument,
    request: OrderRequest,
    verdict: risk.Verdict,
    placed_at: datetime,
    call_id: UUID | None,
) -> Order:
    return Order.objects.create(
        account=account,
        instrument=instrument,
        client_order_id=request.client_order_id,
        side=request.side.value,
        type=request.order_type.value,
        time_in_force=request.time_in_force.value,
        quantity=request.quantity,
        limit_price=request.limit_price,
        worst_price=verdict.worst_price,
        held=verdict.hold,
        risk_score=verdict.risk_score,
        reduce_only=request.reduce_only,
        placed_at=placed_at,
        call_id=call_id,
    )


def _reserve(balance: Balance, amount: Decimal) -> None:
    with exact_arithmetic():
        balance.held += amount
    balance.save(update_fields=["held"])


def _placed(order: Order) -> OrderPlaced:
    return OrderPlaced(
        order_id=order.id,
        account_id=order.account_id,
        agent_id=order.account.agent_id,
        symbol=order.instrument.symbol,
        side=Side(order.side),
        order_type=OrderType(order.type),
        quantity=order.quantity,
        limit_price=order.limit_price,
        time_in_force=TimeInForce(order.time_in_force),
        status=OrderStatus(order.status),
        placed_at=order.placed_at,
    )
