"""Results of the analysis tools, with snake_case names. Each says where its figures come from, and when."""

import math
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict

from apps.trading.analysis.compute import Computed
from apps.trading.analysis.regimes import (
    HIGH_THIRD,
    LOW_THIRD,
    TREND_BEGINS,
    TREND_ENDS,
    WINDOW,
    Regimes,
    Stretch,
)
from apps.trading.analysis.signals import Direction, Signal
from apps.trading.selectors.technicals import History, Scan, Scanned, Technicals
from apps.trading.types import Interval

NEWEST_STRETCHES = 20


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


Figure = Annotated[float | None, BeforeValidator(_finite)]
"""A number; null where there is none."""


class Result(BaseModel):
    """What an analysis answers."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class IndicatorPoint(Result):
    """What an indicator was once a bar had closed."""

    at: datetime
    values: dict[str, Figure]


class IndicatorResult(Result):
    """One indicator at the last closed bar, and before.

    `id` is how to ask for it with these numbers. `warm_up` bars pass before its first value;
    `settles_after` is the number of bars after which what came before them weighs less than 0.1 %, null
    where every bar counts, so that the value is one of just these bars.
    """

    id: str
    name: str
    title: str
    about: str
    unit: str
    parameters: dict[str, float]
    warm_up: int
    settles_after: int | None
    values: dict[str, Figure]
    reading: str
    series: list[IndicatorPoint]

    @classmethod
    def of(cls, computed: Computed) -> Self:
        """Of an indicator that was computed."""
        wanted, indicator = computed.wanted, computed.wanted.indicator
        return cls(
            id=wanted.id,
            name=indicator.name,
            title=indicator.title,
            about=indicator.about,
            unit=indicator.unit,
            parameters=dict(wanted.parameters),
            warm_up=wanted.warm_up,
            settles_after=wanted.settles_after,
            values=dict(computed.latest),
            reading=computed.reading,
            series=[IndicatorPoint.model_validate(point) for point in computed.points],
        )


class TechnicalAnalysis(Result):
    """Indicators of a symbol over its last closed bars; `as_of` is when the newest of them closed."""

    symbol: str
    venue: str
    interval: Interval
    close: float
    bars_used: int
    indicators: list[IndicatorResult]
    source: str
    as_of: datetime

    @classmethod
    def of(cls, technicals: Technicals) -> Self:
        """Of indicators over a history."""
        history = technicals.history
        return cls(
            **_market(history),
            close=float(history.frame.close[-1]),
            indicators=[IndicatorResult.of(each) for each in technicals.computed],
        )


class SignalResult(Result):
    """A rule that fired when a bar closed (`at`), the values it compared, and those of the bar before."""

    rule: str
    direction: Direction
    says: str
    numbers: dict[str, Figure]
    before: dict[str, Figure]
    at: datetime

    @classmethod
    def of(cls, signal: Signal) -> Self:
        """Of a signal."""
        rule = signal.rule
        return cls(
            rule=rule.name,
            direction=rule.direction,
            says=rule.says,
            numbers=dict(signal.numbers),
            before=dict(signal.before),
            at=signal.at,
        )


class SymbolSignals(Result):
    """The signals of one symbol; `as_of` is null where its history is too short to tell."""

    symbol: str
    bars_used: int
    signals: list[SignalResult]
    as_of: datetime | None

    @classmethod
    def of(cls, scanned: Scanned) -> Self:
        """Of a symbol that was scanned."""
        return cls(
            symbol=scanned.symbol,
            bars_used=scanned.bars,
            signals=[SignalResult.of(signal) for signal in scanned.signals],
            as_of=scanned.history.as_of if scanned.history else None,
        )


class SignalScan(Result):
    """What fired on the last closed bars of a venue; `bars_needed` is what the rules need of each symbol."""

    venue: str
    interval: Interval
    rules: list[str]
    bars_needed: int
    symbols: list[SymbolSignals]
    source: str
    as_of: datetime

    @classmethod
    def of(cls, scan: Scan) -> Self:
        """Of a scan of a venue."""
        return cls(
            venue=scan.venue,
            interval=scan.interval,
            rules=[rule.name for rule in scan.rules],
            bars_needed=max(rule.needs for rule in scan.rules),
            symbols=[SymbolSignals.of(each) for each in scan.scanned],
            source=scan.source,
            as_of=scan.as_of,
        )


class RegimeStretch(Result):
    """Consecutive bars of one regime; `since` and `until` are when the first and the last of them closed."""

    volatility: str
    trend: str
    since: datetime
    until: datetime
    bars: int


class RegimeRule(Result):
    """The numbers that the two rules compare with."""

    volatility_window: int
    low_below_percentile: float
    high_above_percentile: float
    low_below: float
    high_above: float
    trend_begins_at_adx: float
    trend_ends_below_adx: float


class MarketRegime(Result):
    """What kind of market it is, with the numbers that say so.

    `realised_volatility` (a fraction by the year) is the deviation of the last log returns; its
    `volatility_percentile` is among all windows of the bars used. `volatility` is `low`, `normal` or `high`,
    `trend` is `up`, `down` or `sideways`. `shares` tells which part of the bars each regime took; `stretches`
    are the newest, oldest first.
    """

    symbol: str
    venue: str
    interval: Interval
    volatility: str
    trend: str
    since: datetime
    bars_in_regime: int
    realised_volatility: float
    volatility_percentile: float
    adx: float
    plus_di: float
    minus_di: float
    rule: RegimeRule
    shares: dict[str, float]
    stretches: list[RegimeStretch]
    bars_used: int
    warm_up: int
    source: str
    as_of: datetime

    @classmethod
    def of(cls, history: History, regimes: Regimes) -> Self:
        """Of the regimes of a history."""
        current = regimes.current
        return cls(
            **_market(history),
            volatility=current.volatility,
            trend=current.trend,
            since=current.since,
            bars_in_regime=current.bars,
            realised_volatility=regimes.volatility,
            volatility_percentile=regimes.volatility_rank,
            adx=regimes.adx,
            plus_di=regimes.plus_di,
            minus_di=regimes.minus_di,
            rule=_rule(regimes),
            shares=dict(regimes.shares),
            stretches=[_stretch(each) for each in regimes.stretches[-NEWEST_STRETCHES:]],
            warm_up=len(history.frame) - sum(each.bars for each in regimes.stretches),
        )


def _rule(regimes: Regimes) -> RegimeRule:
    return RegimeRule(
        volatility_window=WINDOW,
        low_below_percentile=LOW_THIRD,
        high_above_percentile=HIGH_THIRD,
        low_below=regimes.low_below,
        high_above=regimes.high_above,
        trend_begins_at_adx=TREND_BEGINS,
        trend_ends_below_adx=TREND_ENDS,
    )


def _stretch(stretch: Stretch) -> RegimeStretch:
    return RegimeStretch.model_validate(stretch)


def _market(history: History) -> dict[str, Any]:
    return {
        "symbol": history.symbol,
        "venue": history.venue,
        "interval": history.interval,
        "bars_used": len(history.frame),
        "source": history.source,
        "as_of": history.as_of,
    }
