"""Markets and settings in which strategies are held against their slow references."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as some

from apps.trading.market.types import Bar
from apps.trading.strategies.registry import find_strategy
from apps.trading.strategies.types import Holding, Parameters, Strategy, View
from apps.trading.types import Interval
from tests.agents.strategies.slow import Candle

START = datetime(2018, 4, 4, tzinfo=UTC)
LOT, LEAST, HEADROOM, TICK = Decimal("0.0001"), Decimal(10), Decimal("0.06"), Decimal("0.01")
HOLDINGS = [
    Holding(position=Decimal(0), cash=Decimal(100_000)),
    Holding(position=Decimal(3), cash=Decimal(500)),
    Holding(position=Decimal(1), cash=Decimal(50_000)),
    Holding(position=Decimal("0.00005"), cash=Decimal(9)),
    Holding(position=Decimal(2), cash=Decimal(1000), live_orders=1),
]

SETTINGS: Mapping[str, Sequence[dict[str, Any]]] = {
    "arbitrage": [{"lookback": 5, "entry": "-1"}, {"lookback": 8, "entry": "-0.5", "exit": "0.5"}],
    "bollinger": [{"lookback": 5, "width": "1"}, {"lookback": 9, "width": "1.5", "exit": "1"}],
    "breakout": [{"lookback": 4, "exit_lookback": 2}, {"lookback": 8, "exit_lookback": 5, "buffer": "0.1"}],
    "buy_and_hold": [{}, {"fraction": "0.5"}],
    "coordinator": [{"lookback": 5}, {"lookback": 7, "invested": "0.5", "drift": "0.1"}],
    "dca": [{"every": 3}, {"every": 7, "amount": "2500"}],
    "grid": [{"lookback": 6, "spacing": "0.4"}, {"lookback": 12, "spacing": "1", "steps": 3}],
    "macd": [{"fast": 2, "slow": 3, "signal": 2}, {"fast": 2, "slow": 4, "signal": 2, "margin": "0.05"}],
    "market_making": [{"period": 2}, {"period": 3, "distance": "1.5", "inventory": "0.8"}],
    "mean_reversion": [{"lookback": 5, "entry": "-1"}, {"lookback": 9, "entry": "-1.5", "exit": "1"}],
    "momentum": [{"lookback": 3}, {"lookback": 5, "entry": "0.1", "exit": "-0.5"}],
    "risk_manager": [{"lookback": 5, "risk": "0.2"}, {"lookback": 8, "risk": "1", "stop": "2"}],
    "rsi": [{"period": 2}, {"period": 3, "oversold": "45", "overbought": "55"}],
    "sma_cross": [{"fast": 2, "slow": 5}, {"fast": 3, "slow": 8, "fraction": "0.5"}],
}
"""By kind; short, so that a short series holds many decisions."""

_STEPS = some.lists(some.integers(-400, 400), min_size=1, max_size=90)


@some.composite
def markets(draw: some.DrawFn) -> list[Bar]:
    """A walk in cents, with resting stretches, and a range around each close."""
    price, bars = 700_000, []
    is_resting = draw(some.booleans())
    for number, step in enumerate(draw(_STEPS)):
        moved = 0 if is_resting and number % 40 >= 20 else step * 10
        price, before = max(10_000, price + moved), price
        high, low = max(price, before) + abs(step), min(price, before) - abs(step)
        bars.append(_bar(number, before, high, low, price))
    return bars


def _bar(number: int, *cents: int) -> Bar:
    first, high, low, last = (Decimal(each).scaleb(-2) for each in cents)
    at = START + number * Interval.M1.length
    return Bar("BTC/USD", Interval.M1, at, first, high, low, last, Decimal(5))


def strategy_of(kind: str) -> Strategy[Any]:
    """The strategy of a kind that there is."""
    found = find_strategy(kind)
    assert found is not None
    return found


def settings_of(kind: str) -> list[Parameters]:
    """The parameters in which a kind is tried."""
    return [strategy_of(kind).parameters.model_validate(each) for each in SETTINGS[kind]]


def plain_of(parameters: Parameters) -> dict[str, Any]:
    """Parameters as plain numbers, defaults filled in."""
    facts = parameters.model_dump()
    return {name: float(each) if isinstance(each, Decimal) else each for name, each in facts.items()}


def view_of(bars: Sequence[Bar]) -> View:
    """A market's bars with what an order there must respect."""
    return View(bars, LOT, LEAST, HEADROOM, TICK)


def candles_of(bars: Sequence[Bar]) -> list[Candle]:
    """Bars as plain numbers."""
    return [
        Candle(int(each.opened_at.timestamp()) // 60, float(each.high), float(each.low), float(each.close))
        for each in bars
    ]
