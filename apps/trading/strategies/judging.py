"""What a rule says: conditions to buy and to sell, and how much, as arrays.

A condition holds data, not text alone: what was compared, with what, and by which figure. What people are
shown as the reasons of a decision is made of it, and nothing else decides.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.trading.strategies.series import Floats

Bools = NDArray[np.bool_]
Numbers = Floats | float

_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    ">=": np.greater_equal,
    "<=": np.less_equal,
    ">": np.greater,
    "<": np.less,
    "=": np.equal,
}


@dataclass(frozen=True, eq=False)
class Condition:
    """That an input compares so with a threshold. What is not a number meets no condition.

    `doubt` is how far beyond the threshold the input is once there is no doubt left; zero: there never is.
    """

    rule: str
    name: str
    value: Floats
    comparison: str
    threshold: Numbers
    doubt: Numbers = 0.0

    @cached_property
    def met(self) -> Bools:
        """Where it holds."""
        met: Bools = _COMPARISONS[self.comparison](self.value, self.threshold)
        return met

    @cached_property
    def strength(self) -> Floats:
        """How clearly it holds: a half at the threshold, from there towards one, and to zero where not."""
        beyond = self.value - self.threshold if self.comparison[0] == ">" else self.threshold - self.value
        with np.errstate(divide="ignore", invalid="ignore"):
            graded = np.nan_to_num(np.clip((1 + beyond / self.doubt) / 2, 0.0, 1.0))
        plain = np.where(self.met, 1.0, 0.0)
        strength: Floats = np.where(np.broadcast_to(np.asarray(self.doubt) > 0, plain.shape), graded, plain)
        return strength


@dataclass(frozen=True, eq=False)
class Share:
    """One position at a time: a purchase costs this share of the equity, a sale is of all that is held."""

    fraction: Numbers


@dataclass(frozen=True, eq=False)
class Target:
    """A purchase goes up to the first share of the equity, a sale down to the second."""

    buy_to: Numbers
    sell_to: Numbers


@dataclass(frozen=True, eq=False)
class Amount:
    """A purchase costs this much of the quote asset, whatever is held already; nothing is ever sold."""

    quote: Numbers


@dataclass(frozen=True, eq=False)
class Quotes:
    """Prices at which to wait for others: a fraction below the last price to buy, above it to sell."""

    distance: Numbers


@dataclass(frozen=True, eq=False)
class Judgement:
    """What a rule makes of what it saw.

    It buys where all conditions of `enter` hold and sells where all of `leave` do; none at all is never.
    `inputs` are the figures that it rests on, by name, for people to see. With `quotes` its orders wait.
    """

    inputs: Mapping[str, Floats]
    enter: Sequence[Condition]
    leave: Sequence[Condition]
    size: Share | Target | Amount
    quotes: Quotes | None = None

    @cached_property
    def grounds(self) -> dict[Hashable, Any]:
        """What was made of its conditions for people, by their figures: many rows share them."""
        return {}

    @cached_property
    def enters(self) -> Bools:
        """Where it would buy."""
        return self._all(self.enter)

    @cached_property
    def leaves(self) -> Bools:
        """Where it would sell."""
        return self._all(self.leave)

    def _all(self, conditions: Sequence[Condition]) -> Bools:
        if not conditions:
            return np.zeros(len(next(iter(self.inputs.values()))), dtype=np.bool_)
        met: Bools = np.logical_and.reduce([each.met for each in conditions])
        return met
