"""Making a past decision again, of the same bars and holdings, with the same settings or with others.

Nothing is written: the bars are those that had closed, what was held is what
the decision wrote down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from apps.agents.models import Agent, AgentConfiguration, Decision
from apps.agents.selectors.crew import place_elsewhere
from apps.agents.selectors.waking import look_elsewhere
from apps.agents.services.creation import check_parameters
from apps.agents.snapshots import Snapshots
from apps.system.errors import Refused
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Instrument
from apps.trading.selectors.venues import get_venue
from apps.trading.strategies import deciding
from apps.trading.strategies.registry import find_strategy
from apps.trading.strategies.seeing import Markets, Moment
from apps.trading.strategies.series import Series
from apps.trading.strategies.sizing import headroom_of
from apps.trading.strategies.types import Holding, Parameters, Signal, Strategy, View
from apps.trading.types import Interval


class NotRepeatable(Refused):
    """The decision cannot be made again; the text says why."""

    code, title = "not_repeatable", "The decision cannot be made again"


@dataclass(frozen=True)
class Rerun:
    """What a decision comes to now. `is_of_the_same`: bars, settings and holdings are what they were; None
    where that was not written down, or other settings were asked for."""

    kind: str
    parameters: dict[str, Any]
    signal: Signal
    is_of_the_same: bool | None


@dataclass(frozen=True, eq=False)
class _Chosen:
    """A strategy with its settings."""

    strategy: Strategy[Any]
    parameters: Parameters

    @property
    def needed(self) -> int:
        """The bars that it asks for."""
        return self.strategy.bars_needed(self.parameters)

    @property
    def elsewhere(self) -> str:
        """The other venue with whose prices it compares; empty: none."""
        return self.strategy.elsewhere(self.parameters) if self.strategy.elsewhere else ""


def rerun_decision(
    agent: Agent, decision: Decision, *, kind: str | None = None, changes: Mapping[str, Any] | None = None
) -> Rerun:
    """Make a decision of an agent again: as another kind of agent, with some settings changed, or as it was.

    Raises UnknownType, BadSettings and NotRepeatable.
    """
    chosen = _choose(agent, decision, kind, dict(changes or {}))
    symbols, series = _bars(agent, decision, chosen)
    place, holding = symbols.index(decision.symbol), _holding(decision)
    other = _other(chosen, agent, symbols, decision.symbol)
    is_asked_anew = kind is not None or bool(changes)
    signal = _decide(chosen, series, place, _view(decision, series[place]), holding, agent, symbols)
    snapshot = Snapshots(series).of((place, other), chosen, holding)
    is_same = snapshot == decision.snapshot if decision.snapshot and not is_asked_anew else None
    return Rerun(chosen.strategy.kind, chosen.parameters.model_dump(mode="json"), signal, is_same)


def _choose(agent: Agent, decision: Decision, kind: str | None, changes: dict[str, Any]) -> _Chosen:
    then = AgentConfiguration.objects.get(agent=agent, version=decision.version).parameters
    is_other = kind is not None and kind != agent.type
    wanted = kind or agent.type
    parameters = check_parameters(wanted, changes if is_other else {**then, **changes})
    strategy = find_strategy(wanted)
    if strategy is None:
        raise NotRepeatable("A language model decided, or would: what it says is not the same twice.")
    return _Chosen(strategy, strategy.parameters.model_validate(parameters))


def _bars(agent: Agent, decision: Decision, chosen: _Chosen) -> tuple[list[str], list[Series]]:
    """The bars of the agent's markets up to that of the decision, where one closed with it; then those of
    the other venue with which it compares them."""
    symbols, series, needed = [], [], chosen.needed
    source, interval = source_for(get_venue(decision.venue)), Interval(decision.interval)
    until = decision.bar_at + interval.length
    closed: list[Bar] = []
    for symbol in sorted(agent.symbols):
        bars = source.candles(symbol, interval, until=until, count=max(needed, 1))
        if bars and bars[-1].opened_at == decision.bar_at:
            symbols.append(symbol)
            series.append(Series.of_bars(bars))
            closed.append(bars[-1])
    if decision.symbol not in symbols:
        raise NotRepeatable("The bars that it rests on are no longer kept.")
    if chosen.elsewhere:
        for symbol, found in look_elsewhere(chosen.elsewhere, closed, needed, now=decision.recorded_at):
            symbols.append(place_elsewhere(chosen.elsewhere, symbol))
            series.append(found)
    return symbols, series


def _other(chosen: _Chosen, agent: Agent, symbols: Sequence[str], symbol: str) -> int:
    """The place of the market with which one of them is compared; below zero: there is none."""
    if chosen.elsewhere:
        wanted = [place_elsewhere(chosen.elsewhere, symbol)]
    else:
        wanted = [each for each in agent.symbols if each != symbol]
    return next((symbols.index(each) for each in wanted if each in symbols), -1)


def _holding(decision: Decision) -> Holding:
    said = decision.inputs
    if "position" not in said or "cash" not in said:
        raise NotRepeatable("What was held then is not written on it.")
    live = int(said.get("live_orders", 0))
    return Holding(Decimal(said["position"]), Decimal(said["cash"]), live)


def _view(decision: Decision, series: Series) -> View:
    row = Instrument.objects.get(venue=decision.venue, symbol=decision.symbol)
    source, interval = source_for(get_venue(decision.venue)), Interval(decision.interval)
    until = decision.bar_at + interval.length
    bars = source.candles(decision.symbol, interval, until=until, count=1)
    return View(bars, row.lot_size, row.min_notional, headroom_of(row.taker_fee), row.tick_size)


def _decide(
    chosen: _Chosen,
    series: Sequence[Series],
    place: int,
    view: View,
    holding: Holding,
    agent: Agent,
    symbols: Sequence[str],
) -> Signal:
    if len(series[place]) < chosen.needed:
        return deciding.wait_for_bars(len(series[place]), chosen.needed)
    count, close = len(series), np.array([each.close[-1] for each in series])
    position, cash = np.zeros(count), np.full(count, float(holding.cash))
    position[place] = float(holding.position)
    others = [_other(chosen, agent, symbols, own) for own in symbols]
    seen = Moment(
        markets=Markets(series),
        market=np.arange(count),
        other=np.array(others),
        agent=np.zeros(count, dtype=np.int64),
        close=close,
        weigh=lambda: deciding.weight_of(position, cash, close),
    )
    judgement = chosen.strategy.judge(seen, deciding.columns_of([chosen.parameters] * count))
    return deciding.settle(judgement, place, view, holding)
