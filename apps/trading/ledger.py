"""Bookkeeping without a database: what a fill moves between accounts, and what it does to a position.

Money is double entry as transfers (from `debit` to `credit`, amount above zero), so a set of transfers
balances by construction. Cost is rounded half to even and fees up, both to 18 places.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, ROUND_UP, Context, Decimal
from typing import NamedTuple

from apps.trading.types import PRECISION, Side, exact_arithmetic

PLACES = Decimal("1e-18")
ZERO = Decimal(0)
EXACT = Context(prec=PRECISION)
_TO_EVEN = Context(prec=PRECISION, rounding=ROUND_HALF_EVEN)
_UP = Context(prec=PRECISION, rounding=ROUND_UP)


class House:
    """The three counterparties of a venue's customers."""

    MARKET = "market"
    FEES = "fees"


class Movement(NamedTuple):
    """An amount of an asset that leaves account `debit` and reaches account `credit`."""

    debit: str
    credit: str
    asset: str
    amount: Decimal


class Position(NamedTuple):
    """A holding at average cost: `cost` is that of the quantity, `realised` the profit of what was sold."""

    quantity: Decimal = ZERO
    cost: Decimal = ZERO
    realised: Decimal = ZERO

    @property
    def average_price(self) -> Decimal:
        """Cost of one unit; zero when nothing is held."""
        return average_of(self.cost, self.quantity) if self.quantity else ZERO


def average_of(cost: Decimal, quantity: Decimal) -> Decimal:
    """What one unit of a quantity cost, to 18 places, half to even."""
    return _TO_EVEN.quantize(_TO_EVEN.divide(cost, quantity), PLACES)


def cost_of(price: Decimal, quantity: Decimal) -> Decimal:
    """The quote amount of a trade, to 18 places, half to even."""
    return _TO_EVEN.quantize(_TO_EVEN.multiply(price, quantity), PLACES)


def fee_of(cost: Decimal, rate: Decimal) -> Decimal:
    """The fee on a quote amount, to 18 places, rounded up."""
    return _UP.quantize(_UP.multiply(cost, rate), PLACES)


def movements_of_fill(
    account: str, *, side: Side, base: str, quote: str, quantity: Decimal, cost: Decimal, fee: Decimal
) -> list[Movement]:
    """Base asset one way, its cost the other, the fee to the house; movements of nothing are left out."""
    market = House.MARKET
    if side is Side.BUY:
        legs = [Movement(account, market, quote, cost), Movement(market, account, base, quantity)]
    else:
        legs = [Movement(account, market, base, quantity), Movement(market, account, quote, cost)]
    legs.append(Movement(account, House.FEES, quote, fee))
    return legs if cost and fee else [leg for leg in legs if leg.amount]


def apply_fill(position: Position, *, side: Side, quantity: Decimal, cost: Decimal) -> Position:
    """The position after a fill; a sale realises its proceeds less the average cost of what left.

    Long only: selling more than is held is a ValueError, because risk must have refused it.
    """
    held, worth, realised = position
    if side is Side.BUY:
        return Position(EXACT.add(held, quantity), EXACT.add(worth, cost), realised)
    if quantity > held:
        raise ValueError("a fill sells more than is held")
    left = EXACT.subtract(held, quantity)
    # The last unit takes the whole rest of the cost, so that a closed position costs exactly nothing.
    share = _round(worth, quantity, held) if left else worth
    return Position(left, EXACT.subtract(worth, share), EXACT.add(realised, EXACT.subtract(cost, share)))


def _round(cost: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    return _TO_EVEN.quantize(_TO_EVEN.divide(_TO_EVEN.multiply(cost, part), whole), PLACES)


def net_changes(movements: Iterable[Movement]) -> dict[tuple[str, str], Decimal]:
    """What movements change per (account, asset); the sum over accounts is zero for every asset."""
    net: dict[tuple[str, str], Decimal] = {}
    with exact_arithmetic():
        for debit, credit, asset, amount in movements:
            giver, taker = (debit, asset), (credit, asset)
            net[giver] = net.get(giver, ZERO) - amount
            net[taker] = net.get(taker, ZERO) + amount
    return net
