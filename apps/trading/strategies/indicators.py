"""Indicators, by TA-Lib. Each is a number without a unit, so that one threshold fits every market.

One that never quite forgets (`rsi`, `macd`, `atr`) is computed of so many bars that what came before them
would change nothing that is kept of it.
"""

import numpy as np

from apps.trading.analysis.ta import talib
from apps.trading.strategies.seeing import Indicator, PairIndicator
from apps.trading.strategies.series import Series

MEMORY = 20
"""How many times its length an average that never quite forgets looks back: then less than a hundred
millionth is left of what was before."""

FLAT = 1e-9
"""Below this share of the price there is no movement, but the noise of floats."""


def _rate_of_change(series: Series, lookback: int) -> float:
    return float(talib.ROC(series.close, int(lookback))[-1])


def _gap(series: Series, fast: int, slow: int) -> float:
    quick, steady = series.close[-int(fast) :].mean(), series.close.mean()
    return float((quick / steady - 1) * 100)


def _standard_score(series: Series, lookback: int) -> float:
    moved = series.close - series.close[0]
    spread = float(talib.STDDEV(moved, int(lookback), 1.0)[-1])
    if spread <= FLAT * series.close[-1]:
        return 0.0
    return float((moved[-1] - talib.SMA(moved, int(lookback))[-1]) / spread)


def _relative_strength(series: Series, period: int) -> float:
    return float(talib.RSI(series.close, int(period))[-1])


def _histogram(series: Series, fast: int, slow: int, signal: int) -> float:
    *_, histogram = talib.MACD(series.close, int(fast), int(slow), int(signal))
    return float(histogram[-1] / series.close[-1] * 100)


def _percent_b(series: Series, lookback: int, width: float) -> float:
    moved = series.close - series.close[0]
    upper, middle, lower = (float(each[-1]) for each in talib.BBANDS(moved, int(lookback), width, width))
    if upper - middle <= FLAT * series.close[-1]:
        return 0.5
    return float((moved[-1] - lower) / (upper - lower))


def _above_highest(series: Series, lookback: int) -> float:
    highest = float(talib.MAX(series.high[:-1], int(lookback))[-1])
    return float((series.close[-1] / highest - 1) * 100)


def _below_lowest(series: Series, lookback: int) -> float:
    lowest = float(talib.MIN(series.low[:-1], int(lookback))[-1])
    return float((1 - series.close[-1] / lowest) * 100)


def _below_average(series: Series, lookback: int) -> float:
    return float((1 - series.close[-1] / talib.SMA(series.close, int(lookback))[-1]) * 100)


def _true_range(series: Series, period: int) -> float:
    average = talib.ATR(series.high, series.low, series.close, int(period))[-1]
    return float(average / series.close[-1] * 100)


def _volatility(series: Series, lookback: int) -> float:
    changes = talib.ROC(series.close, 1)[1:]
    return float(talib.STDDEV(changes - changes[0], int(lookback), 1.0)[-1])


def _fall(series: Series, lookback: int) -> float:
    return float((1 - series.close[-1] / talib.MAX(series.close, int(lookback))[-1]) * 100)


def _spread_score(series: Series, other: Series, lookback: int) -> float:
    ratio = np.log(series.close / other.close)
    moved = ratio - ratio[0]
    spread = float(talib.STDDEV(moved, int(lookback), 1.0)[-1])
    if spread <= FLAT:
        return 0.0
    return float((moved[-1] - talib.SMA(moved, int(lookback))[-1]) / spread)


RATE_OF_CHANGE = Indicator(
    "roc",
    _rate_of_change,
    bars=lambda lookback: int(lookback) + 1,
    over=lambda series, lookback: talib.ROC(series.close, int(lookback)),
)
"""The change of the close over so many bars, in percent."""

AVERAGE_GAP = Indicator("gap", _gap, bars=lambda fast, slow: int(slow), places=9)
"""How far the mean of the last `fast` closes is above that of the last `slow`, in percent."""

STANDARD_SCORE = Indicator("zscore", _standard_score, bars=int)
"""How many standard deviations the close is above its mean over so many bars; 0 where nothing moved."""

RELATIVE_STRENGTH = Indicator("rsi", _relative_strength, bars=lambda period: int(period) * MEMORY + 1)
"""Wilder's relative strength index, 0 to 100."""

MACD_HISTOGRAM = Indicator(
    "histogram",
    _histogram,
    bars=lambda fast, slow, signal: (int(slow) + int(signal)) * MEMORY // 2,
)
"""How far the difference of two exponential averages is above its own average, in percent of the close."""

PERCENT_B = Indicator("percent_b", _percent_b, bars=lambda lookback, width: int(lookback))
"""Where the close is between the bands: 0 at the lower, 1 at the upper; a half where nothing moved."""

ABOVE_HIGHEST = Indicator("above_highest", _above_highest, bars=lambda lookback: int(lookback) + 1)
"""How far the close is above the highest high of so many bars before it, in percent."""

BELOW_LOWEST = Indicator("below_lowest", _below_lowest, bars=lambda lookback: int(lookback) + 1)
"""How far the close is below the lowest low of so many bars before it, in percent."""

BELOW_AVERAGE = Indicator("below_average", _below_average, bars=int)
"""How far the close is below its mean over so many bars, in percent."""

TRUE_RANGE = Indicator("true_range", _true_range, bars=lambda period: int(period) * MEMORY + 1)
"""Wilder's average true range, in percent of the close."""

VOLATILITY = Indicator("volatility", _volatility, bars=lambda lookback: int(lookback) + 1)
"""The standard deviation of the changes from bar to bar, in percent."""

FALL = Indicator("fall", _fall, bars=int)
"""How far the close is below the highest of so many closes, in percent."""

SPREAD_SCORE = PairIndicator("spread", _spread_score, bars=int)
"""How many standard deviations the ratio of two closes is above its mean over so many bars."""
