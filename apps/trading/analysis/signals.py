"""Rules over indicators: each fires on the last closed bar, with the numbers that made it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from apps.trading.analysis.compute import bars_needed, series_of
from apps.trading.analysis.frames import Floats, Frame
from apps.trading.analysis.ta import talib
from apps.trading.analysis.wanted import parse_wanted

Direction = Literal["bullish", "bearish", "neutral"]
Numbers = Mapping[str, float]
Series = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the indicators it looks at, and when it fires. `says` is the rule in words."""

    name: str
    direction: Direction
    says: str
    indicators: Mapping[str, str]
    fires: Callable[[Series], bool]

    @property
    def needs(self) -> int:
        """The fewest bars of which both it and the bar before have all values."""
        return 1 + bars_needed([parse_wanted(each) for each in self.indicators.values()])


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that fired when a bar closed: the values it compared, and those of the bar before."""

    rule: Rule
    at: datetime
    numbers: Numbers
    before: Numbers


def _crosses_above(fast: str, slow: str) -> Callable[[Series], bool]:
    return lambda s: bool(s[fast][-2] <= s[slow][-2] and s[fast][-1] > s[slow][-1])


def _crosses_below(fast: str, slow: str) -> Callable[[Series], bool]:
    return lambda s: bool(s[fast][-2] >= s[slow][-2] and s[fast][-1] < s[slow][-1])


def _enters_below(name: str, mark: float) -> Callable[[Series], bool]:
    return lambda s: bool(s[name][-2] >= mark > s[name][-1])


def _enters_above(name: str, mark: float) -> Callable[[Series], bool]:
    return lambda s: bool(s[name][-2] <= mark < s[name][-1])


_AVERAGES = {"fast": "sma:20", "slow": "sma:50"}
_MACD, _BANDS, _RSI = {"": "macd"}, {"": "bollinger_bands"}, {"": "rsi"}
_RANGE_RULE = "volatility_expands"
_DIRECTIONS = {"adx": "adx", "plus": "plus_di", "minus": "minus_di"}

RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("sma_cross_up", "bullish", "SMA 20 crosses above SMA 50", _AVERAGES,
             _crosses_above("fast.sma", "slow.sma")),
        Rule("sma_cross_down", "bearish", "SMA 20 crosses below SMA 50", _AVERAGES,
             _crosses_below("fast.sma", "slow.sma")),
        Rule("macd_cross_up", "bullish", "MACD crosses above its signal", _MACD,
             _crosses_above("macd", "signal")),
        Rule("macd_cross_down", "bearish", "MACD crosses below its signal", _MACD,
             _crosses_below("macd", "signal")),
        Rule("rsi_oversold", "bullish", "RSI 14 falls below 30", _RSI, _enters_below("rsi", 30)),
        Rule("rsi_overbought", "bearish", "RSI 14 rises above 70", _RSI, _enters_above("rsi", 70)),
        Rule("bollinger_break_up", "bullish", "the close rises above the upper Bollinger band", _BANDS,
             _crosses_above("close", "upper")),
        Rule("bollinger_break_down", "bearish", "the close falls below the lower Bollinger band", _BANDS,
             _crosses_below("close", "lower")),
        Rule("stochastic_cross_up", "bullish", "stochastic K crosses above D below 20", {"": "stochastic"},
             lambda s: _crosses_above("k", "d")(s) and bool(s["d"][-1] < 20)),
        Rule("stochastic_cross_down", "bearish", "stochastic K crosses below D above 80", {"": "stochastic"},
             lambda s: _crosses_below("k", "d")(s) and bool(s["d"][-1] > 80)),
        Rule("money_flow_oversold", "bullish", "the money flow index falls below 20",
             {"": "money_flow_index"}, _enters_below("money_flow_index", 20)),
        Rule("money_flow_overbought", "bearish", "the money flow index rises above 80",
             {"": "money_flow_index"}, _enters_above("money_flow_index", 80)),
        Rule("trend_begins_up", "bullish", "ADX 14 rises above 25 with +DI above -DI", _DIRECTIONS,
             lambda s: _enters_above("adx.adx", 25)(s)
             and bool(s["plus.plus_di"][-1] > s["minus.minus_di"][-1])),
        Rule("trend_begins_down", "bearish", "ADX 14 rises above 25 with -DI above +DI", _DIRECTIONS,
             lambda s: _enters_above("adx.adx", 25)(s)
             and bool(s["minus.minus_di"][-1] > s["plus.plus_di"][-1])),
        Rule(_RANGE_RULE, "neutral", "a bar's true range exceeds twice the ATR 14 before it",
             {"": "atr"}, lambda s: bool(s["true_range"][-1] > 2 * s["atr"][-2])),
    )
}  # fmt: skip
"""Every rule by its name."""


def scan(frame: Frame, rules: Sequence[Rule]) -> list[Signal]:
    """The rules that fire on the last bar of a frame, which holds what each of them needs."""
    found = []
    for rule in rules:
        series = _series(rule, frame)
        if rule.fires(series):
            found.append(Signal(rule, frame.closed_at[-1], _at(series, -1), _at(series, -2)))
    return found


def _series(rule: Rule, frame: Frame) -> dict[str, Floats]:
    """Every value the rule may look at: outputs by name, prefixed where two indicators are compared."""
    series = {"close": frame.close}
    if rule.name == _RANGE_RULE:
        series["true_range"] = talib.TRANGE(frame.high, frame.low, frame.close)
    for label, text in rule.indicators.items():
        outputs = series_of(parse_wanted(text), frame)
        series |= {f"{label}.{name}" if label else name: values for name, values in outputs.items()}
    return series


def _at(series: Series, index: int) -> dict[str, float]:
    return {name: float(values[index]) for name, values in series.items()}
