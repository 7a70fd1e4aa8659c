"""What a strategy sees and what it answers: numbers in, a signal and its reasons out.

A strategy is one file that ends in `STRATEGY = register(Strategy(...))`, in the folder `strategies` of any
app. It knows no clock, database or network, so that the same bars always give the same signal, live,
replayed or in a backtest.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from apps.system.types import plain
from apps.trading.market.columns import Columns
from apps.trading.market.types import Bar
from apps.trading.strategies.judging import Judgement
from apps.trading.strategies.seeing import Seen
from apps.trading.strategies.series import Series


class Action(StrEnum):
    """What a strategy wants done."""

    BUY = "buy"
    SELL = "sell"
    HOLD = "hold"


class Parameters(BaseModel):
    """The settings of a strategy; its schema is what people fill in."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class View:
    """The closed bars of one market, oldest first, and what an order in it must respect."""

    bars: Sequence[Bar]
    lot: Decimal
    min_notional: Decimal
    headroom: Decimal
    """The fraction of its notional that a market buy needs free on top: worst price and fee."""

    tick: Decimal = Decimal(0)
    """The step of its prices; zero where nobody asks."""

    @cached_property
    def price(self) -> Decimal:
        """The last close."""
        return self.bars[-1].close

    @cached_property
    def told_price(self) -> str:
        """The last close as people read it."""
        return plain(self.price)

    def total(self, count: int) -> Decimal:
        """The exact sum of the last `count` closes."""
        return sum((bar.close for bar in self.bars[-count:]), Decimal(0))

    @cached_property
    def closes(self) -> NDArray[np.float64]:
        """The closing prices, for indicators."""
        return np.array([float(bar.close) for bar in self.bars], dtype=np.float64)

    @property
    def series(self) -> Series:
        """All of the bars as floats, for rules."""
        return Series.of_bars(self.bars)


class Holding(NamedTuple):
    """What the agent has free, base asset and cash in the quote asset, and how many orders are still live."""

    position: Decimal
    cash: Decimal
    live_orders: int = 0


class Rule(NamedTuple):
    """One step of the reasoning: what was compared with what, and whether it held."""

    rule: str
    inputs: Mapping[str, str]
    threshold: str
    met: bool

    def as_data(self) -> dict[str, Any]:
        """The rule as JSON."""
        return {"rule": self.rule, "inputs": dict(self.inputs), "threshold": self.threshold, "met": self.met}


@dataclass(slots=True)
class Signal:
    """A decision with its reasons. `confidence` is from 0 to 1; `quantity` is zero when holding.

    Nobody changes one. It is not frozen, because that would triple what making one costs.
    """

    action: Action
    quantity: Decimal
    confidence: Decimal
    sentence: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    rules: Sequence[Rule] = ()
    state: Mapping[str, Any] = field(default_factory=dict)
    limit_price: Decimal | None = None
    """The price to quote until the next bar has closed; without one the order takes what the market has."""


@dataclass(frozen=True, eq=False)
class Signals:
    """After which bars a strategy buys where it holds nothing, and sells where it holds something."""

    enters: NDArray[np.bool_]
    exits: NDArray[np.bool_]

    def __post_init__(self) -> None:
        if bool(np.any(self.enters & self.exits)):
            raise ValueError("a strategy would sell on a bar on which it would buy")


P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True)
class Strategy(Generic[P]):
    """A way to trade: its parameters, how many bars it must see, and the function that decides.

    `signals` says for many bars at once when `decide` acts, for strategies that hold one position at a time
    and remember nothing; it may name bars on which funds or lots then forbid it, and never leaves one out.
    A backtest skips all other bars, and a sweep needs nothing else. `version` goes up whenever the same bars
    would be decided otherwise than before.
    """

    kind: str
    description: str
    parameters: type[P]
    bars_needed: Callable[[P], int]
    decide: Callable[[View, Holding, Mapping[str, Any], P], Signal]
    judge: Callable[[Seen, Any], Judgement]
    """The rule for any number of agents at once, their parameters as arrays; see `judging`."""

    signals: Callable[[Columns, P], Signals] | None = None
    fraction: Callable[[P], Decimal] | None = None
    """The share of its equity that a purchase may cost, where `signals` is given."""

    is_of_pairs: bool = False
    """Whether it compares two markets: of one alone, as in a backtest, it can say nothing."""

    elsewhere: Callable[[P], str] | None = None
    """The other venue with whose prices it compares those of its own; empty: none."""

    version: int = 1
    title: str = ""
    """Its name for people."""
