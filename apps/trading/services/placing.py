"""Placing many orders at once, for fleets: as `place_order` would one after the other, in a few statements.

For market orders without legs, each of an actor on its own account on paper. The rules are the same ones
(`risk.assess`), and what an order takes of an account is counted before the account's next is judged.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from apps.system.access.models import Actor
from apps.system.bulk import Row, array_of, copy_rows
from apps.system.controls.selectors import halted_targets
from apps.system.controls.services import Halted, hold_switch
from apps.system.errors import CivalError
from apps.system.events.services import NewEvent, append_events
from apps.system.ids import new_id
from apps.trading import risk
from apps.trading.errors import AccountRefused, RiskRefused, UnknownSymbol
from apps.trading.events import OrderPlaced
from apps.trading.ledger import ZERO
from apps.trading.metrics import count_order
from apps.trading.models import Instrument
from apps.trading.requests import OrderRequest
from apps.trading.selectors.placing import Stakes, Trader, read_stakes
from apps.trading.services.wake import wake_market
from apps.trading.types import Link, OrderStatus, OrderType, exact_arithmetic

_ORDER = """
    id uuid, account_id uuid, instrument_id int8, client_order_id varchar, side varchar, type varchar,
    time_in_force varchar, quantity numeric, worst_price numeric, status varchar, reason varchar,
    filled_quantity numeric, filled_cost numeric, fee numeric, held numeric, risk_score int2,
    collar numeric, fingerprint varchar, call_id uuid, placed_at timestamptz, recorded_at timestamptz
"""
_RESERVE = """
    UPDATE trading_balance SET held = trading_balance.held + new.held
    FROM unnest(%s::uuid[], %s::text[], %s::numeric[]) AS new(account, asset, held)
    WHERE account_id = new.account AND trading_balance.asset = new.asset
"""


@dataclass(frozen=True, slots=True)
class Placing:
    """Who wants which order, in which call."""

    actor: Actor
    request: OrderRequest
    call_id: UUID
    correlation_id: UUID

    @property
    def is_plain(self) -> bool:
        """Whether it can be placed together with others."""
        asked = self.request
        return asked.order_type is OrderType.MARKET and asked.link is Link.NONE and not asked.reduce_only


Answer = UUID | CivalError | None
"""The order's id; why it was refused; or nothing, where `place_order` has to be asked for it."""


@dataclass(slots=True)
class _Accepted:
    """An order that is to be written."""

    id: UUID
    wanted: Placing
    trader: Trader
    instrument: Instrument
    verdict: risk.Verdict
    collar: Decimal
    placed_at: datetime


def place_orders(wanted: Sequence[Placing], *, now: datetime) -> list[Answer]:
    """Check risk, reserve funds, insert orders, wake their venues' writers, in the caller's transaction.

    Those of halted actors are refused; while this transaction lasts no halt takes effect.
    """
    hold_switch()
    stakes = read_stakes([each.actor for each in wanted], [each.request for each in wanted], now=now)
    halted = set(halted_targets())
    desk = _Desk(stakes, now)
    with exact_arithmetic():
        answers = [desk.answer(each, halted) for each in wanted]
    _write(desk.orders, desk.held, now)
    return answers


class _Desk:
    """Judges orders in turn, and keeps what those that it accepted took."""

    def __init__(self, stakes: Stakes, now: datetime) -> None:
        self.stakes, self.now = stakes, now
        self.orders: list[_Accepted] = []
        self.held: dict[tuple[UUID, str], Decimal] = {}

    def answer(self, wanted: Placing, halted: set[UUID]) -> Answer:
        """Accept an order, or say why not."""
        account = self.stakes.traders.get(wanted.actor.id)
        if account is None or not wanted.is_plain or not self.stakes.can_judge(account, wanted.request):
            return None
        if not halted.isdisjoint(wanted.actor.lineage):
            return Halted(f"Trading is halted for {wanted.actor.name}.")
        try:
            return self._place(account, wanted)
        except CivalError as refusal:
            return refusal

    def _place(self, account: Trader, wanted: Placing) -> UUID:
        instrument = self._instrument(account, wanted.request)
        limits = self.stakes.limits(account)
        verdict = risk.assess(
            wanted.request.proposal, _rules(instrument), self._situation(account, instrument), limits
        )
        if not verdict.accepted:
            details = {"risk_score": verdict.risk_score, **verdict.numbers}
            raise RiskRefused(verdict.reason, code=verdict.code, details=details)
        self._reserve(account, instrument, verdict)
        at = self.stakes.market_time(account) or self.now
        order = _Accepted(new_id(), wanted, account, instrument, verdict, limits.collar, at)
        self.orders.append(order)
        return order.id

    def _instrument(self, account: Trader, request: OrderRequest) -> Instrument:
        instrument = self.stakes.instruments.get((account.venue.slug, request.symbol))
        if instrument is None:
            raise UnknownSymbol(f"{account.venue.slug} has no {request.symbol}.")
        if instrument.quote != account.currency:
            raise AccountRefused(
                f"The account is in {account.currency}; {instrument.symbol} is paid in {instrument.quote}.",
                code="other_currency",
            )
        if account.actor.archived_at is not None:
            raise AccountRefused(f"{account.actor.name} is archived.", code="agent_archived")
        return instrument

    def _situation(self, account: Trader, instrument: Instrument) -> risk.Situation:
        stakes, key = self.stakes, account.id
        quote, at = stakes.quote(account, instrument.symbol), stakes.market_time(account)
        values = {each: stakes.value(account, each) for each in stakes.positions.get(key, {})}
        known = [value for value in values.values() if value is not None]
        worth, open_buys = sum(known, ZERO), stakes.open_buys.get(key, {})
        cash = stakes.total.get((key, instrument.quote), ZERO)
        return risk.Situation(
            bid=quote.bid if quote else None,
            ask=quote.ask if quote else None,
            quote_age=(at - quote.as_of).total_seconds() if quote and at else None,
            free_quote=stakes.free.get((key, instrument.quote), ZERO),
            free_base=stakes.free.get((key, instrument.base), ZERO),
            open_orders=stakes.open_orders.get(key, 0),
            position=values.get(instrument.id) or ZERO,
            open_buys=open_buys.get(instrument.id, ZERO),
            exposure=worth + sum(open_buys.values(), ZERO),
            equity=cash + worth if len(known) == len(values) else None,
            market_time=at,
        )

    def _reserve(self, account: Trader, instrument: Instrument, verdict: risk.Verdict) -> None:
        key = account.id, verdict.hold_asset
        self.held[key] = self.held.get(key, ZERO) + verdict.hold
        self.stakes.free[key] -= verdict.hold
        self.stakes.open_orders[account.id] = self.stakes.open_orders.get(account.id, 0) + 1
        if verdict.hold_asset == instrument.quote:
            buys = self.stakes.open_buys.setdefault(account.id, {})
            buys[instrument.id] = buys.get(instrument.id, ZERO) + verdict.hold


def _rules(instrument: Instrument) -> risk.Rules:
    return risk.Rules(
        base=instrument.base,
        quote=instrument.quote,
        tick=instrument.tick_size,
        lot=instrument.lot_size,
        min_notional=instrument.min_notional,
        taker_fee=instrument.taker_fee,
    )


def _write(orders: Sequence[_Accepted], held: Mapping[tuple[UUID, str], Decimal], now: datetime) -> None:
    if not orders:
        return
    copy_rows("trading_order", _ORDER, (_row(each, now) for each in orders))
    columns: list[list[Any]] = [[key[0] for key in held], [key[1] for key in held], list(held.values())]
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, list(map(array_of, columns)))
    append_events([_news(each) for each in orders])
    for venue, count in Counter(each.trader.venue.slug for each in orders).items():
        count_order(venue, OrderStatus.PENDING.value, count)
        transaction.on_commit(partial(wake_market, venue), robust=True)


def _row(order: _Accepted, now: datetime) -> Row:
    asked, verdict = order.wanted.request, order.verdict
    whose = (order.id, order.trader.id, order.instrument.id, asked.client_order_id)
    what = (asked.side.value, asked.order_type.value, asked.time_in_force.value, asked.quantity)
    state = (verdict.worst_price, OrderStatus.PENDING.value, "", ZERO, ZERO, ZERO)
    money = (verdict.hold, verdict.risk_score, order.collar)
    return (*whose, *what, *state, *money, asked.fingerprint, order.wanted.call_id, order.placed_at, now)


def _news(order: _Accepted) -> NewEvent:
    actor, asked = order.trader.actor, order.wanted.request
    payload = OrderPlaced(
        order_id=order.id,
        account_id=order.trader.id,
        agent_id=actor.id if actor.kind == Actor.Kind.AGENT else None,
        symbol=asked.symbol,
        side=asked.side,
        order_type=asked.order_type,
        quantity=asked.quantity,
        limit_price=None,
        time_in_force=asked.time_in_force,
        status=OrderStatus.PENDING,
        placed_at=order.placed_at,
    )
    return NewEvent(payload, actor.owner_id, correlation_id=order.wanted.correlation_id)
