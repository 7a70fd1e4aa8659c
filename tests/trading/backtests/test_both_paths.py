"""The vector path comes to what the exact path comes to, wherever both apply."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.trading.backtests.curve import curve_of_play
from apps.trading.backtests.engine import play
from apps.trading.backtests.vector import NotVectorised, screen
from apps.trading.types import Side
from tests.trading.backtests.bars import ASSUMED, columns_of, market_of, walk
from tests.trading.backtests.test_exact_path import chosen

DIGITS = 1e-9
"""Relative: lots of 1e-8 on quantities of some hundreds, some hundred trades in a row."""

gentle = st.lists(st.integers(9_800, 10_200), min_size=3, max_size=150)
"""Closes that never jump further than the price collar."""


@given(closes=gentle, kind=st.sampled_from(["buy_and_hold", "momentum", "sma_cross"]))
def test_the_trades_are_the_same_and_the_equity_to_nine_digits(closes: list[int], kind: str) -> None:
    market, (strategy, parameters) = market_of(columns_of(closes)), chosen(kind)
    exact, quick = play(market, strategy, parameters, ASSUMED), screen(market, strategy, parameters, ASSUMED)
    bars = {side: [f.bar for f in exact.desk.fills if f.fill.order.side is side] for side in Side}
    assert bars == {Side.BUY: quick.entries.tolist(), Side.SELL: quick.exits.tolist()}
    np.testing.assert_allclose(quick.curve.equity, curve_of_play(market, exact).equity, rtol=DIGITS)


def test_they_agree_over_a_long_walk_with_slippage_but_for_ticks() -> None:
    """Slipped prices are rounded to ticks of a cent on a hundred dollars by the exact path alone."""
    market, (strategy, parameters) = walk(20_000, step=0.002), chosen("sma_cross")
    assumed = replace(ASSUMED, slippage=Decimal("0.0005"), taker_fee=Decimal("0.0001"))
    exact, quick = play(market, strategy, parameters, assumed), screen(market, strategy, parameters, assumed)
    assert len(exact.desk.fills) == len(quick.entries) + len(quick.exits) > 2000
    per_fill = 0.0001
    final = curve_of_play(market, exact).equity[-1]
    assert quick.curve.equity[-1] == pytest.approx(final, rel=per_fill * len(exact.desk.fills))


def test_what_needs_the_exact_path_is_refused() -> None:
    market, (strategy, parameters) = walk(100), chosen("sma_cross")
    with pytest.raises(NotVectorised, match="bar by bar"):
        screen(market, replace(strategy, signals=None), parameters, ASSUMED)
    with pytest.raises(NotVectorised, match="latency"):
        screen(market, strategy, parameters, replace(ASSUMED, latency=timedelta(seconds=1)))
