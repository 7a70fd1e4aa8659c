"""Value at risk and expected shortfall, each by its own definition. Losses are positive fractions."""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np

from apps.trading.analysis.frames import Floats

Method = Literal["historical", "parametric"]

DEFINITIONS: dict[Method, str] = {
    "historical": (
        "VaR: the quantile of the returns themselves, interpolated linearly, with its sign turned. "
        "CVaR: the mean of all returns at or below that quantile, with its sign turned."
    ),
    "parametric": (
        "Returns taken as normal with their own mean m and (sample) deviation s. VaR: -(m + s z), z the "
        "normal quantile. CVaR: -(m - s f(z) / (1 - confidence)), f the normal density."
    ),
}


@dataclass(frozen=True, slots=True)
class TailLoss:
    """The loss that one period exceeds with the probability 1 - `confidence`, and the mean of such losses."""

    method: Method
    confidence: float
    var: float
    cvar: float


def tail_losses(returns: Floats, confidences: tuple[float, ...] = (0.95, 0.99)) -> list[TailLoss]:
    """Both methods at each confidence. A negative loss is a gain."""
    return [
        made
        for confidence in confidences
        for made in (historical(returns, confidence), parametric(returns, confidence))
    ]


def historical(returns: Floats, confidence: float) -> TailLoss:
    """From the returns as they were."""
    tail = round(1 - confidence, 12)  # 1 - 0.9 is a little less than a tenth, and would leave out the tenth
    quantile = np.percentile(returns, tail * 100)
    return TailLoss("historical", confidence, float(-quantile), float(-returns[returns <= quantile].mean()))


def parametric(returns: Floats, confidence: float) -> TailLoss:
    """From a normal distribution with their mean and deviation."""
    mean, deviation = float(returns.mean()), float(returns.std(ddof=1))
    z = NormalDist().inv_cdf(1 - confidence)
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    shortfall = -(mean - deviation * density / (1 - confidence))
    return TailLoss("parametric", confidence, -(mean + deviation * z), shortfall)
