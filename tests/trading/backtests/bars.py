"""Markets to test with: random walks in whole ticks, and series written out by hand."""

from datetime import datetime
from decimal import Decimal

import numpy as np
from hypothesis import strategies as st

from apps.trading.backtests.market import Assumptions, Market
from apps.trading.market.columns import Columns
from apps.trading.types import EPOCH, Interval
from tests.trading.desk import REPLAY_START

LOT = Decimal("0.00000001")
PLENTY = 10**14
ASSUMED = Assumptions(taker_fee=Decimal("0.001"), maker_fee=Decimal("0.0005"))


def columns_of(
    closes: list[int],
    opens: list[int] | None = None,
    *,
    volume: int = PLENTY,
    interval: Interval = Interval.M1,
    start: datetime = REPLAY_START,
) -> Columns:
    """Bars by their closes, in cents; each opens where the last one closed."""
    close = np.array(closes, dtype=np.int64)
    open_ = np.array(opens, dtype=np.int64) if opens else np.append(close[:1], close[:-1])
    first = int((start - EPOCH).total_seconds())
    return Columns(
        "BTC/USD",
        interval,
        2,
        LOT,
        first + np.arange(len(close), dtype=np.int64) * interval.seconds,
        open_,
        np.maximum(open_, close),
        np.minimum(open_, close),
        close,
        np.full(len(close), volume, dtype=np.int64),
    )


def market_of(columns: Columns, *, first: int = 0, min_notional: str = "1") -> Market:
    """A market of these bars."""
    return Market(columns, "BTC", "USD", Decimal("0.01"), Decimal(min_notional), first)


def walk(count: int, *, seed: int = 7, step: float = 0.004, interval: Interval = Interval.M1) -> Market:
    """A random walk around 100 dollars."""
    moves = np.random.default_rng(seed).normal(0, step, count)
    closes = np.maximum(1, np.rint(10_000 * np.exp(np.cumsum(moves)))).astype(np.int64)
    return market_of(columns_of(closes.tolist(), interval=interval))


prices = st.lists(st.integers(9_000, 11_000), min_size=12, max_size=120)
"""Closes in cents, wild enough that every strategy trades."""
