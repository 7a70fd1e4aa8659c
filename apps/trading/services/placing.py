"""Placing many orders at once, for fleets: as `place_order` would one after the other, in a few statements.

For market orders without legs, each of an actor on its own account on paper, in the account's currency. The
rules are the same ones (`risk.assess`), and what an order takes of an account is counted before its next is
judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.system.access.models import Actor
from apps.system.bulk import array_of, sent_ahead
from apps.system.controls.selectors import halted_targets
from apps.system.controls.services import Halted, hold_switch
from apps.system.errors import CivalError
from apps.system.events.batches import News, tell_many
from apps.system.ids import new_id
from apps.trading import risk
from apps.trading.errors import AccountRefused, RiskRefused, UnknownSymbol
from apps.trading.events import OrderPlaced
from apps.trading.ledger import ZERO
from apps.trading.metrics import count_order
from apps.trading.requests import OrderRequest
from apps.trading.selectors.placing import Funds, Listing, Stake, Stakes, find_used, read_stakes
from apps.trading.services.wake import wake_market
from apps.trading.types import OrderStatus, OrderType, exact_arithmetic

_CLIENT_ORDER = "one_client_order"
"""The constraint that keeps an account from using a client order id twice."""

# Without a fingerprint: what a market order without legs was asked for is in its columns.
_ORDERS = """
    INSERT INTO trading_order (
        id, account_id, instrument_id, client_order_id, side, type, time_in_force, quantity, worst_price,
        status, reason, filled_quantity, filled_cost, fee, held, risk_score, collar, call_id, placed_at,
        recorded_at
    )
    SELECT new.id, account, instrument, client, side, 'market', in_force, quantity, worst,
        'pending', '', 0, 0, 0, held, score, collar, call, %s, %s
    FROM unnest(%s::uuid[], %s::uuid[], %s::int8[], %s::text[], %s::text[], %s::text[], %s::numeric[],
        %s::numeric[], %s::numeric[], %s::int2[], %s::numeric[], %s::uuid[])
        AS new(id, account, instrument, client, side, in_force, quantity, worst, held, score, collar, call)
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


Answer = UUID | CivalError | None
"""The order's id; why it was refused; or nothing, where `place_order` has to be asked for it."""


@dataclass(slots=True)
class _Accepted:
    """An order that is to be written."""

    id: UUID
    wanted: Placing
    stake: Stake
    listing: Listing
    verdict: risk.Verdict


def place_orders(wanted: Sequence[Placing], *, now: datetime) -> list[Answer]:
    """Check risk, reserve funds, insert orders, wake their venues' writers, in the caller's transaction.

    Those of halted actors are refused; while this transaction lasts no halt takes effect.
    """
    hold_switch()
    answers: list[Answer] = [None] * len(wanted)
    plain = [place for place, each in enumerate(wanted) if each.request.is_plain]
    if plain:
        for place, answer in zip(plain, _place([wanted[place] for place in plain], now), strict=True):
            answers[place] = answer
    return answers


def _place(wanted: Sequence[Placing], now: datetime) -> list[Answer]:
    """As a rule no client order id was used before; only where one turns out to be, all are looked up."""
    try:
        with transaction.atomic():
            return _place_unless(set(), wanted, read_stakes([each.actor for each in wanted], now=now), now)
    except IntegrityError as error:
        if _broken_by(error) != _CLIENT_ORDER:
            raise
    stakes = read_stakes([each.actor for each in wanted], now=now)
    named = {
        place: (stakes.of[each.actor.id].account_id, each.request.client_order_id)
        for place, each in enumerate(wanted)
        if each.actor.id in stakes.of
    }
    places = list(named)
    return _place_unless({places[used] for used in find_used(list(named.values()))}, wanted, stakes, now)


def _broken_by(error: IntegrityError) -> str | None:
    """The constraint that something to be written would break."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return None if diagnosis is None else diagnosis.constraint_name


def _place_unless(used: set[int], wanted: Sequence[Placing], stakes: Stakes, now: datetime) -> list[Answer]:
    desk = _Desk(stakes)
    with exact_arithmetic():
        answers = [None if place in used else desk.answer(each) for place, each in enumerate(wanted)]
    for slug, orders in desk.orders.items():
        _write(orders, stakes.times[slug] or now, now)
        count_order(slug, OrderStatus.PENDING.value, len(orders))
        transaction.on_commit(partial(wake_market, slug), robust=True)
    return answers


class _Desk:
    """Judges orders in turn, and keeps those that it accepted, by venue."""

    def __init__(self, stakes: Stakes) -> None:
        self.stakes, self.halted = stakes, set(halted_targets())
        self.orders: dict[str, list[_Accepted]] = {}

    def answer(self, wanted: Placing) -> Answer:
        """Accept an order, or say why not."""
        stake = self.stakes.of.get(wanted.actor.id)
        if stake is None:
            return None
        listing = self.stakes.listing(stake, wanted.request.symbol)
        if not self.stakes.can_judge(stake, listing):
            return None
        try:
            return self._place(stake, listing, wanted)
        except CivalError as refusal:
            return refusal

    def _place(self, stake: Stake, listing: Listing | None, wanted: Placing) -> UUID:
        actor, slug = wanted.actor, stake.venue.slug
        if self.halted and not self.halted.isdisjoint(actor.lineage):
            raise Halted(f"Trading is halted for {actor.name}.")
        if listing is None:
            raise UnknownSymbol(f"{slug} has no {wanted.request.symbol}.")
        if actor.archived_at is not None:
            raise AccountRefused(f"{actor.name} is archived.", code="agent_archived")
        asked, situation = wanted.request, self._situation(stake, listing)
        proposal = risk.Proposal(
            asked.side, asked.order_type, asked.quantity, time_in_force=asked.time_in_force
        )
        verdict = risk.assess(proposal, listing.rules, situation, listing.limits)
        if not verdict.accepted:
            details = {"risk_score": verdict.risk_score, **verdict.numbers}
            raise RiskRefused(verdict.reason, code=verdict.code, details=details)
        _reserve(stake, listing, verdict)
        order = _Accepted(new_id(), wanted, stake, listing, verdict)
        self.orders.setdefault(slug, []).append(order)
        return order.id

    def _situation(self, stake: Stake, listing: Listing) -> risk.Situation:
        key, quote = listing.instrument.id, listing.quote
        values = self.stakes.worth(stake)
        known = [value for value in values.values() if value is not None]
        worth, cash = sum(known, ZERO), stake.funds.get(listing.rules.quote)
        base = stake.funds.get(listing.rules.base)
        return risk.Situation(
            quote.bid if quote else None,
            quote.ask if quote else None,
            listing.quote_age,
            cash.free if cash else ZERO,
            base.free if base else ZERO,
            stake.open_orders,
            values.get(key) or ZERO,
            stake.open_buys.get(key, ZERO),
            worth + sum(stake.open_buys.values(), ZERO),
            (cash.total if cash else ZERO) + worth if len(known) == len(values) else None,
            market_time=listing.market_time,
        )


def _reserve(stake: Stake, listing: Listing, verdict: risk.Verdict) -> None:
    """Take what an accepted order holds, so that the account's next one finds it gone."""
    funds = stake.funds[verdict.hold_asset]
    funds.free -= verdict.hold
    funds.reserved += verdict.hold
    stake.open_orders += 1
    if verdict.hold_asset == listing.rules.quote:
        buys, key = stake.open_buys, listing.instrument.id
        buys[key] = buys.get(key, ZERO) + verdict.hold


def _write(orders: Sequence[_Accepted], placed_at: datetime, now: datetime) -> None:
    """Store orders of a venue and what they reserve; PostgreSQL does while their news is made."""
    columns = list(map(array_of, zip(*map(_row, orders), strict=True)))
    reserved = {funds.id: funds for funds in map(_funds, orders)}
    amounts = [array_of(reserved), array_of(funds.reserved for funds in reserved.values())]
    with sent_ahead() as send:
        send(_ORDERS, [placed_at, now, *columns])
        send(_RESERVE, amounts)
        news = [_news(each, placed_at) for each in orders]
    tell_many(OrderPlaced, news)


def _funds(order: _Accepted) -> Funds:
    return order.stake.funds[order.verdict.hold_asset]


def _row(order: _Accepted) -> tuple[Any, ...]:
    asked, verdict, listing = order.wanted.request, order.verdict, order.listing
    return (
        order.id,
        order.stake.account_id,
        listing.instrument.id,
        asked.client_order_id,
        asked.side.value,
        asked.time_in_force.value,
        asked.quantity,
        verdict.worst_price,
        verdict.hold,
        verdict.risk_score,
        listing.limits.collar,
        order.wanted.call_id,
    )


def _news(order: _Accepted, placed_at: datetime) -> News:
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
