"""A whole equity curve as few bytes, exactly: the close of every bar, for whoever computes with it."""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.trading.backtests.curve import Curve

FIELDS = ("at", "equity", "drawdown", "benchmark")
_NUMBERS = "<f8"
_TIMES = "<i8"


def pack_curve(curve: Curve, benchmark: Curve) -> bytes:
    """Times of closing (as differences), equity, drawdown and benchmark, column by column, compressed."""
    times = np.diff(curve.closed_at, prepend=0).astype(_TIMES)
    columns = (curve.equity, curve.drawdown, benchmark.equity)
    told = [times.tobytes(), *(each.astype(_NUMBERS).tobytes() for each in columns)]
    return zlib.compress(b"".join(told))


def unpack_curve(content: bytes, count: int) -> Iterator[dict[str, Any]]:
    """Each close with the equity then, how far that is below its highest yet (a fraction, 0 or below), and
    what buy and hold was worth."""
    told = zlib.decompress(content)
    width = 8 * count
    times = np.cumsum(np.frombuffer(told[:width], _TIMES))
    equity, drawdown, benchmark = (_column(told[width * n : width * (n + 1)]) for n in (1, 2, 3))
    for row in zip(times.tolist(), equity.tolist(), drawdown.tolist(), benchmark.tolist(), strict=True):
        at, *numbers = row
        yield dict(
            zip(FIELDS, (f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}", *numbers), strict=True)
        )


def _column(told: bytes) -> NDArray[np.float64]:
    return np.frombuffer(told, _NUMBERS)
