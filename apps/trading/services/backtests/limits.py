"""How much one backtest may take, so that none of them fills the memory or a worker's day."""

from datetime import timedelta

from apps.trading.models import Venue

MAX_BARS = 2_000_000
MAX_SIMULATED_BARS = 500_000
MAX_COMBINATIONS = 2_000
MAX_WORK = 2_000_000_000
MAX_OPEN = 10
"""Backtests of one owner that wait or run."""

MAX_TRADES = 50_000
"""Trades of one backtest that are kept; all are counted."""

MAX_SECONDS = 900.0
MAX_ATTEMPTS = 3
DEFAULT_BARS = 10_000

LEASE = timedelta(seconds=45)
"""How long a worker may be silent: longer than anything it does between two looks at the row."""

QUEUE_LEASE = timedelta(seconds=60)
"""After how long a message that brought no worker is sent again."""

KEPT = timedelta(days=180)


def most_bars(venue: Venue) -> int:
    """How many bars of a venue one backtest may play."""
    return MAX_SIMULATED_BARS if venue.kind == Venue.Kind.SIMULATOR else MAX_BARS
