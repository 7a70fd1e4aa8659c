"""What is left of one update while orders take from it: ladders, volume, prints, and what lies beyond."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from apps.trading.market.types import Level, Outside
from apps.trading.types import Side, round_down, sign

ZERO = Decimal(0)
Taken = list[tuple[Decimal, Decimal]]


class Depth:
    """What is left of an update's ladders, prints and volume while orders take from it.

    `impact` prices what lies beyond the last level that is seen: each multiple of the side's whole depth
    moves the price by that fraction of its last level. Zero: nothing lies there.
    """

    def __init__(
        self,
        outside: Outside,
        *,
        lot: Decimal,
        bought: Decimal = ZERO,
        sold: Decimal = ZERO,
        tick: Decimal = ZERO,
        impact: Decimal = ZERO,
    ) -> None:
        self.lot, self.tick, self.impact = lot, tick, impact
        self.volume = max(ZERO, outside.volume - bought - sold)
        self.seen = {Side.BUY: outside.asks, Side.SELL: outside.bids}
        self._taken = {Side.BUY: bought, Side.SELL: sold}
        self._levels: dict[Side, list[list[Decimal]]] = {}
        self._beyond: dict[Side, Decimal] = {}
        self._prints = _by_price(outside.prints) if outside.prints else {}
        self._used: dict[Side, dict[Decimal, Decimal]] = {Side.BUY: {}, Side.SELL: {}}

    def touch(self, side: Side) -> Decimal | None:
        """The price at which an order of this side would begin to trade: the update's first."""
        levels = self.seen[side]
        return levels[0].price if levels else None

    def standing(self, side: Side, price: Decimal) -> Decimal:
        """What stands in the ladder at the price of an order of this side, before it."""
        for level in self.seen[Side.SELL if side is Side.BUY else Side.BUY]:
            if level.price == price:
                return level.quantity
        return ZERO

    def take(self, side: Side, cap: Decimal, want: Decimal) -> Taken:
        """Take up to `want` from the levels no worse than `cap`, best first."""
        taken = []
        for level, quantity in self._plan(side, cap, want):
            level[1] -= quantity
            self.volume -= quantity
            taken.append((level[0], quantity))
        return taken

    def _plan(self, side: Side, cap: Decimal, want: Decimal) -> list[tuple[list[Decimal], Decimal]]:
        planned, volume, is_buy = [], self.volume, side is Side.BUY
        for level in self._left(side):
            price, there = level
            if not want or (price > cap if is_buy else price < cap):
                break
            if quantity := round_down(min(there, volume, want), self.lot):
                volume -= quantity
                want -= quantity
                planned.append((level, quantity))
        return planned

    def _left(self, side: Side) -> list[list[Decimal]]:
        """Price and quantity of what is left of a side's levels; worked out when it is first asked for."""
        levels = self._levels.get(side)
        if levels is None:
            levels = self._levels[side] = _eaten(self.seen[side], self._taken[side])
        return levels

    def take_beyond(self, side: Side, cap: Decimal, want: Decimal) -> Taken:
        """Take up to `want` from behind the last level, at its average linear price within `cap`."""
        price, quantity = self._plan_beyond(side, cap, want)
        if not quantity:
            return []
        self._beyond[side] = self._gone_beyond(side) + quantity
        return [(price, quantity)]

    def _gone_beyond(self, side: Side) -> Decimal:
        """How much was taken from behind the last level."""
        gone = self._beyond.get(side)
        return max(ZERO, self._taken[side] - _sum(self.seen[side])) if gone is None else gone

    def _plan_beyond(self, side: Side, cap: Decimal, want: Decimal) -> tuple[Decimal, Decimal]:
        levels = self.seen[side]
        if not (self.impact and levels and want):
            return ZERO, ZERO
        last, depth, way = levels[-1].price, _sum(levels), sign(side)
        before = self._gone_beyond(side)
        if (cap - last) * way <= 0 or not depth:
            return ZERO, ZERO
        # At the end of what is taken the price has come to last * (1 +- impact * beyond / depth): not past
        # the cap.
        room = (cap / last - 1) * way / self.impact * depth - before
        quantity = round_down(max(ZERO, min(want, room)), self.lot)
        average = self._on_grid(last * (1 + way * self.impact * (before + quantity / 2) / depth), side)
        return min(average, cap) if side is Side.BUY else max(average, cap), quantity

    def _on_grid(self, price: Decimal, side: Side) -> Decimal:
        """Rounded to the tick, away from whoever trades."""
        if not self.tick:
            return price
        rounding = ROUND_CEILING if side is Side.BUY else ROUND_FLOOR
        return (price / self.tick).to_integral_value(rounding) * self.tick

    def available(self, side: Side, cap: Decimal, want: Decimal, *, has_beyond: bool) -> Decimal:
        """How much of `want` could be taken, without taking it."""
        seen = sum((quantity for _, quantity in self._plan(side, cap, want)), ZERO)
        return seen + self._plan_beyond(side, cap, want - seen)[1] if has_beyond else seen

    def take_volume(self, want: Decimal) -> Decimal:
        """Take up to `want` from the update's volume, wherever in its range it traded."""
        quantity = round_down(min(self.volume, want), self.lot)
        self.volume -= quantity
        return quantity

    def take_prints(
        self, side: Side, limit: Decimal, ahead: Decimal, want: Decimal
    ) -> tuple[Decimal, Decimal]:
        """What prints at and through the price of a resting order leave it, and what is still ahead of it.

        A print through the price has passed all who stood there; those at it serve first who came first.
        """
        way, used = sign(side), self._used[side]
        through = [price for price in self._prints if (price - limit) * way < 0]
        at = self._prints.get(limit, ZERO)
        free = {price: self._prints[price] - used.get(price, ZERO) for price in through}
        free[limit] = max(ZERO, at - min(at, ahead) - used.get(limit, ZERO))
        quantity = round_down(min(sum(free.values(), ZERO), self.volume, want), self.lot)
        self.volume -= quantity
        rest = quantity
        for price, there in free.items():
            gone = min(there, rest)
            used[price] = used.get(price, ZERO) + gone
            rest -= gone
        return quantity, ZERO if through else ahead - min(at, ahead)

    def stops_before(self, side: Side, cap: Decimal) -> bool:
        """Whether depth is left, but only at prices worse than `cap`."""
        if self.impact and self.seen[side]:
            return True
        rest = [level for level in self._left(side) if round_down(min(level[1], self.volume), self.lot)]
        return bool(rest) and (rest[0][0] - cap) * sign(side) > 0


def _eaten(levels: Sequence[Level], quantity: Decimal) -> list[list[Decimal]]:
    left = []
    for level in levels:
        gone = min(level.quantity, quantity)
        quantity -= gone
        left.append([level.price, level.quantity - gone])
    return left


def _sum(levels: Sequence[Level]) -> Decimal:
    return sum((level.quantity for level in levels), ZERO)


def _by_price(prints: Sequence[Level]) -> dict[Decimal, Decimal]:
    found: dict[Decimal, Decimal] = {}
    for each in prints:
        found[each.price] = found.get(each.price, ZERO) + each.quantity
    return found
