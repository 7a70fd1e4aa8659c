"""Monte Carlo by resampling: what the same trades, or the same returns, could have come to in another order
and mixture. A bootstrap knows only what happened; it says nothing of markets unlike these."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from apps.system.types import WireModel

DRAWS = 1000
LEAST = 10
CHUNK = 4_000_000
"""How many numbers are drawn at once."""

PERCENTS = (5, 25, 50, 75, 95)


class Spread(WireModel):
    """The percentiles of a figure over all draws."""

    p5: float
    p25: float
    p50: float
    p75: float
    p95: float


class Resampled(WireModel):
    """A bootstrap: `size` factors drawn with replacement out of as many, `draws` times."""

    of: str
    size: int
    draws: int
    seed: int
    total_return: Spread
    max_drawdown: Spread
    loss_probability: float


def resample(of: str, growth: Sequence[float] | NDArray[np.float64], *, seed: int) -> Resampled | None:
    """Draw factors of equity with replacement; None for so few that it would say nothing."""
    factors = np.asarray(growth, dtype=np.float64)
    if len(factors) < LEAST:
        return None
    random, rows = np.random.default_rng(seed), max(1, CHUNK // len(factors))
    totals, deepest = np.empty(DRAWS), np.empty(DRAWS)
    for start in range(0, DRAWS, rows):
        end = min(DRAWS, start + rows)
        paths = random.choice(factors, size=(end - start, len(factors))).cumprod(axis=1)
        totals[start:end] = paths[:, -1] - 1
        peaks = np.maximum(np.maximum.accumulate(paths, axis=1), 1.0)
        deepest[start:end] = (paths / peaks).min(axis=1) - 1
    return Resampled(
        of=of,
        size=len(factors),
        draws=DRAWS,
        seed=seed,
        total_return=_spread(totals),
        max_drawdown=_spread(deepest),
        loss_probability=float((totals < 0).mean()),
    )


def _spread(values: NDArray[np.float64]) -> Spread:
    return Spread(**{f"p{percent}": float(np.percentile(values, percent)) for percent in PERCENTS})
