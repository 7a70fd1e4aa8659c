"""How much a strategy may sell or buy."""

from decimal import Decimal

from apps.trading import risk
from apps.trading.strategies.types import Holding, View
from apps.trading.types import round_down

NOTHING = Decimal(0)
COLLAR = risk.Limits().collar


def headroom_of(taker_fee: Decimal, collar: Decimal = COLLAR) -> Decimal:
    """What a market buy holds above its price, as a fraction: the collar and the fee."""
    return (1 + collar) * (1 + taker_fee) - 1


def sellable(view: View, holding: Holding, price: Decimal) -> Decimal:
    """What is held in whole lots, or nothing where that is too little for an order."""
    quantity = round_down(holding.position, view.lot)
    return quantity if quantity * price >= view.min_notional else NOTHING


def affordable(view: View, holding: Holding, price: Decimal, fraction: Decimal) -> Decimal:
    """What a share of the equity buys in whole lots, with cash left for the worst price and the fee."""
    equity = holding.cash + holding.position * price
    budget = min(equity * fraction, holding.cash / (1 + view.headroom))
    quantity = round_down(max(budget, NOTHING) / price, view.lot)
    return quantity if quantity * price >= view.min_notional else NOTHING
