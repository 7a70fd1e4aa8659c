"""Placing many orders at once, for fleets: as `place_order` would one after the other, in a few statements.

For market orders without legs, each of an actor on its own account on paper, in the account's currency. The
rules are the same ones (`risk.assess`), and what an order takes of an account is counted before its next is
judged.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.mcp.types import CallOutcome
from apps.system.controls.selectors import halted_targets
from apps.system.controls.services import Halted, hold_switch
from apps.system.errors import CivalError
from apps.system.ids import new_id
from apps.trading import risk
from apps.trading.errors import AccountRefused, RiskRefused, UnknownSymbol
from apps.trading.ledger import ZERO
from apps.trading.metrics import count_order
from apps.trading.selectors.placing import Listing, Stake, Stakes, find_used, read_stakes
from apps.trading.services.entering import Accepted, Placing, enter
from apps.trading.services.wake import wake_market
from apps.trading.types import OrderStatus, exact_arithmetic

_CLIENT_ORDER = "one_client_order"
"""The constraint that keeps an account from using a client order id twice."""


class Placed(NamedTuple):
    """An order that was placed, and what its call came to where it has met the market at once."""

    id: UUID
    outcome: CallOutcome | None = None


Answer = Placed | CivalError | None
"""The order; why it was refused; or nothing, where `place_order` has to be asked for it."""


def place_orders(wanted: Sequence[Placing], *, now: datetime, at_once: bool = False) -> list[Answer]:
    """Check risk, reserve funds, insert orders, wake their venues' writers, in the caller's transaction.

    Those of halted actors are refused; while this transaction lasts no halt takes effect. `at_once` has them
    meet the market here, where that takes them and no other writer is at it.
    """
    hold_switch()
    answers: list[Answer] = [None] * len(wanted)
    plain = [place for place, each in enumerate(wanted) if each.request.is_plain]
    if plain:
        came = _place([wanted[place] for place in plain], now, at_once=at_once)
        for place, answer in zip(plain, came, strict=True):
            answers[place] = answer
    return answers


def _place(wanted: Sequence[Placing], now: datetime, *, at_once: bool) -> list[Answer]:
    """As a rule no client order id was used before; only where one turns out to be, all are looked up."""
    try:
        with transaction.atomic():
            stakes = read_stakes([each.actor for each in wanted], now=now)
            return _place_unless(set(), wanted, stakes, now, at_once=at_once)
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
    used = {places[each] for each in find_used(list(named.values()))}
    return _place_unless(used, wanted, stakes, now, at_once=at_once)


def _broken_by(error: IntegrityError) -> str | None:
    """The constraint that something to be written would break."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return None if diagnosis is None else diagnosis.constraint_name


def _place_unless(
    used: set[int], wanted: Sequence[Placing], stakes: Stakes, now: datetime, *, at_once: bool
) -> list[Answer]:
    desk = _Desk(stakes)
    with exact_arithmetic():
        answers = [None if place in used else desk.answer(each) for place, each in enumerate(wanted)]
    came: dict[UUID, CallOutcome] = {}
    for slug, orders in desk.orders.items():
        came |= enter(orders, stakes.times[slug], now, at_once=at_once)
        count_order(slug, OrderStatus.PENDING.value, len(orders))
        transaction.on_commit(partial(wake_market, slug), robust=True)
    return [
        Placed(answer, came.get(each.call_id)) if isinstance(answer, UUID) else answer
        for each, answer in zip(wanted, answers, strict=True)
    ]


class _Desk:
    """Judges orders in turn, and keeps those that it accepted, by venue."""

    def __init__(self, stakes: Stakes) -> None:
        self.stakes, self.halted = stakes, set(halted_targets())
        self.orders: dict[str, list[Accepted]] = {}

    def answer(self, wanted: Placing) -> UUID | CivalError | None:
        """Accept an order, which has its id from here on, or say why not."""
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
        order = Accepted(new_id(), wanted, stake, listing, verdict)
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
    stake.open_orders += 1
    if verdict.hold_asset == listing.rules.quote:
        buys, key = stake.open_buys, listing.instrument.id
        buys[key] = buys.get(key, ZERO) + verdict.hold
