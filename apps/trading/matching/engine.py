"""What fills when orders meet a market: pure, exact and deterministic.

One update of a market is one `Outside`. Orders of all accounts share its depth, its prints and its volume, in
this sequence:

1. what has expired or leaves ends;
2. resting orders that prints or the first price reach, by price, then time, at their own price;
3. arriving orders, and waiting ones whose trigger the first price touches, as takers, by time;
4. where the update is a whole bar, triggers within its range, those of stops before those of take-profits
   (a bar does not tell what came first, so the worse is taken to have), then all orders that rest and that
   its range reaches; an entry that fills there meets the stop of its bracket in the same bar, where the
   range reaches that and volume is left for all of it, and its take-profit from the next bar on: what came
   after the entry is taken to be the worse;
5. trailing triggers follow the best price of the update.

An order that rests fills at its own price, moved into the bar's range where the market jumped over it. A
triggered order fills at what it finds: the ladder, the open that jumped over its trigger, or, within a bar,
its trigger.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import attrgetter

from apps.trading.market.types import Outside
from apps.trading.matching import codes
from apps.trading.matching.depth import Depth
from apps.trading.matching.groups import Groups
from apps.trading.matching.orders import ZERO, Outcome, WorkingOrder
from apps.trading.matching.triggers import follow, is_touched, worst_after
from apps.trading.types import Side, TimeInForce, exact_arithmetic, sign

_ARRIVAL = attrgetter("arrival")


def match_orders(
    orders: Iterable[WorkingOrder],
    outside: Outside,
    *,
    lot: Decimal,
    bought: Decimal = ZERO,
    sold: Decimal = ZERO,
    tick: Decimal = ZERO,
    impact: Decimal = ZERO,
) -> list[Outcome]:
    """Match the live orders of one instrument against one update, of which `bought` and `sold` are already
    taken.

    All orders of a group have to be among them. `tick` is the grid of trailing triggers, `impact` the
    slippage beyond the depth that is seen (see `Depth`). Answers the outcome of each order that changed, in
    the order of arrival.
    """
    with exact_arithmetic():
        outcomes = [Outcome.of(order) for order in sorted(orders, key=_ARRIVAL)]
        depth = Depth(outside, lot=lot, bought=bought, sold=sold, tick=tick, impact=impact)
        _Update(outcomes, outside, depth).run()
        return [each for each in outcomes if each.is_changed]


class _Update:
    """One update while orders meet it."""

    def __init__(self, outcomes: list[Outcome], outside: Outside, depth: Depth) -> None:
        self.outcomes, self.outside, self.depth = outcomes, outside, depth
        self.groups = Groups(outcomes)

    def run(self) -> None:
        """All steps, in sequence."""
        self._end_what_is_over()
        if resting := [each for each in self.outcomes if self._is_resting(each)]:
            self._serve_prints(resting)
            first = {side: self.depth.touch(side) for side in Side}
            self._serve_resting(_reached(resting, first), self._from_ladder)
        for outcome in self.outcomes:
            self._meet_first_price(outcome)
        if self.outside.dips_to is not None or self.outside.rises_to is not None:
            self._meet_range()
            self._follow()

    def _end_what_is_over(self) -> None:
        at = self.outside.at
        for outcome in self.outcomes:
            order = outcome.order
            if outcome.cancelled:
                continue
            if order.leaves:
                self._end(outcome, codes.REQUESTED)
            elif order.good_till is not None and order.good_till <= at:
                self._end(outcome, codes.EXPIRED)
            elif order.is_barred and order.is_new:
                self._end(outcome, codes.KILL_SWITCH)

    def _end(self, outcome: Outcome, code: str) -> None:
        outcome.cancelled = code
        self.groups.ended(outcome)

    @staticmethod
    def _is_resting(outcome: Outcome) -> bool:
        """Whether it waits in the book for its own price."""
        if not outcome.has_arrived or outcome.trigger is not None:
            return False
        return not (outcome.is_over or outcome.order.is_barred)

    @staticmethod
    def _is_waiting(outcome: Outcome) -> bool:
        """Whether it waits for its trigger."""
        if not outcome.has_arrived or outcome.trigger is None:
            return False
        return not (outcome.is_over or outcome.order.is_barred)

    # -- resting orders

    def _serve_prints(self, resting: list[Outcome]) -> None:
        if not self.outside.prints:
            return
        for outcome in _by_price_and_time(resting):
            if outcome.is_over:
                continue
            order = outcome.order
            quantity, outcome.ahead = self.depth.take_prints(
                order.side, _limit(outcome), outcome.ahead, outcome.left
            )
            if quantity:
                self._fill_resting(outcome, quantity)

    def _serve_resting(self, reached: list[Outcome], take: Callable[[Outcome], Decimal]) -> None:
        for outcome in reached:
            if not outcome.is_over and (quantity := take(outcome)):
                self._fill_resting(outcome, quantity)

    def _from_ladder(self, outcome: Outcome) -> Decimal:
        """What the ladder gives, whatever its prices: a resting order trades at its own."""
        taken = self.depth.take(outcome.order.side, _limit(outcome), outcome.left)
        return sum((quantity for _, quantity in taken), ZERO)

    def _from_volume(self, outcome: Outcome) -> Decimal:
        return self.depth.take_volume(outcome.left)

    def _fill_resting(self, outcome: Outcome, quantity: Decimal) -> None:
        price = self._within(outcome.order.side, _limit(outcome))
        outcome.fill(price, quantity, is_maker=True)
        self.groups.filled(outcome, quantity)

    def _within(self, side: Side, price: Decimal) -> Decimal:
        return min(price, self.outside.high) if side is Side.BUY else max(price, self.outside.low)

    # -- takers

    def _meet_first_price(self, outcome: Outcome) -> None:
        """An order that arrives, or that waits, meets the update's first price."""
        if (outcome.has_arrived and outcome.trigger is None) or not outcome.left:
            return
        if outcome.cancelled or outcome.order.is_barred:
            return
        outcome.has_arrived = True
        if outcome.trigger is None:
            self._take(outcome)
            return
        side = outcome.order.side
        if (touch := self.depth.touch(side)) is not None:
            outcome.trigger = follow(side, outcome.trigger, touch, self.depth.tick)
            if is_touched(side, outcome.trigger, touch, touch):
                self._trigger(outcome, touch)
                self._take(outcome)

    def _trigger(self, outcome: Outcome, price: Decimal) -> None:
        assert outcome.trigger is not None
        outcome.worst_price = worst_after(outcome.order, outcome.trigger, price, self.depth.tick)
        outcome.trigger, outcome.is_triggered = None, True
        self.groups.fired(outcome)

    def _take(self, outcome: Outcome) -> None:
        order, side = outcome.order, outcome.order.side
        cap = outcome.worst_price if order.limit_price is None else order.limit_price
        is_choosy = order.post_only or order.time_in_force is TimeInForce.FOK
        if is_choosy and (refusal := self._refusal(outcome, cap)):
            self._end(outcome, refusal)
            return
        outcome.fill_all(self.depth.take(side, cap, outcome.left))
        if order.limit_price is None and outcome.left:
            outcome.fill_all(self.depth.take_beyond(side, cap, outcome.left))
        if outcome.filled:
            self.groups.filled(outcome, outcome.filled)
        if outcome.left and not order.rests:
            collared = order.limit_price is None and self.depth.stops_before(side, cap)
            self._end(outcome, codes.PRICE_COLLAR if collared else codes.NO_LIQUIDITY)
        elif outcome.left:
            outcome.ahead = self.depth.standing(side, cap)

    def _refusal(self, outcome: Outcome, cap: Decimal) -> str:
        """Why a taker may not take: it only wants to rest, or wants all at once. Nothing is taken yet."""
        order, side = outcome.order, outcome.order.side
        touch = self.depth.touch(side)
        if order.post_only and touch is not None and (touch - cap) * sign(side) <= 0:
            return codes.POST_ONLY
        if order.time_in_force is not TimeInForce.FOK:
            return ""
        has_beyond = order.limit_price is None
        there = self.depth.available(side, cap, outcome.left, has_beyond=has_beyond)
        return codes.FILL_OR_KILL if there < outcome.left else ""

    # -- a whole bar

    def _meet_range(self) -> None:
        """What the range of a bar reaches after its open."""
        resting = [each for each in self.outcomes if self._is_resting(each)]
        waiting = [each for each in self.outcomes if self._is_waiting(each)]
        for outcome in sorted(waiting, key=_takes_profit):
            self._trigger_within(outcome)
        if resting:
            reach = {Side.BUY: self.outside.dips_to, Side.SELL: self.outside.rises_to}
            self._serve_resting(_reached(resting, reach), self._from_volume)
        self._meet_own_range()

    def _meet_own_range(self) -> None:
        """Exits whose entry filled within this bar: they wait and rest from here on, and their stops are met
        at once where the bar's range reaches them. What finds too little volume waits for the next bar."""
        for outcome in self.outcomes:
            if outcome.has_arrived or not outcome.added or outcome.is_over or outcome.order.is_barred:
                continue
            outcome.has_arrived = True
            if outcome.trigger is not None and outcome.left <= self.depth.volume:
                self._trigger_within(outcome, most=self.groups.bought_at(outcome))

    def _trigger_within(self, outcome: Outcome, *, most: Decimal | None = None) -> None:
        """What the bar's range touches is triggered at its price; a stop that lies above where its entry has
        just bought, because the market jumped there, at that."""
        trigger, order = outcome.trigger, outcome.order
        if outcome.is_over or trigger is None or trigger.price is None:
            return
        if not is_touched(order.side, trigger, self.outside.low, self.outside.high):
            return
        price = trigger.price if most is None else min(trigger.price, most)
        self._trigger(outcome, price)
        cap = outcome.worst_price
        if (price - cap) * sign(order.side) > 0:
            if not order.rests:
                is_whole = order.time_in_force is TimeInForce.FOK
                self._end(outcome, codes.FILL_OR_KILL if is_whole else codes.NO_LIQUIDITY)
            return
        self._take_within(outcome, price)

    def _take_within(self, outcome: Outcome, price: Decimal) -> None:
        """What was triggered within a bar trades at its trigger, as far as the bar's volume goes."""
        order = outcome.order
        if order.time_in_force is TimeInForce.FOK and self.depth.volume < outcome.left:
            self._end(outcome, codes.FILL_OR_KILL)
            return
        if quantity := self.depth.take_volume(outcome.left):
            outcome.fill(price, quantity, is_maker=False)
            self.groups.filled(outcome, quantity)
        if outcome.left and not order.rests:
            self._end(outcome, codes.NO_LIQUIDITY)

    def _follow(self) -> None:
        """Trailing triggers that are still waiting follow the best price of a bar."""
        for outcome in self.outcomes:
            if outcome.trigger is None or not self._is_waiting(outcome):
                continue
            side = outcome.order.side
            best = self.outside.dips_to if side is Side.BUY else self.outside.rises_to
            if best is not None:
                outcome.trigger = follow(side, outcome.trigger, best, self.depth.tick)


def _reached(outcomes: list[Outcome], touch: dict[Side, Decimal | None]) -> list[Outcome]:
    """The outcomes whose limit the touching price reaches, best limit first, then earliest."""
    hit = [each for each in outcomes if _is_reached(each, touch[each.order.side])]
    return _by_price_and_time(hit)


def _is_reached(outcome: Outcome, touch: Decimal | None) -> bool:
    if touch is None or outcome.order.limit_price is None:
        return False
    limit = outcome.order.limit_price
    return touch <= limit if outcome.order.side is Side.BUY else touch >= limit


def _by_price_and_time(outcomes: list[Outcome]) -> list[Outcome]:
    if len(outcomes) < 2:
        return outcomes
    return sorted(
        outcomes,
        key=lambda each: (each.order.side, -sign(each.order.side) * _limit(each), each.order.arrival),
    )


def _takes_profit(outcome: Outcome) -> bool:
    return outcome.trigger is not None and outcome.trigger.takes_profit


def _limit(outcome: Outcome) -> Decimal:
    return outcome.order.limit_price or ZERO
