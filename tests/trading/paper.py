"""A paper exchange in memory, made of nothing but the pure cores: risk, matching, settlement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from uuid import UUID

from apps.trading.due import DueOrder, Terms, working_order
from apps.trading.ledger import Position, net_changes
from apps.trading.market.types import Level, Outside
from apps.trading.matching import end_orders_of, match_orders
from apps.trading.requests import OrderRequest
from apps.trading.risk import Limits, Proposal, Rules, Situation, Verdict, assess
from apps.trading.settlement import Settlement, settle
from apps.trading.types import LIVE, Link, OrderStatus, OrderType, Side, TimeInForce, exact_arithmetic

START = datetime(2018, 4, 4, tzinfo=UTC)
TICK, LOT = D("0.01"), D("0.001")
RULES = Rules("BTC", "USD", TICK, LOT, D(0), D("0.001"))
TERMS = Terms(1, "BTC/USD", "BTC", "USD", LOT, D("0.0005"), D("0.001"), TICK)
FREELY = Limits(max_order_notional=D(10) ** 9, max_open_orders=10**6, collar=D("0.2"), stale_after=10**6)


@dataclass
class Paper:
    """Accounts by number, their orders, and everything that was booked."""

    totals: dict[tuple[UUID, str], D] = field(default_factory=dict)
    held: dict[tuple[UUID, str], D] = field(default_factory=dict)
    orders: dict[UUID, DueOrder] = field(default_factory=dict)
    positions: dict[tuple[UUID, int], Position] = field(default_factory=dict)
    booked: list[Settlement] = field(default_factory=list)
    outside: Outside | None = None
    impact: D = D(0)
    _made: int = 0

    def fund(self, account: int, quote: str) -> UUID:
        """An account with cash."""
        owner = UUID(int=account)
        self.totals[owner, "USD"] = D(quote)
        return owner

    def free(self, account: UUID, asset: str) -> D:
        """What an account has of an asset and has not reserved."""
        with exact_arithmetic():
            return self.totals.get((account, asset), D(0)) - self.held.get((account, asset), D(0))

    def positions_of(self, account: UUID) -> Position:
        """What an account holds."""
        return self.positions.get((account, 1), Position())

    def place(self, account: UUID, request: OrderRequest, limits: Limits = FREELY) -> Verdict:
        """Judge an order and, where it passes, take it in with its legs."""
        assert self.outside is not None
        situation = Situation(
            bid=self.outside.bids[0].price,
            ask=self.outside.asks[0].price,
            quote_age=0,
            free_quote=self.free(account, "USD"),
            free_base=self.free(account, "BTC"),
            open_orders=0,
            market_time=self.outside.at,
        )
        verdict = assess(request.proposal, RULES, situation, limits, request.legs)
        if verdict.accepted:
            self._take_in(account, request, verdict)
        return verdict

    def _take_in(self, account: UUID, request: OrderRequest, verdict: Verdict) -> None:
        group = UUID(int=10**9 + self._made + 1) if request.link else None
        worst = (verdict.worst_price, *verdict.legs)
        for index, proposal in enumerate((request.proposal, *request.legs)):
            order = self._order(account, proposal, group, worst[index])
            if index == 0:
                order = order._replace(held=verdict.hold)
                key = (account, verdict.hold_asset)
                with exact_arithmetic():
                    self.held[key] = self.held.get(key, D(0)) + verdict.hold
            self.orders[order.id] = order

    def _order(self, account: UUID, proposal: Proposal, group: UUID | None, worst: D) -> DueOrder:
        assert self.outside is not None
        self._made += 1
        return DueOrder(
            id=UUID(int=10**9 + self._made),
            account_id=account,
            instrument_id=1,
            side=proposal.side,
            type=proposal.order_type,
            time_in_force=proposal.time_in_force,
            quantity=proposal.quantity,
            limit_price=proposal.limit_price,
            worst_price=worst,
            status=OrderStatus.INACTIVE if proposal.link is Link.EXIT else OrderStatus.PENDING,
            filled_quantity=D(0),
            filled_cost=D(0),
            fee=D(0),
            held=D(0),
            risk_score=0,
            call_id=None,
            placed_at=self.outside.at,
            actor_id=account,
            actor_kind="AGENT",
            owner_id=account,
            stop_price=proposal.stop_price,
            trail_percent=proposal.trail_percent,
            trail_amount=proposal.trail_amount,
            collar=FREELY.collar,
            good_till=proposal.good_till,
            post_only=proposal.post_only,
            group_id=group,
            link=proposal.link,
        )

    @property
    def live(self) -> list[DueOrder]:
        """The orders that can still be filled."""
        return [order for order in self.orders.values() if order.status in LIVE]

    def meet(self, outside: Outside) -> Settlement:
        """Let the live orders meet an update, and book what comes of it."""
        self.outside = outside
        working = [working_order(order) for order in self.live]
        outcomes = match_orders(working, outside, lot=LOT, tick=TICK, impact=self.impact)
        return self._book([(self.orders[each.order.id], TERMS, each) for each in outcomes])

    def cancel(self, order: DueOrder) -> Settlement:
        """Cancel an order, with what cannot live without it."""
        working = [working_order(each) for each in self.live]
        ended = end_orders_of(working, {order.id}, "requested")
        return self._book([(self.orders[each.order.id], TERMS, each) for each in ended])

    def _book(self, outcomes: Sequence[tuple[DueOrder, Terms, object]]) -> Settlement:
        batch = settle(outcomes, self.positions)  # type: ignore[arg-type]  # outcomes of either kind
        at = self.outside.at if self.outside else START
        with exact_arithmetic():
            for (name, asset), change in net_changes(leg for _, leg in batch.movements).items():
                key = (_owner(name), asset)
                self.totals[key] = self.totals.get(key, D(0)) + change
            for (name, asset), released in batch.released.items():
                key = (_owner(name), asset)
                self.held[key] = self.held.get(key, D(0)) - released
        for position_key, position in batch.positions.items():
            self.positions[position_key] = position.after
        for each in batch.orders:
            trigger = each.outcome.trigger
            self.orders[each.order.id] = each.order._replace(
                status=each.status,
                quantity=each.quantity,
                filled_quantity=each.filled_quantity,
                filled_cost=each.filled_cost,
                fee=each.fee,
                held=each.held,
                worst_price=each.outcome.worst_price,
                stop_price=trigger.price if trigger else each.order.stop_price,
                peak=trigger.peak if trigger else each.order.peak,
                triggered_at=at if each.outcome.is_triggered else each.order.triggered_at,
                ahead=each.outcome.ahead,
            )
        self.booked.append(batch)
        return batch


_HOUSE = {"market": UUID(int=0), "fees": UUID(int=2**100)}


def _owner(name: str) -> UUID:
    return _HOUSE.get(name) or UUID(name)


def ladder(
    second: int, bid: str, ask: str, size: str = "1", prints: Sequence[tuple[str, str]] = ()
) -> Outside:
    """An update with two levels a side, a dollar apart: `size`, then five."""
    bids = (Level(D(bid), D(size)), Level(D(bid) - 1, D(5)))
    asks = (Level(D(ask), D(size)), Level(D(ask) + 1, D(5)))
    return Outside(
        asks=asks,
        bids=bids,
        dips_to=None,
        rises_to=None,
        low=bids[-1].price,
        high=asks[-1].price,
        volume=D(100),
        at=START + timedelta(seconds=second),
        prints=tuple(Level(D(price), D(quantity)) for price, quantity in prints),
    )


def wants(
    side: str, kind: str, quantity: str, *, time_in_force: str = "gtc", **terms: object
) -> OrderRequest:
    """A request for BTC/USD; amounts as text."""
    amounts = {name: D(value) if isinstance(value, str) else value for name, value in terms.items()}
    return OrderRequest(
        "BTC/USD",
        Side(side),
        D(quantity),
        "mine",
        OrderType(kind),
        time_in_force=TimeInForce(time_in_force),
        **amounts,  # type: ignore[arg-type]  # each test names what it means
    )
