"""The strategies once more, one bar after the other in plain Python: slow, obvious, and of nothing of ours.

Each answers whether it would buy and whether it would sell on the last bar, and for those that go for a share
of the equity up to and down to which one.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import log
from statistics import fmean, pstdev
from typing import Any, NamedTuple

FLAT = 1e-9


class Candle(NamedTuple):
    """A bar; `number` counts bars since 1970."""

    number: int
    high: float
    low: float
    close: float


class Wish(NamedTuple):
    """What a strategy would do."""

    buys: bool = False
    sells: bool = False
    buy_to: float = 0.0
    sell_to: float = 0.0


Bars = Sequence[Candle]
Settings = Mapping[str, Any]


def mean_reversion(bars: Bars, p: Settings, weight: float) -> Wish:
    score = _score([bar.close for bar in bars[-p["lookback"] :]], bars[-1].close)
    return Wish(score <= p["entry"], score >= p["exit"])


def breakout(bars: Bars, p: Settings, weight: float) -> Wish:
    before, close = bars[:-1], bars[-1].close
    top = max(bar.high for bar in before[-p["lookback"] :])
    bottom = min(bar.low for bar in before[-p["exit_lookback"] :])
    above, below = round((close / top - 1) * 100, 6), round((1 - close / bottom) * 100, 6)
    return Wish(above > p["buffer"], below > p["buffer"])


def sma_cross(bars: Bars, p: Settings, weight: float) -> Wish:
    closes = [bar.close for bar in bars]
    gap = round((fmean(closes[-p["fast"] :]) / fmean(closes[-p["slow"] :]) - 1) * 100, 9)
    return Wish(gap > 0, gap < 0)


def momentum(bars: Bars, p: Settings, weight: float) -> Wish:
    change = round((bars[-1].close / bars[-1 - p["lookback"]].close - 1) * 100, 6)
    return Wish(change >= p["entry"], change <= p["exit"])


def buy_and_hold(bars: Bars, p: Settings, weight: float) -> Wish:
    return Wish(buys=True)


def rsi(bars: Bars, p: Settings, weight: float) -> Wish:
    n = p["period"]
    closes = [bar.close for bar in bars[-20 * n - 1 :]]
    changes = [after - before for before, after in pairwise(closes)]
    gain, loss = fmean(max(each, 0) for each in changes[:n]), fmean(max(-each, 0) for each in changes[:n])
    for each in changes[n:]:
        gain, loss = (gain * (n - 1) + max(each, 0)) / n, (loss * (n - 1) + max(-each, 0)) / n
    index = round(100 * gain / (gain + loss), 6) if gain + loss > 0 else 0.0
    return Wish(index <= p["oversold"], index >= p["overbought"])


def macd(bars: Bars, p: Settings, weight: float) -> Wish:
    fast, slow, signal = p["fast"], p["slow"], p["signal"]
    closes = [bar.close for bar in bars[-(slow + signal) * 10 :]]
    quick, steady = fmean(closes[slow - fast : slow]), fmean(closes[:slow])
    lines = [quick - steady]
    for close in closes[slow:]:
        quick += (close - quick) * 2 / (fast + 1)
        steady += (close - steady) * 2 / (slow + 1)
        lines.append(quick - steady)
    average = fmean(lines[:signal])
    for line in lines[signal:]:
        average += (line - average) * 2 / (signal + 1)
    histogram = round((lines[-1] - average) / closes[-1] * 100, 6)
    return Wish(histogram > p["margin"], histogram < -p["margin"])


def bollinger(bars: Bars, p: Settings, weight: float) -> Wish:
    closes = [bar.close for bar in bars[-p["lookback"] :]]
    spread, close = pstdev(closes), closes[-1]
    width = p["width"] * spread
    is_flat = width <= FLAT * close
    place = 0.5 if is_flat else round((close - fmean(closes) + width) / (2 * width), 6)
    return Wish(place <= p["entry"], place >= p["exit"])


def dca(bars: Bars, p: Settings, weight: float) -> Wish:
    return Wish(buys=bars[-1].number % p["every"] == 0)


def grid(bars: Bars, p: Settings, weight: float) -> Wish:
    mean = fmean(bar.close for bar in bars[-p["lookback"] :])
    below = round((1 - bars[-1].close / mean) * 100, 6)
    depth = min(max(below // p["spacing"], 0), p["steps"])
    step = p["fraction"] / p["steps"]
    buys = weight <= depth * step - step / 2
    sells = weight >= (depth + 1) * step + step / 2
    return Wish(buys, sells, depth * step, (depth + 1) * step)


def market_making(bars: Bars, p: Settings, weight: float) -> Wish:
    is_little = weight < p["inventory"] / 2
    return Wish(is_little, not is_little, p["inventory"], 0.0)


def risk_manager(bars: Bars, p: Settings, weight: float) -> Wish:
    volatility = _volatility(bars, p["lookback"])
    top = max(bar.close for bar in bars[-p["lookback"] :])
    fall = round((1 - bars[-1].close / top) * 100, 6)
    allowed = 0.0 if fall >= p["stop"] else min(p["risk"] / max(volatility, 1e-6), p["most"])
    return Wish(False, weight > 0 and weight >= allowed * 1.1, 0.0, allowed)


def coordinator(bars: Bars, p: Settings, weight: float) -> Wish:
    wanted = p["invested"]  # with one market there is nothing to share
    return Wish(weight <= wanted * (1 - p["drift"]), weight >= wanted * (1 + p["drift"]), wanted, wanted)


def quote_distance(bars: Bars, p: Settings) -> float:
    """How far from the price a market maker waits, as a fraction."""
    n = p["period"]
    seen = bars[-20 * n - 1 :]
    ranges = [max(bar.high, before.close) - min(bar.low, before.close) for before, bar in pairwise(seen)]
    average = fmean(ranges[:n])
    for each in ranges[n:]:
        average = (average * (n - 1) + each) / n
    percent = round(average / seen[-1].close * 100, 6)
    return float(max(percent * p["distance"], p["least"]) / 100)


def spread_score(ours: Bars, theirs: Bars, lookback: int) -> float:
    """How unusual the price of one market is in terms of the other."""
    ratios = [log(a.close / b.close) for a, b in zip(ours[-lookback:], theirs[-lookback:], strict=True)]
    spread = pstdev(ratios)
    return 0.0 if spread <= FLAT else round((ratios[-1] - fmean(ratios)) / spread, 6)


def _score(closes: Sequence[float], scale: float) -> float:
    spread = pstdev(closes)
    return 0.0 if spread <= FLAT * scale else round((closes[-1] - fmean(closes)) / spread, 6)


def _volatility(bars: Bars, lookback: int) -> float:
    closes = [bar.close for bar in bars[-lookback - 1 :]]
    changes = [(after / before - 1) * 100 for before, after in pairwise(closes)]
    return round(pstdev(changes), 6)


REFERENCES: Mapping[str, Callable[[Bars, Settings, float], Wish]] = {
    each.__name__: each
    for each in (
        bollinger,
        breakout,
        buy_and_hold,
        coordinator,
        dca,
        grid,
        macd,
        market_making,
        mean_reversion,
        momentum,
        risk_manager,
        rsi,
        sma_cross,
    )
}
