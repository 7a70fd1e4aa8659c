"""The indicators that are offered: thirty of TA-Lib's, each with its parameters, unit and memory."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal["price", "points", "percent", "base volume", "direction"]
Parameters = Mapping[str, float]

FORGOTTEN = 0.001
"""How much of the first bars may be left in a smoothed value that is called settled."""

_PRICE = ("close",)
_RANGE = ("high", "low", "close")
_FLOW = ("high", "low", "close", "volume")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number that an indicator takes, by TA-Lib's name, and its bounds."""

    name: str
    default: float
    least: float = 2
    most: float = 200

    @property
    def is_whole(self) -> bool:
        """Whether it counts bars."""
        return isinstance(self.default, int)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `memory` tells how many bars a smoothed value remembers; None: all of them.

    `about` says in plain language what it measures. A value below the warm-up does not exist.
    """

    name: str
    title: str
    function: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    unit: Unit
    parameters: tuple[Parameter, ...]
    memory: Callable[[Parameters], int] | None
    about: str


def _window(_: Parameters) -> int:
    """A value made of the bars of its window only."""
    return 0


def _exponential(*names: str) -> Callable[[Parameters], int]:
    """Exponential smoothing by 2/(n+1), once for each of these parameters."""
    return lambda given: sum(_forgets(2 / (given[name] + 1)) for name in names)


def _wilder(stages: int) -> Callable[[Parameters], int]:
    """Wilder's smoothing by 1/n, so many times over."""
    return lambda given: stages * _forgets(1 / given["timeperiod"])


def _forgets(share: float) -> int:
    """After how many bars less than `FORGOTTEN` of the start is left."""
    return 0 if share >= 1 else math.ceil(math.log(FORGOTTEN) / math.log(1 - share))


def _period(default: int) -> tuple[Parameter, ...]:
    return (Parameter("timeperiod", default),)


_FAST_SLOW = (Parameter("fastperiod", 12), Parameter("slowperiod", 26))

_OVERLAYS = (
    Indicator("sma", "Simple moving average", "SMA", _PRICE, ("sma",), "price", _period(20), _window,
              "The mean close of the last bars."),
    Indicator("ema", "Exponential moving average", "EMA", _PRICE, ("ema",), "price", _period(20),
              _exponential("timeperiod"), "A mean of all closes that weighs the newer more."),
    Indicator("wma", "Weighted moving average", "WMA", _PRICE, ("wma",), "price", _period(20), _window,
              "The mean close of the last bars, weighted linearly towards the newest."),
    Indicator("dema", "Double exponential moving average", "DEMA", _PRICE, ("dema",), "price", _period(20),
              _exponential("timeperiod", "timeperiod"), "An exponential mean with less lag."),
    Indicator("tema", "Triple exponential moving average", "TEMA", _PRICE, ("tema",), "price", _period(20),
              _exponential("timeperiod", "timeperiod", "timeperiod"),
              "An exponential mean with still less lag."),
    Indicator("kama", "Kaufman's adaptive moving average", "KAMA", _PRICE, ("kama",), "price", _period(10),
              None, "A mean that follows fast in trends and hardly moves in noise."),
    Indicator("bollinger_bands", "Bollinger bands", "BBANDS", _PRICE, ("upper", "middle", "lower"), "price",
              (Parameter("timeperiod", 20), Parameter("nbdevup", 2.0, 0.1, 10.0),
               Parameter("nbdevdn", 2.0, 0.1, 10.0)), _window,
              "The mean close, and as many (population) standard deviations above and below it."),
    Indicator("parabolic_sar", "Parabolic stop and reverse", "SAR", ("high", "low"), ("sar",), "price",
              (Parameter("acceleration", 0.02, 0.001, 1.0), Parameter("maximum", 0.2, 0.01, 1.0)), None,
              "A trailing stop that closes in on the price while a trend lasts."),
)  # fmt: skip

_OSCILLATORS = (
    Indicator("rsi", "Relative strength index", "RSI", _PRICE, ("rsi",), "points", _period(14), _wilder(1),
              "The share of rises in all moves of the close, 0 to 100."),
    Indicator("stochastic", "Stochastic oscillator", "STOCH", _RANGE, ("k", "d"), "points",
              (Parameter("fastk_period", 14), Parameter("slowk_period", 3, 1),
               Parameter("slowd_period", 3, 1)), _window,
              "Where the close stands in the range of the last bars, 0 to 100; `d` is its mean."),
    Indicator("stochastic_rsi", "Stochastic RSI", "STOCHRSI", _PRICE, ("k", "d"), "points",
              (Parameter("timeperiod", 14), Parameter("fastk_period", 14), Parameter("fastd_period", 3, 1)),
              _wilder(1), "Where the RSI stands in its own range of the last bars, 0 to 100."),
    Indicator("cci", "Commodity channel index", "CCI", _RANGE, ("cci",), "points", _period(20), _window,
              "How far the typical price is from its mean, in mean deviations of 0.015."),
    Indicator("williams_r", "Williams %R", "WILLR", _RANGE, ("williams_r",), "points", _period(14), _window,
              "How far the close is below the highest high of the last bars, -100 to 0."),
    Indicator("ultimate_oscillator", "Ultimate oscillator", "ULTOSC", _RANGE, ("ultimate_oscillator",),
              "points", (Parameter("timeperiod1", 7), Parameter("timeperiod2", 14),
                         Parameter("timeperiod3", 28)), _window,
              "Buying pressure over three spans at once, 0 to 100."),
    Indicator("cmo", "Chande momentum oscillator", "CMO", _PRICE, ("cmo",), "points", _period(14),
              _wilder(1), "Rises less falls of the close over all moves, -100 to 100."),
    Indicator("money_flow_index", "Money flow index", "MFI", _FLOW, ("money_flow_index",), "points",
              _period(14), _window, "An RSI of traded value: the share that traded on rising prices."),
)  # fmt: skip

_TRENDS = (
    Indicator("macd", "Moving average convergence/divergence", "MACD", _PRICE,
              ("macd", "signal", "histogram"), "price",
              (*_FAST_SLOW, Parameter("signalperiod", 9)), _exponential("slowperiod", "signalperiod"),
              "A fast less a slow exponential mean, and how that stands to its own mean."),
    Indicator("ppo", "Percentage price oscillator", "PPO", _PRICE, ("ppo",), "percent", _FAST_SLOW,
              _exponential("slowperiod"), "A fast less a slow exponential mean, in percent of the slow."),
    Indicator("trix", "Triple smoothed rate of change", "TRIX", _PRICE, ("trix",), "percent", _period(15),
              _exponential("timeperiod", "timeperiod", "timeperiod"),
              "The change of a triply smoothed close from bar to bar."),
    Indicator("momentum", "Momentum", "MOM", _PRICE, ("momentum",), "price", _period(10), _window,
              "The close less the close so many bars ago."),
    Indicator("rate_of_change", "Rate of change", "ROC", _PRICE, ("rate_of_change",), "percent",
              _period(10), _window, "The change of the close over so many bars."),
    Indicator("adx", "Average directional index", "ADX", _RANGE, ("adx",), "points", _period(14), _wilder(2),
              "How strong a trend is, whichever way it goes, 0 to 100."),
    Indicator("plus_di", "Positive directional indicator", "PLUS_DI", _RANGE, ("plus_di",), "points",
              _period(14), _wilder(1), "How much of the range went to new highs, 0 to 100."),
    Indicator("minus_di", "Negative directional indicator", "MINUS_DI", _RANGE, ("minus_di",), "points",
              _period(14), _wilder(1), "How much of the range went to new lows, 0 to 100."),
    Indicator("aroon", "Aroon", "AROON", ("high", "low"), ("down", "up"), "points", _period(25), _window,
              "How recent the lowest low and the highest high of the last bars are, 0 to 100."),
)  # fmt: skip

_VOLATILITY_AND_VOLUME = (
    Indicator("atr", "Average true range", "ATR", _RANGE, ("atr",), "price", _period(14), _wilder(1),
              "How far the price usually moves within a bar, gaps included."),
    Indicator("natr", "Normalised average true range", "NATR", _RANGE, ("natr",), "percent", _period(14),
              _wilder(1), "The average true range in percent of the close."),
    Indicator("standard_deviation", "Standard deviation", "STDDEV", _PRICE, ("standard_deviation",), "price",
              _period(20), _window, "How far closes scatter about their mean (population)."),
    Indicator("obv", "On-balance volume", "OBV", ("close", "volume"), ("obv",), "base volume", (), None,
              "Volume added on rises and taken off on falls; its course counts, not its level."),
    Indicator("chaikin_oscillator", "Chaikin oscillator", "ADOSC", _FLOW, ("chaikin_oscillator",),
              "base volume", (Parameter("fastperiod", 3), Parameter("slowperiod", 10)),
              _exponential("slowperiod"), "Whether volume lately went into closes near the high."),
)  # fmt: skip

INDICATORS: Mapping[str, Indicator] = {
    each.name: each for each in (*_OVERLAYS, *_OSCILLATORS, *_TRENDS, *_VOLATILITY_AND_VOLUME)
}
"""Every indicator by its name."""
