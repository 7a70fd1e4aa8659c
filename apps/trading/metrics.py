"""What is counted of trading: orders, fills, and how long a batch takes to match and book."""

import collections
import time
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from prometheus_client import Counter, Histogram

from apps.system.measuring.counting import QUICK, after_commit
from apps.system.measuring.figures import (
    COUNTED,
    RECENT_MINUTES,
    Headline,
    View,
    figures,
    headline,
    read_rows,
)
from apps.system.measuring.gauges import platform_gauge
from apps.system.types import ExactDecimal, WireModel
from apps.trading.models import Venue
from apps.trading.selectors.accounts import ledger_sums
from apps.trading.settlement import Settlement

P = ParamSpec("P")
R = TypeVar("R")

ORDERS = Counter(
    "trading_orders_total",
    "Times that an order came to a status; `pending` when placed.",
    ["venue", "status"],
)
FILLS = Counter("trading_fills_total", "Fills, by who was first in the book.", ["venue", "liquidity"])
EXCHANGE_UPDATES = Counter(
    "trading_exchange_updates_total", "Order books that the gateway told of, by venue.", ["venue"]
)
MATCHING = Histogram(
    "trading_matching_batch_duration_seconds", "One batch matched and booked.", ["venue"], buckets=QUICK
)

_ORDERS = f"""
    SELECT count(*) FILTER (WHERE item.id >= %(recent)s), count(*)
    FROM trading_order AS item
    JOIN trading_account AS account ON account.id = item.account_id
    JOIN system_actor AS actor ON actor.id = account.actor_id
    WHERE item.id >= %(hour)s AND {COUNTED}
"""
_FILLS = f"""
    SELECT instrument.quote, count(*) FILTER (WHERE item.id >= %(recent)s), count(*),
        sum(item.cost), sum(item.fee)
    FROM trading_fill AS item
    JOIN trading_instrument AS instrument ON instrument.id = item.instrument_id
    JOIN trading_account AS account ON account.id = item.account_id
    JOIN system_actor AS actor ON actor.id = account.actor_id
    WHERE item.id >= %(hour)s AND {COUNTED}
    GROUP BY instrument.quote ORDER BY instrument.quote
"""
_LAST_MINUTE = """
    SELECT (SELECT count(*) FROM trading_order WHERE id >= %(minute)s),
        (SELECT count(*) FROM trading_fill WHERE id >= %(minute)s)
"""


class Traded(WireModel):
    """What changed hands in the last hour, and the fees on it, in one quote asset."""

    volume: ExactDecimal
    fees: ExactDecimal


class TradingFigures(WireModel):
    """Orders placed and fills booked; `hour` by quote asset."""

    orders_in_five_minutes: int
    orders_in_hour: int
    orders_per_minute: float
    fills_in_five_minutes: int
    fills_in_hour: int
    fills_per_minute: float
    hour: dict[str, Traded]


def count_order(venue: str, status: str, count: int = 1) -> None:
    """Count orders that came to a status, once that has committed."""
    after_commit(partial(ORDERS.labels(venue, status).inc, count))


def count_settlement(venue: Venue, batch: Settlement) -> None:
    """Count the fills of a batch and the orders that came to another status, once it has committed."""
    after_commit(partial(_count_settlement, venue.slug, batch))


def _count_settlement(venue: str, batch: Settlement) -> None:
    statuses = collections.Counter(
        booked.status.value for booked in batch.orders if booked.status is not booked.order.status
    )
    for status, count in statuses.items():
        ORDERS.labels(venue, status).inc(count)
    for is_maker, count in collections.Counter(fill.is_maker for fill in batch.fills).items():
        FILLS.labels(venue, "maker" if is_maker else "taker").inc(count)


def timed_batch(
    match: Callable[Concatenate[Venue, P], R],
) -> Callable[Concatenate[Venue, P], R]:
    """Measure a function that matches a batch of a venue, where it matched any order and committed."""

    @wraps(match)
    def timed(venue: Venue, /, *args: P.args, **kwargs: P.kwargs) -> R:
        began = time.perf_counter()
        report = match(venue, *args, **kwargs)
        if getattr(report, "orders", 0):
            note_batch(venue.slug, time.perf_counter() - began)
        return report

    return timed


def note_batch(venue: str, seconds: float) -> None:
    """Count how long a batch took that matched any order, once it has committed."""
    after_commit(partial(MATCHING.labels(venue).observe, seconds))


@figures("trading")
def measure_trading(view: View) -> TradingFigures:
    """Read the last hour of orders and fills."""
    (recent_orders, orders), *_ = read_rows(_ORDERS, view.bounds)
    fills = read_rows(_FILLS, view.bounds)
    recent_fills = sum(recent for _, recent, *_ in fills)
    return TradingFigures(
        orders_in_five_minutes=recent_orders,
        orders_in_hour=orders,
        orders_per_minute=recent_orders / RECENT_MINUTES,
        fills_in_five_minutes=recent_fills,
        fills_in_hour=sum(count for _, _, count, *_ in fills),
        fills_per_minute=recent_fills / RECENT_MINUTES,
        hour={quote: Traded(volume=volume, fees=fees) for quote, _, _, volume, fees in fills},
    )


@headline("trading")
def head_trading(now: datetime) -> Headline:
    """Orders and fills of the last minute."""
    ((orders, fills),) = read_rows(_LAST_MINUTE, View(None, now).bounds)
    return {"orders_per_minute": float(orders), "fills_per_minute": float(fills)}


@platform_gauge("ledger_imbalance", "The sum of all accounts, which must be zero.", ["asset"])
def read_imbalance(now: datetime) -> dict[tuple[str, ...], float]:
    """By asset; anything but zero is a defect."""
    return {(asset,): float(total or Decimal()) for asset, total in ledger_sums().items()}
