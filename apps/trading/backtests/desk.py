"""One account at a market that is played bar by bar: risk, matching, settlement and ledger are paper
trading's own, the books are kept here."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from apps.trading import risk
from apps.trading.backtests.market import INSTRUMENT, ZERO, Assumptions, Market
from apps.trading.due import DueOrder, working_order
from apps.trading.ledger import Movement, Position, cost_of, net_changes
from apps.trading.matching import match_orders
from apps.trading.settlement import BookedFill, BookedOrder, Settlement, settle
from apps.trading.strategies.types import Holding
from apps.trading.types import LIVE, OrderStatus, OrderType, Side, TimeInForce, exact_arithmetic

ACCOUNT = UUID(int=1)
OWN = ACCOUNT.hex
OUTSIDE = "external"
"""Where the capital comes from."""


class Filled(NamedTuple):
    """A fill, the bar in which it happened, and the bar on whose close it was decided on."""

    bar: int
    decided: int
    fill: BookedFill


class _Placed(NamedTuple):
    """A live order, the bar on whose close it was decided on, and when it reaches the market."""

    order: DueOrder
    decided: int
    arrives: int


class Desk:
    """The account, its books and its live orders."""

    def __init__(self, market: Market, assumptions: Assumptions) -> None:
        self.market, self.assumptions = market, assumptions
        self.position, self.fees = Position(), ZERO
        self.balances: dict[tuple[str, str], Decimal] = {}
        self.held = {market.base: ZERO, market.quote: ZERO}
        self.live: dict[UUID, _Placed] = {}
        self.fills: list[Filled] = []
        self.ended: Counter[str] = Counter()
        self._terms, self._rules = market.terms(assumptions), market.rules(assumptions)
        self._delay = int(assumptions.latency.total_seconds())
        self._count = 0
        self._move([Movement(OUTSIDE, OWN, market.quote, assumptions.capital)])

    @property
    def cash(self) -> Decimal:
        """All of the quote asset, reserved or not."""
        return self.balances[OWN, self.market.quote]

    def free(self, asset: str) -> Decimal:
        """What is not reserved."""
        return self.balances.get((OWN, asset), ZERO) - self.held[asset]

    def holding(self) -> Holding:
        """What a strategy may count on."""
        return Holding(self.free(self.market.base), self.free(self.market.quote), len(self.live))

    def place(self, proposal: risk.Proposal, index: int) -> risk.Verdict:
        """Place an order at the close of a bar. A refusal is counted by its code."""
        columns = self.market.columns
        close, closes_at = columns.price(columns.close[index]), columns.closing(index)
        worth = cost_of(close, self.position.quantity) if self.position.quantity else ZERO
        situation = risk.Situation(
            bid=close,
            ask=close,
            quote_age=0.0,
            free_quote=self.free(self.market.quote),
            free_base=self.free(self.market.base),
            open_orders=len(self.live),
            position=worth,
            exposure=worth,
            equity=self.cash + worth,
            market_time=closes_at,
        )
        verdict = risk.assess(proposal, self._rules, situation, self.assumptions.limits)
        if verdict.accepted:
            self._accept(proposal, verdict, closes_at, index)
        else:
            self.ended[verdict.code] += 1
        return verdict

    def _accept(self, proposal: risk.Proposal, verdict: risk.Verdict, at: datetime, index: int) -> None:
        self._count += 1
        order = DueOrder(
            id=UUID(int=self._count),
            account_id=ACCOUNT,
            instrument_id=INSTRUMENT,
            side=proposal.side,
            type=proposal.order_type,
            time_in_force=proposal.time_in_force,
            quantity=proposal.quantity,
            limit_price=proposal.limit_price,
            worst_price=verdict.worst_price,
            status=OrderStatus.PENDING,
            filled_quantity=ZERO,
            filled_cost=ZERO,
            fee=ZERO,
            held=verdict.hold,
            risk_score=verdict.risk_score,
            call_id=None,
            placed_at=at + self.assumptions.latency,
            actor_id=ACCOUNT,
            actor_kind="AGENT",
            owner_id=ACCOUNT,
            stop_price=proposal.stop_price,
            trail_percent=proposal.trail_percent,
            trail_amount=proposal.trail_amount,
            collar=self.assumptions.limits.collar,
            good_till=proposal.good_till,
            post_only=proposal.post_only,
        )
        self.held[verdict.hold_asset] += verdict.hold
        columns = self.market.columns
        arrives = int(columns.opened_at[index]) + columns.seconds + self._delay
        self.live[order.id] = _Placed(order, index, arrives)

    def meet(self, index: int) -> bool:
        """Match what has arrived by the opening of a bar against it, and book; answers whether it traded."""
        if not self.live:
            return False
        opens = int(self.market.columns.opened_at[index])
        working = [working_order(each.order) for each in self.live.values() if each.arrives <= opens]
        if not working:
            return False
        outside = self.market.outside(index, self.assumptions.slippage)
        outcomes = match_orders(working, outside, lot=self.market.lot, tick=self.market.tick)
        batch = settle(
            [(self.live[each.order.id].order, self._terms, each) for each in outcomes],
            {(ACCOUNT, INSTRUMENT): self.position},
        )
        self._book(batch, index)
        return bool(batch.fills)

    def _book(self, batch: Settlement, index: int) -> None:
        with exact_arithmetic():
            self._move(movement for _, movement in batch.movements)
            for (_, asset), amount in batch.released.items():
                self.held[asset] -= amount
            for booked in batch.orders:
                self._keep(booked, index)
            for position in batch.positions.values():
                self.position = position.after
                self.fees += position.fees

    def _keep(self, booked: BookedOrder, index: int) -> None:
        placed = self.live.pop(booked.order.id)
        for fill in booked.fills:
            self.fills.append(Filled(index, placed.decided, fill))
        if booked.status in LIVE:
            self.live[booked.order.id] = placed._replace(order=self._carried(booked, index))
        elif booked.reason:
            self.ended[booked.reason] += 1

    def _carried(self, booked: BookedOrder, index: int) -> DueOrder:
        """An order that lives on, as the next bar meets it."""
        order, outcome = booked.order, booked.outcome
        trigger = outcome.trigger
        return order._replace(
            status=booked.status,
            filled_quantity=booked.filled_quantity,
            filled_cost=booked.filled_cost,
            fee=booked.fee,
            held=booked.held,
            worst_price=outcome.worst_price,
            stop_price=trigger.price if trigger else order.stop_price,
            peak=trigger.peak if trigger else order.peak,
            triggered_at=self.market.columns.opening(index) if outcome.is_triggered else order.triggered_at,
            ahead=outcome.ahead,
        )

    def _move(self, movements: Iterable[Movement]) -> None:
        for key, amount in net_changes(movements).items():
            self.balances[key] = self.balances.get(key, ZERO) + amount


def market_order(side: Side, quantity: Decimal) -> risk.Proposal:
    """A market order as risk judges it."""
    return risk.Proposal(side, OrderType.MARKET, quantity)


def limit_order(side: Side, quantity: Decimal, price: Decimal, until: datetime) -> risk.Proposal:
    """An order that waits for its price until a moment of market time."""
    return risk.Proposal(
        side, OrderType.LIMIT, quantity, price, time_in_force=TimeInForce.GTD, good_till=until
    )
