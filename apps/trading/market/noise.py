"""Randomness that is the same everywhere for ever.

NumPy promises its raw bit streams, not what its distributions make of them, and libm's exp and log differ
between machines. So normals come from raw Philox bits through a fixed table, and exp is built from
additions and multiplications, which IEEE 754 defines to the last bit. A golden hash in the tests holds it.
"""

import zlib
from functools import cache
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
_LANES = 65536
_SQUARINGS = 10
_MASK = 0xFFFFFFFFFFFFFFFF


def raw_bits(seed: int, name: str, kind: int, block: int, count: int) -> NDArray[np.uint64]:
    """`count` words of the stream that belongs to (seed, name, kind), at `block`; blocks never overlap."""
    stream = zlib.crc32(name.encode()) << 8 | kind
    philox = np.random.Philox(
        key=np.array([seed & _MASK, stream], np.uint64), counter=[0, 0, block & _MASK, 0]
    )
    words: NDArray[np.uint64] = philox.random_raw(count)
    return words


def lanes(bits: NDArray[np.uint64], count: int) -> NDArray[Any]:
    """The first `count` 16-bit parts of raw words, the same on machines of either byte order."""
    return bits.astype("<u8").view("<u2")[:count]


@cache
def _normal_table() -> Floats:
    inverse = NormalDist().inv_cdf
    return np.array([round(inverse((lane + 0.5) / _LANES), 6) for lane in range(_LANES)])


def normals(seed: int, name: str, kind: int, block: int, count: int) -> Floats:
    """`count` standard normals, cut at 4.3 deviations."""
    values: Floats = _normal_table()[lanes(raw_bits(seed, name, kind, block, -(-count // 4)), count)]
    return values


def exponential(x: Floats) -> Floats:
    """e**x for |x| < 8, to 13 digits, the same bits on every machine."""
    y = x / 2.0**_SQUARINGS
    result = 1 + y * (1 + y / 2 * (1 + y / 3 * (1 + y / 4 * (1 + y / 5))))
    for _ in range(_SQUARINGS):
        result = result * result
    return result
