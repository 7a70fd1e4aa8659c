"""Exchanges: connecting to them, and keeping what the gateway process hears from them."""

from apps.trading.services.live.connecting import connect_exchange, disconnect_exchange
from apps.trading.services.live.following import note_problem, save_listings, store_minutes

__all__ = [
    "connect_exchange",
    "disconnect_exchange",
    "note_problem",
    "save_listings",
    "store_minutes",
]
