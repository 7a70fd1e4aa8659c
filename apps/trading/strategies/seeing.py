"""What a rule sees: indicators as arrays, with an entry for each agent of a tick, or for each bar of a past.

A rule is written once, over arrays. In the fleet their entries are the markets of many agents on one bar
(`Moment`), in a backtest the bars of one market (`Past`). Each value is computed of exactly as many bars as
its indicator asks for, so that it is the same wherever it is computed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from apps.trading.strategies.series import Floats, Series

Integers = NDArray[np.int64]
NOTHING = float("nan")


@dataclass(frozen=True, eq=False)
class Indicator:
    """A number that follows from the last `bars(*parameters)` bars of a market; not a number before.

    It is rounded to `places`, so that what is equal in theory is equal to a threshold in practice. `over`
    computes it for all bars of a series at once, where that gives the same numbers.
    """

    name: str
    of: Callable[..., float]
    bars: Callable[..., int]
    places: int = 6
    over: Callable[..., Floats] | None = None

    def last(self, series: Series, *parameters: Any) -> float:
        """As of the last bar."""
        needed, count = self.bars(*parameters), len(series)
        if count < needed:
            return NOTHING
        return round(float(self.of(series.part(count - needed, count), *parameters)), self.places)

    def each(self, series: Series, *parameters: Any) -> Floats:
        """As of each bar."""
        needed, count = self.bars(*parameters), len(series)
        values = np.full(count, NOTHING)
        if count < needed:
            return values
        if self.over is not None:
            # As `round` does it, digit for digit: scaling and rounding would differ at the last place.
            values[needed - 1 :] = [
                round(each, self.places) for each in self.over(series, *parameters)[needed - 1 :].tolist()
            ]
            return values
        for end in range(needed, count + 1):
            value = float(self.of(series.part(end - needed, end), *parameters))
            values[end - 1] = round(value, self.places)
        return values


@dataclass(frozen=True, eq=False)
class PairIndicator:
    """A number that follows from the last bars of two markets, of which each has one at the same time."""

    name: str
    of: Callable[..., float]
    bars: Callable[..., int]
    places: int = 6

    def last(self, series: Series, other: Series, *parameters: Any) -> float:
        """As of the last bar; not a number where the two do not have the same bars."""
        needed = self.bars(*parameters)
        ours, theirs = (each.part(max(0, len(each) - needed), len(each)) for each in (series, other))
        if len(ours) < needed or not np.array_equal(ours.opened_at, theirs.opened_at):
            return NOTHING
        return round(float(self.of(ours, theirs, *parameters)), self.places)


class Seen(Protocol):
    """What a rule may look at."""

    @property
    def close(self) -> Floats:
        """The last price."""
        ...

    @property
    def number(self) -> Integers:
        """The bars since 1970, so that every n-th bar is the same one for everybody."""
        ...

    @property
    def weight(self) -> Floats:
        """The share of an agent's equity that it holds in the market."""
        ...

    def __call__(self, indicator: Indicator, *parameters: Any) -> Floats:
        """An indicator with the parameters of each."""
        ...

    def pair(self, indicator: PairIndicator, *parameters: Any) -> Floats:
        """The same of the market and the agent's other one; not a number where it has no other."""
        ...

    def summed(self, values: Floats) -> Floats:
        """Their sum over the markets of the same agent."""
        ...


class Markets:
    """The bars of many markets on one tick; each indicator is computed once for all who ask for it."""

    def __init__(self, series: Sequence[Series]) -> None:
        self.series = series
        self._known: dict[tuple[Any, ...], float] = {}

    def value(self, indicator: Indicator, market: int, parameters: tuple[Any, ...]) -> float:
        """An indicator of one market."""
        key = (indicator, market, parameters)
        if (known := self._known.get(key)) is None:
            known = self._known[key] = indicator.last(self.series[market], *parameters)
        return known

    def pair_value(
        self, indicator: PairIndicator, market: int, other: int, parameters: tuple[Any, ...]
    ) -> float:
        """An indicator of two markets; below zero is none."""
        if other < 0:
            return NOTHING
        key = (indicator, market, other, parameters)
        if (known := self._known.get(key)) is None:
            pair = (self.series[market], self.series[other])
            known = self._known[key] = indicator.last(*pair, *parameters)
        return known


@dataclass(frozen=True, eq=False)
class Moment:
    """Many agents on one tick: a row for each market of each.

    `market` is the place of a row's market among the series, `other` that of the agent's other market (below
    zero: none), `agent` the agent's number. Only of rules that look at what is held is that read (`weigh`).
    """

    markets: Markets
    market: Integers
    other: Integers
    agent: Integers
    close: Floats
    weigh: Callable[[], Floats]

    @cached_property
    def weight(self) -> Floats:
        """The share of an agent's equity that it holds in the market."""
        return self.weigh()

    @property
    def number(self) -> Integers:
        """The bars since 1970."""
        numbers = [int(each.opened_at[-1]) // each.seconds for each in self.markets.series]
        return np.array(numbers, dtype=np.int64)[self.market]

    def __call__(self, indicator: Indicator, *parameters: Any) -> Floats:
        """An indicator with the parameters of each row."""
        return _once_each(
            lambda market, *rest: self.markets.value(indicator, int(market), rest),
            [self.market, *self._columns(parameters)],
        )

    def pair(self, indicator: PairIndicator, *parameters: Any) -> Floats:
        """An indicator of each row's market and the agent's other one."""
        return _once_each(
            lambda market, other, *rest: self.markets.pair_value(indicator, int(market), int(other), rest),
            [self.market, self.other, *self._columns(parameters)],
        )

    def summed(self, values: Floats) -> Floats:
        """Their sum over the rows of the same agent."""
        sums = np.bincount(self.agent, weights=values).astype(np.float64)
        return sums[self.agent]

    def _columns(self, parameters: Sequence[Any]) -> list[NDArray[Any]]:
        return [np.broadcast_to(np.asarray(each), self.market.shape) for each in parameters]


def _once_each(function: Callable[..., float], columns: Sequence[NDArray[Any]]) -> Floats:
    """A function of the columns' rows, computed once for rows that are alike."""
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        kinds, places = np.unique(column, return_inverse=True)
        codes = codes * len(kinds) + places
    _, firsts, places = np.unique(codes, return_index=True, return_inverse=True)
    rows = zip(*(column[firsts].tolist() for column in columns), strict=True)
    values: Floats = np.array([function(*row) for row in rows], dtype=np.float64)[places]
    return values


@dataclass(frozen=True, eq=False)
class Past:
    """All bars of one market, for one setting of the parameters. Nobody holds anything in it."""

    series: Series

    @property
    def close(self) -> Floats:
        """The price at the close of each bar."""
        return self.series.close

    @property
    def number(self) -> Integers:
        """The bars since 1970."""
        numbers: Integers = self.series.opened_at // self.series.seconds
        return numbers

    @property
    def weight(self) -> Floats:
        """Raises TypeError: what is held is only known bar by bar."""
        raise TypeError("what is held is only known bar by bar")

    def __call__(self, indicator: Indicator, *parameters: Any) -> Floats:
        """An indicator as of each bar."""
        return indicator.each(self.series, *parameters)

    def pair(self, indicator: PairIndicator, *parameters: Any) -> Floats:
        """There is no other market."""
        return np.full(len(self.series), NOTHING)

    def summed(self, values: Floats) -> Floats:
        """There is no other market."""
        return values
