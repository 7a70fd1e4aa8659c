"""Each strategy does, bar by bar, what its slow reference does, to the lot."""

import csv
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from apps.trading.market.types import Bar
from apps.trading.strategies.deciding import decide_alone
from apps.trading.strategies.registry import load_strategies
from apps.trading.strategies.types import Action, Holding, Parameters
from apps.trading.types import Interval
from tests.agents.strategies import slow
from tests.agents.strategies.scenes import (
    HEADROOM,
    HOLDINGS,
    LEAST,
    LOT,
    SETTINGS,
    candles_of,
    markets,
    plain_of,
    settings_of,
    strategy_of,
    view_of,
)
from tests.trading.recorded_files import Recording, recording, recording_names

KINDS = sorted(slow.REFERENCES)
ONE_AT_A_TIME = {
    "bollinger",
    "breakout",
    "buy_and_hold",
    "macd",
    "mean_reversion",
    "momentum",
    "rsi",
    "sma_cross",
}


def expected(kind: str, bars: Sequence[Bar], parameters: Parameters, holding: Holding) -> tuple[str, Decimal]:
    """What the reference makes of it: its wish, sized in exact fractions."""
    if len(bars) < strategy_of(kind).bars_needed(parameters) or holding.live_orders:
        return "hold", Decimal(0)
    price, p = bars[-1].close, plain_of(parameters)
    value = holding.position * price
    equity = holding.cash + value
    wish = slow.REFERENCES[kind](candles_of(bars), p, float(value) / float(equity))
    if kind in ONE_AT_A_TIME:
        held = lots(Fraction(holding.position), price)
        if held:
            return ("sell", held) if wish.sells else ("hold", Decimal(0))
        return named(
            "buy",
            lots(bought(holding, Fraction(str(p["fraction"])) * Fraction(equity), price), price),
            wish.buys,
        )
    if wish.buys:
        wanted = Fraction(str(p["amount"])) if kind == "dca" else share(wish.buy_to, equity) - Fraction(value)
        at = quoted(kind, bars, p, "buy")
        return named("buy", lots(bought(holding, wanted, at), price), True)
    excess = max(Fraction(value) - share(wish.sell_to, equity), Fraction(0)) / Fraction(price)
    return named("sell", lots(min(excess, Fraction(holding.position)), price), wish.sells)


def named(action: str, quantity: Decimal, is_wanted: bool) -> tuple[str, Decimal]:
    return (action, quantity) if is_wanted and quantity else ("hold", Decimal(0))


def share(of: float, equity: Decimal) -> Fraction:
    return Fraction(str(of)) * Fraction(equity)


def bought(holding: Holding, wanted: Fraction, price: Decimal) -> Fraction:
    budget = min(wanted, Fraction(holding.cash) / (1 + Fraction(HEADROOM)))
    return max(budget, Fraction(0)) / Fraction(price)


def lots(quantity: Fraction, price: Decimal) -> Decimal:
    whole = floor(quantity / Fraction(LOT)) * LOT
    return whole if whole * price >= LEAST else Decimal(0)


def quoted(kind: str, bars: Sequence[Bar], p: dict[str, Any], side: str) -> Decimal:
    """The price of an order; a market maker's is a distance away, to the tick."""
    close = bars[-1].close
    if kind != "market_making":
        return close
    way = -1 if side == "buy" else 1
    cents = Fraction(close) * (1 + way * Fraction(str(slow.quote_distance(candles_of(bars), p)))) * 100
    return Decimal(floor(cents) if way < 0 else -floor(-cents)).scaleb(-2)


def hold_against_reference(kind: str, bars: Sequence[Bar], ends: Sequence[int]) -> int:
    """Compare decisions at these ends of a series; answers how many were more than to hold."""
    acted = 0
    for parameters in settings_of(kind):
        needed = strategy_of(kind).bars_needed(parameters)
        for end in ends:
            view = view_of(bars[max(0, end - needed) : end])
            for holding in HOLDINGS:
                signal = strategy_of(kind).decide(view, holding, {}, parameters)
                wanted = expected(kind, view.bars, parameters, holding)
                assert (signal.action.value, signal.quantity) == wanted, (end, holding, signal)
                if signal.limit_price is not None:
                    assert signal.limit_price == quoted(kind, view.bars, plain_of(parameters), signal.action)
                acted += signal.action is not Action.HOLD
    return acted


def test_every_strategy_has_a_reference_and_settings() -> None:
    assert list(load_strategies()) == sorted([*slow.REFERENCES, "arbitrage"]) == sorted(SETTINGS)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15)
@given(bars=markets())
def test_a_strategy_equals_its_slow_reference(kind: str, bars: list[Bar]) -> None:
    hold_against_reference(kind, bars, range(1, len(bars) + 1, 3))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", recording_names())
def test_so_it_does_on_recorded_days(kind: str, name: str, tmp_path: Path) -> None:
    bars = recorded_bars(recording(name, tmp_path, 400))
    assert hold_against_reference(kind, bars, range(70, len(bars), 5))


@pytest.mark.parametrize("kind", ["buy_and_hold", "momentum", "sma_cross"])
@settings(max_examples=15)
@given(bars=markets())
def test_a_strategy_with_a_function_of_its_own_says_the_same_as_its_rule(kind: str, bars: list[Bar]) -> None:
    for parameters in settings_of(kind):
        for end in range(1, len(bars) + 1, 3):
            view = view_of(bars[max(0, end - strategy_of(kind).bars_needed(parameters)) : end])
            for holding in HOLDINGS:
                own = strategy_of(kind).decide(view, holding, {}, parameters)
                ruled = decide_alone(strategy_of(kind), view, holding, parameters)
                assert (own.action, own.quantity) == (ruled.action, ruled.quantity)


def recorded_bars(files: Recording) -> list[Bar]:
    """The bars of a recording, as its file has them."""
    with files.bars.open(newline="") as file:
        return [
            Bar(
                "BTC/USD",
                Interval.M1,
                datetime.fromisoformat(row["timestamp"]),
                *(Decimal(row[name]) for name in ("open", "high", "low", "close", "volume")),
            )
            for row in csv.DictReader(file)
        ]
