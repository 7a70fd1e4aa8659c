"""The exact path: bars in order, the strategy's own decisions, and paper trading's own cores.

A decision sees the bars up to the one that has just closed, and its order meets the next. Bars on which
nothing can happen (no order waits, and the strategy's signals say that it would hold) are skipped.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from apps.trading.backtests.desk import Desk, limit_order, market_order
from apps.trading.backtests.market import ZERO, Assumptions, Market
from apps.trading.ledger import Position
from apps.trading.market.columns import Columns
from apps.trading.market.types import Bar
from apps.trading.risk import Proposal
from apps.trading.strategies.series import Series
from apps.trading.strategies.sizing import headroom_of
from apps.trading.strategies.types import Action, Parameters, Signal, Strategy, View
from apps.trading.types import Side, exact_arithmetic, round_down

LOOK_EVERY = 256
"""After how many bars of the walk `on_progress` is told."""

SIDES = {Action.BUY: Side.BUY, Action.SELL: Side.SELL}
Progress = Callable[[int, int], None]


class LastBars(Sequence[Bar]):
    """The bars before `end`, at most `count`, each made when it is looked at."""

    def __init__(self, columns: Columns, end: int, count: int) -> None:
        self._columns, self._indices = columns, range(max(0, end - count), end)

    def __len__(self) -> int:
        return len(self._indices)

    @overload
    def __getitem__(self, index: int) -> Bar: ...
    @overload
    def __getitem__(self, index: slice) -> list[Bar]: ...
    def __getitem__(self, index: int | slice) -> Bar | list[Bar]:
        if isinstance(index, slice):
            return [self._columns.bar(each) for each in self._indices[index]]
        return self._columns.bar(self._indices[index])

    def total(self, count: int) -> int:
        """The sum of the last `count` closes, as the columns have them."""
        end = self._indices.stop
        return self._columns.total(max(self._indices.start, end - count), end)

    @property
    def closes(self) -> NDArray[np.int64]:
        """Their closes, as the columns have them."""
        return self._columns.close[self._indices.start : self._indices.stop]

    @property
    def series(self) -> Series:
        """All of them as floats."""
        return Series.of_columns(self._columns, self._indices.start, self._indices.stop)


@dataclass(frozen=True)
class ColumnView(View):
    """A view whose prices come straight from the columns."""

    bars: LastBars
    decimals: int = 0

    @property
    def price(self) -> Decimal:
        """The last close."""
        return Decimal(int(self.bars.closes[-1])).scaleb(-self.decimals)

    def total(self, count: int) -> Decimal:
        """The exact sum of the last `count` closes."""
        return Decimal(self.bars.total(count)).scaleb(-self.decimals)

    @cached_property
    def closes(self) -> NDArray[np.float64]:
        """The closing prices, for indicators."""
        return self.bars.closes / 10.0**self.decimals

    @property
    def series(self) -> Series:
        """All of the bars as floats, for rules."""
        return self.bars.series


@dataclass(slots=True)
class Mark:
    """What the account had from the close of a bar on, until the next mark."""

    bar: int
    cash: Decimal
    quantity: Decimal


@dataclass(slots=True)
class Played:
    """What came of it: the desk with its books and fills, the marks of its equity, why it ordered."""

    desk: Desk
    marks: list[Mark]
    sentences: dict[int, str] = field(default_factory=dict)
    decisions: int = 0


class _Walk:
    """Which bars have to be looked at."""

    def __init__(self, strategy: Strategy[Any], parameters: Parameters, market: Market) -> None:
        self._count = len(market.columns)
        self._position: Position | None = None
        self._held: bool | None = None
        self._nexts: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None
        if strategy.signals is not None:
            found = strategy.signals(market.columns, parameters)
            self._nexts = (_nexts(found.enters), _nexts(found.exits))

    def next(self, index: int, desk: Desk) -> int:
        """The first bar from `index` on that matters to the desk as it stands."""
        holds = self._holds(desk)
        if desk.live or self._nexts is None or holds is None or index >= self._count:
            return index
        return int(self._nexts[holds][index])

    def _holds(self, desk: Desk) -> bool | None:
        """Whether something is held that can be sold at any price; None where it is too little to be sure."""
        if desk.position is not self._position:
            quantity = round_down(desk.position.quantity, desk.market.lot)
            is_enough = quantity * desk.market.lowest >= desk.market.min_notional
            self._position = desk.position
            self._held = (True if is_enough else None) if quantity else False
        return self._held

    def acts(self, index: int, desk: Desk) -> bool:
        """Whether the strategy has to be asked."""
        return self.next(index, desk) == index


def _nexts(signals: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each bar the first from it on that has a signal; their count where there is none."""
    count = len(signals)
    bars = np.where(signals, np.arange(count), count)
    nexts: NDArray[np.int64] = np.minimum.accumulate(bars[::-1])[::-1]
    return nexts


def play(
    market: Market,
    strategy: Strategy[Any],
    parameters: Parameters,
    assumptions: Assumptions,
    *,
    on_progress: Progress | None = None,
) -> Played:
    """Play a strategy through a market. `on_progress` is told of bars done and of how many."""
    with exact_arithmetic(), _uncollected():
        return _play(market, strategy, parameters, assumptions, on_progress)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles: playing makes none, and what it books is much to look through."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _play(
    market: Market,
    strategy: Strategy[Any],
    parameters: Parameters,
    assumptions: Assumptions,
    on_progress: Progress | None,
) -> Played:
    desk = Desk(market, assumptions)
    played = Played(desk, [Mark(market.first, assumptions.capital, ZERO)])
    decider = _Decider(market, strategy, parameters, assumptions)
    for index in _steps(market, decider.walk, desk, on_progress):
        if desk.meet(index):
            played.marks.append(Mark(index, desk.cash, desk.position.quantity))
        if decider.walk.acts(index, desk) and index + 1 < len(market.columns):
            decider.decide(index, desk, played)
    return played


def _steps(market: Market, walk: _Walk, desk: Desk, on_progress: Progress | None) -> Iterator[int]:
    index, count, looked = market.first, len(market.columns), 0
    while (index := walk.next(index, desk)) < count:
        yield index
        index, looked = index + 1, looked + 1
        if on_progress is not None and not looked % LOOK_EVERY:
            on_progress(index, count)


class _Decider:
    """The strategy with what it remembers."""

    def __init__(
        self, market: Market, strategy: Strategy[Any], parameters: Parameters, assumptions: Assumptions
    ) -> None:
        self.walk = _Walk(strategy, parameters, market)
        self._market, self._strategy, self._parameters = market, strategy, parameters
        self._needed = strategy.bars_needed(parameters)
        self._headroom = headroom_of(assumptions.taker_fee, assumptions.limits.collar)
        self._state: dict[str, Any] = {}
        self._arithmetic = Context()

    def decide(self, index: int, desk: Desk, played: Played) -> None:
        """Ask on the close of a bar, and place what is wanted."""
        with localcontext(self._arithmetic):  # that in which agents decide
            signal: Signal = self._strategy.decide(
                self._view(index), desk.holding(), self._state, self._parameters
            )
        self._state = dict(signal.state)
        played.decisions += 1
        if signal.action is Action.HOLD:
            return
        verdict = desk.place(self._order(signal, index), index)
        if verdict.accepted:
            played.sentences[index] = signal.sentence

    def _order(self, signal: Signal, index: int) -> Proposal:
        """What is wanted as an order; one with a price waits for it until the next bar has closed."""
        side = SIDES[signal.action]
        if signal.limit_price is None:
            return market_order(side, signal.quantity)
        until = self._market.columns.closing(index + 1)
        return limit_order(side, signal.quantity, signal.limit_price, until)

    def _view(self, index: int) -> ColumnView:
        columns = self._market.columns
        return ColumnView(
            bars=LastBars(columns, index + 1, self._needed),
            lot=columns.lot,
            min_notional=self._market.min_notional,
            headroom=self._headroom,
            decimals=columns.decimals,
            tick=self._market.tick,
        )
