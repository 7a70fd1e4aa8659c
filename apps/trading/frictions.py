"""What a venue's configuration asks of its paper exchange: pure.

    {"latency_ms": 150, "impact": "0.02"}

`latency_ms`: an order, and a cancellation, takes effect so much market time after it was given, against the
market that stands then. `impact`: what a market order wants beyond the depth that is seen trades at a price
that moves by this fraction of the last level for each multiple of the side's whole depth, inside the price
collar. Both are off unless they are set; without impact, what is beyond the depth is cancelled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Frictions:
    """A venue's latency, and its slippage beyond the depth that is seen."""

    latency: timedelta = timedelta()
    impact: Decimal = NONE


def read_frictions(config: Mapping[str, Any]) -> Frictions:
    """A venue's frictions. ValueError where they are not zero or more."""
    latency, impact = int(config.get("latency_ms") or 0), Decimal(str(config.get("impact") or 0))
    if latency < 0 or not impact.is_finite() or impact < 0:
        raise ValueError("latency_ms and impact are zero or more")
    return Frictions(timedelta(milliseconds=latency), impact)
