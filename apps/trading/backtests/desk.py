"""One account at a market that is played bar by bar: risk, matching, settlement and ledger are paper
trading's own, the books are kept here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from apps.trading import risk
from apps.trading.backtests.market import INSTRUMENT, ZERO, Assumptions, Market
from apps.trading.ledger import Movement, Position, net_changes
from apps.trading.matching import WorkingOrder, match_orders
from apps.trading.settlement import BookedFill, BookedOrder, DueOrder, Settlement, arrival, settle
from apps.trading.strategies.types import Holding
from apps.trading.types import LIVE, OrderStatus, OrderType, Side, TimeInForce, exact_arithmetic

ACCOUNT = UUID(int=1)
OWN = str(ACCOUNT)
OUTSIDE = "external"
"""Where the capital comes from."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A fill, the bar in which it happened, and the bar on whose close it was decided on."""

    bar: int
    decided: int
    fill: BookedFill


class Desk:
    """The account, its books and its live orders."""

    def __init__(self, market: Market, assumptions: Assumptions) -> None:
        self.market, self.assumptions = market, assumptions
        self.position, self.fees = Position(), ZERO
        self.balances: dict[tuple[str, str], Decimal] = {}
        self.held = {market.base: ZERO, market.quote: ZERO}
        self.live: dict[UUID, DueOrder] = {}
        self.fills: list[Filled] = []
        self.ended: Counter[str] = Counter()
        self._terms, self._rules = market.terms(assumptions), market.rules(assumptions)
        self._decided: dict[UUID, int] = {}
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
        close = self.market.columns.price(self.market.columns.close[index])
        situation = risk.Situation(
            bid=close,
            ask=close,
            quote_age=0.0,
            free_quote=self.free(self.market.quote),
            free_base=self.free(self.market.base),
            open_orders=len(self.live),
        )
        verdict = risk.assess(proposal, self._rules, situation, self.assumptions.limits)
        if verdict.accepted:
            self._accept(proposal, verdict, index)
        else:
            self.ended[verdict.code] += 1
        return verdict

    def _accept(self, proposal: risk.Proposal, verdict: risk.Verdict, index: int) -> None:
        self._count += 1
        order = DueOrder(
            id=UUID(int=self._count),
            account_id=ACCOUNT,
            instrument_id=INSTRUMENT,
            side=proposal.side,
            type=proposal.order_type,
            time_in_force=TimeInForce.GTC,
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
            placed_at=self.market.columns.closing(index) + self.assumptions.latency,
            actor_id=ACCOUNT,
            actor_kind="AGENT",
            owner_id=ACCOUNT,
            lineage=(ACCOUNT,),
        )
        self.held[verdict.hold_asset] += verdict.hold
        self.live[order.id] = order
        self._decided[order.id] = index

    def meet(self, index: int) -> bool:
        """Match what has arrived by the opening of a bar against it, and book; answers whether it traded."""
        opens = self.market.columns.opening(index)
        due = [order for order in self.live.values() if order.placed_at <= opens]
        if not due:
            return False
        outside = self.market.outside(index, self.assumptions.slippage)
        outcomes = match_orders([_working(order) for order in due], outside, lot=self.market.lot)
        batch = settle(
            [(self.live[each.order.id], self._terms, each) for each in outcomes],
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
        order, decided = booked.order, self._decided[booked.order.id]
        self.fills += [Filled(index, decided, fill) for fill in booked.fills]
        if booked.status in LIVE:
            names = ("status", "filled_quantity", "filled_cost", "fee", "held")
            self.live[order.id] = replace(order, **{name: getattr(booked, name) for name in names})
            return
        del self.live[order.id], self._decided[order.id]
        if booked.reason:
            self.ended[booked.reason] += 1

    def _move(self, movements: Iterable[Movement]) -> None:
        for key, amount in net_changes(movements).items():
            self.balances[key] = self.balances.get(key, ZERO) + amount


def market_order(side: Side, quantity: Decimal) -> risk.Proposal:
    """A market order as risk judges it."""
    return risk.Proposal(side, OrderType.MARKET, quantity)


def _working(order: DueOrder) -> WorkingOrder:
    return WorkingOrder(
        id=order.id,
        side=order.side,
        remaining=order.quantity - order.filled_quantity,
        limit_price=order.limit_price,
        worst_price=order.worst_price,
        time_in_force=order.time_in_force,
        is_new=order.status is OrderStatus.PENDING,
        arrival=arrival(order),
        was_filled=order.filled_quantity > 0,
    )
