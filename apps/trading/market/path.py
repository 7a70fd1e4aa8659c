"""The built-in market: the price is a pure function of (seed, symbol, second).

Every process computes the same market without shared state, at any moment, with history of any length.
Hour ends follow a correlated random walk with volatility regimes, a daily season and jumps, pulled gently
to the start price month by month; inside an hour a Brownian bridge runs through its seconds. A pair that is
not priced in dollars is the quotient of two that are. Everything ends as integers: ticks for prices, lots
for quantities.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.trading.market.hour import SECONDS, Hour, Span, even
from apps.trading.market.noise import Floats, Integers, exponential, lanes, normals, raw_bits

ORIGIN = datetime(2024, 1, 1, tzinfo=UTC)
BLOCK_HOURS = 744
_HOURS_A_YEAR = 8760
_COMMON = "*"
_HOUR, _BRIDGE, _REGIME, _JUMP, _VOLUME, _LADDER = range(6)
_REGIME_SIZE = np.array([0.6, 1.0, 2.2])
_REGIME_STAY = [int(stay * 65536) for stay in (0.995, 0.99, 0.96)]
_SEASON = np.array([round(1 + 0.25 * math.sin(hour / 24 * 2 * math.pi), 6) for hour in range(24)])
_JUMP_CHANCE = int(0.004 * 65536)
_JUMPY = 0.5
"""The volatility from which on jumps have their full size."""
_SPREAD, _SPREAD_OF_VOLATILITY = 0.00004, 0.01
_PULL = 0.05
LEVELS = 10


@dataclass(frozen=True, slots=True)
class Listing:
    """One simulated instrument; `beta` is its share of the common factor."""

    symbol: str
    start: Decimal
    volatility: float
    beta: float
    tick: Decimal
    lot: Decimal
    lots_a_second: int


@dataclass(frozen=True, slots=True)
class Quotient:
    """A pair that is priced by two others, so that no round trip through the three earns anything.

    `over` and `under` are the symbols whose mid prices are divided.
    """

    symbol: str
    over: str
    under: str
    tick: Decimal
    lot: Decimal
    lots_a_second: int


class Path:
    """The price path of one listing under one seed."""

    def __init__(self, listing: Listing, seed: int) -> None:
        self.listing = listing
        self.seed = seed
        self._own = math.sqrt(1 - listing.beta**2)
        self.hour = lru_cache(maxsize=96)(self._hour)
        self.whole_hour = lru_cache(maxsize=4096)(self._whole_hour)
        self._block = lru_cache(maxsize=4)(self._make_block)
        self._start = lru_cache(maxsize=None)(self._make_start)

    def _shocks(self, kind: int, block: int, count: int) -> Floats:
        common = normals(self.seed, _COMMON, kind, block, count)
        return self.listing.beta * common + self._own * normals(
            self.seed, self.listing.symbol, kind, block, count
        )

    def _make_block(self, block: int) -> tuple[Floats, Floats, Floats]:
        """Log price at each hour's edge (745 values), jump within each hour, volatility of each hour."""
        sigma = self.listing.volatility / math.sqrt(_HOURS_A_YEAR) * regimes(self.seed, block)
        sigma = sigma * np.resize(_SEASON, BLOCK_HOURS)
        size = min(1.0, self.listing.volatility / _JUMPY) * (
            0.02 * normals(self.seed, self.listing.symbol, _JUMP, 2 * block + 1, BLOCK_HOURS) - 0.005
        )
        chance = lanes(raw_bits(self.seed, self.listing.symbol, _JUMP, 2 * block, BLOCK_HOURS), BLOCK_HOURS)
        jumps = np.where(chance < _JUMP_CHANCE, size, 0.0)
        steps = sigma * self._shocks(_HOUR, block, BLOCK_HOURS) - 0.5 * sigma * sigma + jumps
        edges = np.concatenate(([0.0], np.cumsum(steps))) + self._start(block)
        # The pull to the start price spreads over the block, so that no hour jumps for it.
        edges -= _PULL * edges[-1] * np.arange(BLOCK_HOURS + 1) / BLOCK_HOURS
        return edges, jumps, sigma

    def _make_start(self, block: int) -> float:
        if block <= 0:
            return 0.0
        for earlier in range(block - 1):  # fills the cache from the start, so that recursion stays shallow
            self._start(earlier)
        return float(self._make_block(block - 1)[0][-1])

    def _whole_hour(self, index: int) -> Span | None:
        return self.hour(index).span(0, SECONDS)

    def _hour(self, index: int) -> Hour:
        block, hour = divmod(index, BLOCK_HOURS)
        edges, jumps, sigma = self._block(block)
        time = np.arange(1, SECONDS + 1) / SECONDS
        walk = np.cumsum(self._shocks(_BRIDGE, index, SECONDS)) / 60.0
        logs = (
            edges[hour]
            + time * (edges[hour + 1] - edges[hour] - jumps[hour])
            + sigma[hour] * (walk - time * walk[-1])
        )
        logs[1332:] += jumps[hour]
        start = float(self.listing.start / self.listing.tick)
        mids = np.floor(start * exponential(logs) + 0.5).astype(np.int64)
        half = max(1, int(mids[0] * (_SPREAD + _SPREAD_OF_VOLATILITY * sigma[hour])))
        return Hour(mids, _volumes(self.listing, self.seed, index), even(half))


class QuotientPath:
    """The price path of a pair that two other paths price."""

    def __init__(self, listing: Quotient, seed: int, over: Path, under: Path) -> None:
        self.listing = listing
        self.seed = seed
        self._over, self._under = over, under
        scale = over.listing.tick / (under.listing.tick * listing.tick)
        self._scale = int(scale)
        if self._scale != scale:
            raise ValueError(f"the ticks of {listing.symbol} do not divide those of its prices")
        self.hour = lru_cache(maxsize=96)(self._hour)
        self.whole_hour = lru_cache(maxsize=4096)(self._whole_hour)

    def _hour(self, index: int) -> Hour:
        over, under = self._over.hour(index), self._under.hour(index)
        mids = (2 * self._scale * over.mids + under.mids) // (2 * under.mids)
        first = int(mids[0])
        half = sum(first * int(each.halves[0]) // int(each.mids[0]) for each in (over, under))
        return Hour(mids, _volumes(self.listing, self.seed, index), even(max(1, half)))

    def _whole_hour(self, index: int) -> Span | None:
        return self.hour(index).span(0, SECONDS)


def _volumes(listing: Listing | Quotient, seed: int, index: int) -> Integers:
    bits = lanes(raw_bits(seed, listing.symbol, _VOLUME, index, SECONDS // 4), SECONDS)
    volumes: Integers = listing.lots_a_second * volume_table()[bits & 0xFF] // 1000
    return volumes


def ladder_weights(seed: int, symbol: str, second: int) -> NDArray[Any]:
    """What shares a second's volume among the levels of its bids and then of its asks."""
    return lanes(raw_bits(seed, symbol, _LADDER, second, 2 * LEVELS // 4), 2 * LEVELS)


@lru_cache(maxsize=8)
def regimes(seed: int, block: int) -> Floats:
    """The volatility multiple of each hour of a block: three regimes, shared by all symbols."""
    bits = lanes(raw_bits(seed, _COMMON, _REGIME, block, BLOCK_HOURS // 2), 2 * BLOCK_HOURS)
    state, states = 1, []
    for stay, target in bits.reshape(BLOCK_HOURS, 2).tolist():
        state = target % 3 if stay > _REGIME_STAY[state] else state
        states.append(state)
    return _REGIME_SIZE[states]


@lru_cache(maxsize=1)
def volume_table() -> Integers:
    """256 multiples (in thousandths) of the usual volume, log-normal."""
    quantiles = [round(NormalDist().inv_cdf((byte + 0.5) / 256), 6) for byte in range(256)]
    return np.array([int(1000 * math.exp(0.8 * z) + 0.5) for z in quantiles], np.int64)


def second_of(at: datetime) -> int:
    """Whole seconds since ORIGIN."""
    return (at - ORIGIN) // timedelta(seconds=1)
