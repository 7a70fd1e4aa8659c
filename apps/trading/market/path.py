"""The built-in market: the price is a pure function of (seed, symbol, second).

Every process computes the same market without shared state, at any moment, with history of any length.
Hour ends follow a correlated random walk with volatility regimes, a daily season and jumps, pulled gently
to the start price month by month; inside an hour a Brownian bridge runs through its seconds. Everything
ends as integers: ticks for prices, lots for quantities.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from apps.trading.market.noise import Floats, Integers, exponential, lanes, normals, raw_bits

ORIGIN = datetime(2024, 1, 1, tzinfo=UTC)
SECONDS = 3600
BLOCK_HOURS = 744
_HOURS_A_YEAR = 8760
_COMMON = "*"
_HOUR, _BRIDGE, _REGIME, _JUMP, _VOLUME, _LADDER = range(6)
_REGIME_SIZE = np.array([0.6, 1.0, 2.2])
_REGIME_STAY = [int(stay * 65536) for stay in (0.995, 0.99, 0.96)]
_SEASON = np.array([round(1 + 0.25 * math.sin(hour / 24 * 2 * math.pi), 6) for hour in range(24)])
_JUMP_CHANCE = int(0.004 * 65536)
_SPREAD, _SPREAD_OF_VOLATILITY = 0.00004, 0.01
_PULL = 0.05
_LEVELS = 10


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
class Hour:
    """The 3,600 seconds of an hour: mid prices and spread in ticks, volumes in lots."""

    mids: Integers
    volumes: Integers
    half_spread: int

    @property
    def reach(self) -> int:
        """How far the visible ladder goes from the mid price; a second's range is all of its ladder."""
        return 2 * self.half_spread


@dataclass(frozen=True, slots=True)
class Span:
    """Open, high, low and close in ticks, and volume in lots, of a stretch of seconds."""

    open: int
    high: int
    low: int
    close: int
    volume: int


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
        chance = lanes(raw_bits(self.seed, self.listing.symbol, _JUMP, 2 * block, BLOCK_HOURS), BLOCK_HOURS)
        size = 0.02 * normals(self.seed, self.listing.symbol, _JUMP, 2 * block + 1, BLOCK_HOURS) - 0.005
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
        bits = lanes(raw_bits(self.seed, self.listing.symbol, _VOLUME, index, SECONDS // 4), SECONDS)
        volumes = self.listing.lots_a_second * volume_table()[bits & 0xFF] // 1000
        return Hour(mids, volumes, half)

    def _whole_hour(self, index: int) -> Span:
        return self.span(index * SECONDS, (index + 1) * SECONDS)

    def span(self, start: int, end: int) -> Span:
        """The seconds `start` <= s < `end` (counted from ORIGIN, within one hour) as one bar."""
        hour = self.hour(start // SECONDS)
        part = slice(start % SECONDS, start % SECONDS + end - start)
        mids = hour.mids[part]
        return Span(
            open=int(mids[0]),
            high=int(mids.max()) + hour.reach,
            low=int(mids.min()) - hour.reach,
            close=int(mids[-1]),
            volume=int(hour.volumes[part].sum()),
        )

    def ladder(self, second: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Bids and asks of a second as (ticks, lots), best first; a side's lots are the volume."""
        hour, at = self.hour(second // SECONDS), second % SECONDS
        mid, volume, half = int(hour.mids[at]), int(hour.volumes[at]), hour.half_spread
        noise = lanes(
            raw_bits(self.seed, self.listing.symbol, _LADDER, second, 2 * _LEVELS // 4), 2 * _LEVELS
        )
        offsets = sorted({half + half * level // (_LEVELS - 1) for level in range(_LEVELS)})
        sides = []
        for direction, weights in ((-1, noise[:_LEVELS]), (1, noise[_LEVELS:])):
            parts = [(level + 2) * (16384 + int(weights[level])) for level in range(len(offsets))]
            lots = [volume * part // sum(parts) for part in parts]
            sides.append(
                [(mid + direction * offset, lot) for offset, lot in zip(offsets, lots, strict=True) if lot]
            )
        return sides[0], sides[1]


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
