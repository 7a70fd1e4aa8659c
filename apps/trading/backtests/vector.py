"""The vector path: a strategy's signals as whole arrays, for sweeps. No loop over bars.

It assumes what the exact path checks: that the bar's volume fills every order whole, that no open lies beyond
the price collar, and that lots and ticks are fine enough not to matter. Where that holds, trades are the same
and equity differs by what the exact path rounds to lots, ticks and eighteen places. In both, the fee is paid
in cash on top of a purchase's cost and out of a sale's proceeds.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.trading.backtests.curve import Curve
from apps.trading.backtests.market import Assumptions, Market
from apps.trading.strategies.sizing import headroom_of
from apps.trading.strategies.types import Parameters, Strategy

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


class NotVectorised(ValueError):
    """The strategy or the assumptions need the exact path."""


@dataclass(frozen=True, eq=False)
class Screened:
    """Bars of fills, purchases and sales in turn (the last purchase may have no sale), what each closed trade
    made of the equity as a factor, and the curve."""

    entries: Indices
    exits: Indices
    growth: Floats
    curve: Curve

    @property
    def win_rate(self) -> float | None:
        """The share of closed trades that gained."""
        return float((self.growth > 1).mean()) if len(self.growth) else None


def screen(
    market: Market, strategy: Strategy[Any], parameters: Parameters, assumptions: Assumptions
) -> Screened:
    """Trades and equity of a strategy by its signals alone. Raises NotVectorised."""
    if strategy.signals is None or strategy.fraction is None:
        raise NotVectorised(f"{strategy.kind} has no signals: it is decided bar by bar.")
    if assumptions.latency:
        raise NotVectorised("latency is played by the exact path alone")
    found = strategy.signals(market.columns, parameters)
    bought, sold = _turns(found.enters, found.exits, market.first)
    collar = assumptions.limits.collar
    share = min(strategy.fraction(parameters), 1 / (1 + headroom_of(assumptions.taker_fee, collar)))
    return _trade(market, assumptions, bought, sold, float(share))


def _turns(enters: NDArray[np.bool_], exits: NDArray[np.bool_], first: int) -> tuple[Indices, Indices]:
    """The bars after which it buys and sells, in turn; the last bar decides nothing."""
    wanted = enters[first:-1].view(np.int8) - exits[first:-1].view(np.int8)
    bars = np.flatnonzero(wanted)
    signs = wanted[bars]
    turns = np.empty(len(signs), dtype=np.bool_)
    if len(signs):
        turns[0] = signs[0] > 0  # whoever holds nothing has nothing to sell
        np.not_equal(signs[1:], signs[:-1], out=turns[1:])
    bars, signs = bars[turns] + first, signs[turns]
    return bars[signs > 0], bars[signs < 0]


def _trade(
    market: Market, assumptions: Assumptions, bought: Indices, sold: Indices, share: float
) -> Screened:
    opens, closes = market.columns.opens, market.columns.closes
    fee, slippage = float(assumptions.taker_fee), float(assumptions.slippage)
    entries, exits, closed = bought + 1, sold + 1, len(sold)
    paid = opens[entries] * (1 + slippage) * (1 + fee) / closes[bought]
    got = opens[exits] * (1 - slippage) * (1 - fee) / closes[bought[:closed]]
    growth = 1 + share * (got - paid[:closed])
    capital = float(assumptions.capital)
    before = capital * np.append(1.0, np.cumprod(growth))
    at_entry = before[: len(bought)]
    cash, quantity = np.empty(len(bought) + closed + 1), np.zeros(len(bought) + closed + 1)
    cash[0], cash[1::2], cash[2::2] = capital, at_entry * (1 - share * paid), before[1:]
    quantity[1::2] = at_entry * share / closes[bought]
    bounds = np.empty(len(cash) + 1, dtype=np.intp)
    bounds[0], bounds[1:-1:2], bounds[2:-1:2], bounds[-1] = market.first, entries, exits, len(closes)
    counts = np.diff(bounds)
    equity = np.repeat(quantity, counts)
    equity *= closes[market.first :]
    equity += np.repeat(cash, counts)
    seconds = market.columns.interval.seconds
    closed_at = market.columns.opened_at[market.first :] + seconds
    return Screened(entries, exits, growth, Curve(capital, equity, closed_at, seconds))
