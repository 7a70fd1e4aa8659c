"""Requests over the last hour, from the tallies of every process that answers HTTP."""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import datetime

from apps.system.measuring.counting import QUICK
from apps.system.measuring.figures import RECENT_MINUTES, Headline, View, figures, headline
from apps.system.measuring.tallies import MINUTES, count_minutes, minutes_passed, tallies
from apps.system.types import WireModel

GROUP = "requests"
SLOWER = "slower"
_BROKEN = 500


class RequestWindow(WireModel):
    """Requests in a window; `broken` were answered 5xx. Percentiles (ms) are interpolated from buckets."""

    total: int
    per_minute: float
    refused: int
    broken: int
    p50: float | None
    p95: float | None
    p99: float | None


class RequestFigures(WireModel):
    """Requests over HTTP, in the last five minutes and the last hour."""

    five_minutes: RequestWindow
    hour: RequestWindow


def count_request(status: int, seconds: float) -> None:
    """Count one answered request."""
    kind = "broken" if status >= _BROKEN else "refused" if status >= 400 else "answered"
    place = bisect_left(QUICK, seconds)
    tallies.add(GROUP, {kind: 1, str(QUICK[place]) if place < len(QUICK) else SLOWER: 1})


@figures(GROUP, platform=True)
def measure_requests(view: View) -> RequestFigures:
    """Read both windows."""
    return RequestFigures(five_minutes=_window(RECENT_MINUTES, view.now), hour=_window(MINUTES, view.now))


@headline(GROUP)
def head_requests(now: datetime) -> Headline:
    """Requests a minute, how long they take, and how many broke in the last minutes."""
    window = _window(RECENT_MINUTES, now)
    return {"per_minute": window.per_minute, "p95": window.p95, "broken": float(window.broken)}


def _window(minutes: int, now: datetime) -> RequestWindow:
    counts = count_minutes(GROUP, minutes, now)
    refused, broken = counts.get("refused", 0), counts.get("broken", 0)
    total = counts.get("answered", 0) + refused + broken
    return RequestWindow(
        total=total,
        per_minute=round(total / minutes_passed(minutes, now), 3),
        refused=refused,
        broken=broken,
        p50=quantile(counts, 0.5),
        p95=quantile(counts, 0.95),
        p99=quantile(counts, 0.99),
    )


def quantile(counts: Mapping[str, int], share: float) -> float | None:
    """A percentile in milliseconds, linear within its bucket as Prometheus does it; None without requests.

    What lies beyond the last bucket is told as the last bound.
    """
    wanted = share * sum(counts.get(str(bound), 0) for bound in (*QUICK, SLOWER))
    if not wanted:
        return None
    below, lower = 0.0, 0.0
    for bound in QUICK:
        within = counts.get(str(bound), 0)
        if within and below + within >= wanted:
            return round(1000 * (lower + (bound - lower) * (wanted - below) / within), 3)
        below, lower = below + within, float(bound)
    return 1000 * lower
