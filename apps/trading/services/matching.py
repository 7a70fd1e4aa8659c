"""The matching writer: the one place where orders of a venue are filled and booked."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from apps.mcp.types import CallOutcome
from apps.system.controls.services import hold_switch
from apps.system.packing import Cells
from apps.trading.frictions import read_frictions
from apps.trading.ledger import ZERO, House
from apps.trading.market.simulated import speed_of
from apps.trading.market.sources import source_for
from apps.trading.market.types import Outside
from apps.trading.matching import NO_LIQUIDITY, Outcome, Trade, WorkingOrder, end_orders_of, match_orders
from apps.trading.metrics import count_settlement, timed_batch
from apps.trading.models import Account, Instrument, Venue
from apps.trading.selectors.accounts import get_house_account
from apps.trading.selectors.live import is_live, money_of
from apps.trading.selectors.matching import (
    BATCH,
    find_due_order,
    halted_actors_of,
    list_due_orders,
    list_linked,
    list_stranded_orders,
    lock_unchanged,
    positions_of,
    quantities_taken,
)
from apps.trading.selectors.venues import list_instruments
from apps.trading.services.announcing import announce
from apps.trading.services.booking import book
from apps.trading.settlement import DueOrder, Settlement, Terms, settle, working_order
from apps.trading.types import LIVE, OrderStatus, Side

_LEASE = "venue:"
_HOUSE = {House.MARKET: Account.Kind.MARKET, House.FEES: Account.Kind.FEES}
CLOCK_SLACK = timedelta(minutes=1)
"""How far the clocks of two machines may differ."""


@dataclass(frozen=True, slots=True)
class MatchReport:
    """What one batch did. `is_leased` is false where another process is matching the venue at this moment."""

    is_leased: bool = True
    orders: int = 0
    fills: int = 0
    may_have_more: bool = False


Stories = Mapping[UUID, UUID]
"""The story that an order belongs to, by the order's id."""

Matched = tuple[DueOrder, Terms, Outcome]
"""An order, what bears on it, and what the market made of it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What was matched and is to be booked; `stories` are those of the orders that have no row yet.

    `amounts` has those that were written already: an order's are mostly those of its fills and transfers.
    """

    venue: Venue
    at: datetime
    terms: dict[int, Terms]
    settled: Settlement
    stories: Stories = field(default_factory=dict)
    amounts: Cells = field(default_factory=partial(Cells, "numeric"))


@transaction.atomic
@timed_batch
def match_venue(venue: Venue, at: datetime, *, in_turn: bool = False) -> MatchReport:
    """Match one batch of a venue's live orders against its market at `at` (market time) and book it.

    One transaction: fills, transfers, balances, positions, orders, events and the results of waiting calls
    commit together or not at all, so an order is processed once whatever is killed. The venue's lease allows
    one writer, which `in_turn` is waited for; the kill switch's shared lock keeps a halt from returning while
    a halted actor's order is being booked.
    """
    if is_live(venue):
        return MatchReport()  # the exchange matches
    if in_turn:
        await_lease(venue.slug)
    elif not take_lease(venue.slug):
        return MatchReport(is_leased=False)
    hold_switch()
    orders, fills, due = match_due(venue, at)
    return MatchReport(True, orders, fills, may_have_more=due >= BATCH and bool(orders))


def match_due(venue: Venue, at: datetime, symbols: Collection[str] | None = None) -> tuple[int, int, int]:
    """Match and book one batch of what is due on a venue, of all symbols or these; answers how many orders
    and fills it has, and how many orders were due.

    The caller's transaction holds the venue's lease and the kill switch.
    """
    terms = terms_of(venue)
    concerned = [key for key, each in terms.items() if symbols is None or each.symbol in symbols]
    markets, latency = _markets(venue, terms, concerned, at), read_frictions(venue.config).latency
    due = list_due_orders(markets, at, latency=latency)
    moment = _Moment(at - latency, _run_began(venue, at))
    batch = Batch(venue, at, terms, _settle_unchanged(_match(due, terms, markets, moment)))
    book_batch(batch)
    return len(batch.settled.orders), len(batch.settled.fills), len(due)


def match_new(venue: Venue, at: datetime, orders: Sequence[DueOrder], stories: Stories) -> Batch:
    """What the market at `at` has left for orders that have no row yet, in the order of their arrival.

    Whoever places them writes them as the batch leaves them, and then books it. `stories` has the story of
    each by its id. The caller's transaction holds the lease and the kill switch, and matched what was due.
    """
    terms = terms_of(venue)
    markets = _markets(venue, terms, {order.instrument_id for order in orders}, at)
    met = [order for order in orders if order.instrument_id in markets]
    settled = _settle(_match(met, terms, markets, _Moment(at, _run_began(venue, at))), are_new=True)
    return Batch(venue, at, terms, settled, stories)


def _markets(
    venue: Venue, terms: dict[int, Terms], concerned: Collection[int], at: datetime
) -> dict[int, Outside]:
    updates = source_for(venue).outsides([terms[key].symbol for key in concerned], at)
    return {key: updates[symbol] for key in concerned if (symbol := terms[key].symbol) in updates}


def book_batch(batch: Batch) -> list[CallOutcome]:
    """Book a batch and tell of it; answers what came of the calls of its new orders."""
    if not batch.settled.orders:
        return []
    venue, at, settled = batch.venue, batch.at, batch.settled
    balances = book(settled, house=house_of(venue), at=at, amounts=batch.amounts)
    outcomes = announce(settled, batch.terms, balances, at, source=money_of(venue), stories=batch.stories)
    count_settlement(venue, settled)
    return outcomes


@transaction.atomic
def end_stranded_orders(venue: Venue, at: datetime) -> int:
    """Cancel what waits for a bar that will never come, so that no call stays open; answers how many."""
    if not take_lease(venue.slug):
        return 0
    return end_orders(venue, list_stranded_orders(venue), reason=NO_LIQUIDITY, at=at)


@transaction.atomic
def end_orders(venue: Venue, orders: Sequence[DueOrder], *, reason: str, at: datetime) -> int:
    """Cancel live orders of a venue, set-based, if they are still as they were read, with what cannot live
    without them; answers how many ended.

    Nothing is filled, so it takes no lease; the orders' row locks decide against the matching writer.
    """
    terms = terms_of(venue)
    whole = {order.id: order for order in (*orders, *list_linked(orders))}
    chosen = {order.id for order in orders}
    ended = end_orders_of([working_order(order) for order in whole.values()], chosen, reason)
    batch = _settle_unchanged(
        [(whole[each.order.id], terms[whole[each.order.id].instrument_id], each) for each in ended]
    )
    book_batch(Batch(venue, at, terms, batch))
    return len(batch.orders)


@transaction.atomic
def book_executions(
    venue: Venue, order_id: UUID, trades: Sequence[Trade], *, ended_by: str, at: datetime
) -> Settlement:
    """Book what an exchange has executed of a live order, and its end (`ended_by`: why it is not filled).

    The one booking path: ledger, position, events and the call that waits. Nothing where the order is over.
    """
    terms, order = terms_of(venue), find_due_order(order_id)
    outcome = Outcome.executed(working_order(order), trades, ended_by)
    batch = _settle_unchanged([(order, terms[order.instrument_id], outcome)] if order.status in LIVE else [])
    book_batch(Batch(venue, at, terms, batch))
    return batch


def take_lease(slug: str) -> bool:
    """Be the venue's only writer until this transaction ends; False where somebody else is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_lock_of(slug)])
        row = cursor.fetchone()
    return bool(row and row[0])


def await_lease(slug: str) -> None:
    """The same, after whoever is it now.

    To be taken before anything that another writer of the venue may wait for: orders, balances, the switch.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_of(slug)])


def _lock_of(slug: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{_LEASE}{slug}".encode()).digest()[:8], signed=True)


def _settle_unchanged(outcomes: Sequence[Matched]) -> Settlement:
    """Settle what is as it was read: a cancellation may have committed since. The rest waits for a batch."""
    unchanged = lock_unchanged([order for order, _, _ in outcomes])
    return _settle([each for each in outcomes if each[0].id in unchanged])


def _settle(outcomes: Sequence[Matched], *, are_new: bool = False) -> Settlement:
    held = positions_of({order.account_id for order, _, _ in outcomes})
    return settle(outcomes, held, are_new=are_new)


def _run_began(venue: Venue, at: datetime) -> datetime:
    """Since when fills may have taken of the present update, in real time."""
    has_own_time = venue.kind == Venue.Kind.REPLAY or speed_of(venue) > 1
    return venue.began_at if has_own_time else at - CLOCK_SLACK


@dataclass(frozen=True, slots=True)
class _Moment:
    """Until when cancellations that take effect now were requested, and since when fills may have taken of
    the present update."""

    requested_by: datetime
    began_at: datetime


def _match(
    due: Sequence[DueOrder], terms: dict[int, Terms], markets: dict[int, Outside], moment: _Moment
) -> list[tuple[DueOrder, Terms, Outcome]]:
    """What the updates make of the orders. Those of halted actors that do not only close are barred."""
    halted = halted_actors_of(order for order in due if not order.reduce_only)
    by_instrument: dict[int, dict[UUID, DueOrder]] = {}
    for order in due:
        by_instrument.setdefault(order.instrument_id, {})[order.id] = order
    updates = {key: markets[key].at for key in by_instrument}
    taken = quantities_taken(updates, since=moment.began_at) if updates else {}
    results = []
    for key, orders in sorted(by_instrument.items()):
        outcomes = match_orders(
            [_working(order, halted, moment.requested_by) for order in orders.values()],
            markets[key],
            lot=terms[key].lot,
            bought=taken.get((key, Side.BUY), ZERO),
            sold=taken.get((key, Side.SELL), ZERO),
            tick=terms[key].tick,
            impact=terms[key].impact,
        )
        results += [(orders[outcome.order.id], terms[key], outcome) for outcome in outcomes]
    return results


def _working(order: DueOrder, halted: Collection[UUID], requested_by: datetime) -> WorkingOrder:
    """As matching sees it. What has not met the market yet meets it before its cancellation does."""
    asked = order.cancel_requested_at
    leaves = asked is not None and asked <= requested_by and order.status is not OrderStatus.PENDING
    # As a rule nobody is halted, and to look an id up takes longer than to see that.
    is_barred = bool(halted) and order.actor_id in halted and not order.reduce_only
    return working_order(order, leaves=leaves, is_barred=is_barred)


def terms_of(venue: Venue) -> dict[int, Terms]:
    """What settling needs to know of each instrument of a venue, by its id."""
    impact = read_frictions(venue.config).impact
    return {row.id: _terms(row, impact) for row in list_instruments(venue)}


def _terms(row: Instrument, impact: Decimal) -> Terms:
    fees = (row.maker_fee, row.taker_fee)
    return Terms(row.id, row.symbol, row.base, row.quote, row.lot_size, *fees, row.tick_size, impact)


def house_of(venue: Venue) -> dict[str, Account]:
    """The venue's own accounts, by their names in the ledger."""
    known = {each.kind: each for each in Account.objects.filter(venue=venue, kind__in=_HOUSE.values())}
    return {name: known.get(kind) or get_house_account(kind, venue) for name, kind in _HOUSE.items()}
