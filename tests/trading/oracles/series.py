"""Prices and returns to ask both sides about: the same numbers in any environment."""

from math import exp
from random import Random

BARS = 600
PERIODS = 500
ASSETS = ("AAA", "BBB", "CCC", "DDD", "EEE")


def _steps(random: Random, count: int, scale: float) -> list[float]:
    """Near to normal: sums of twelve uniform numbers, which every Python draws alike."""
    return [scale * (sum(random.random() for _ in range(12)) - 6) for _ in range(count)]


def bars() -> dict[str, list[float]]:
    """Bars of a price that wanders: open, high, low, close, volume."""
    random = Random(17)
    closes, level = [], 0.0
    for step in _steps(random, BARS, 0.012):
        level += step
        closes.append(100 * exp(level))
    opens = [closes[0], *closes[:-1]]
    highs = [max(pair) * (1 + 0.004 * random.random()) for pair in zip(opens, closes, strict=True)]
    lows = [min(pair) * (1 - 0.004 * random.random()) for pair in zip(opens, closes, strict=True)]
    volumes = [50 + 100 * random.random() for _ in closes]
    return {"open": opens, "high": highs, "low": lows, "close": closes, "volume": volumes}


def returns() -> dict[str, list[float]]:
    """Returns of five assets that share a market, each with a drift and a scale of its own."""
    random = Random(23)
    market = _steps(random, PERIODS, 0.01)
    found = {}
    for place, name in enumerate(ASSETS):
        own = _steps(random, PERIODS, 0.006 + 0.003 * place)
        found[name] = [
            0.0004 * (place + 1) + 0.8 * shared + each for shared, each in zip(market, own, strict=True)
        ]
    return found
