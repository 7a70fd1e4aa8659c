"""Exchanges: connecting to them, keeping what the gateway hears from them, and orders for real money."""

from apps.trading.services.live.booking import book_trades
from apps.trading.services.live.connecting import connect_exchange, disconnect_exchange
from apps.trading.services.live.enabling import (
    disable_live_trading,
    enable_live_trading,
    give_credentials,
    open_credentials,
    sentence_for,
)
from apps.trading.services.live.following import note_problem, save_listings, store_minutes
from apps.trading.services.live.queueing import request_cancels
from apps.trading.services.live.sending import (
    claim_order,
    list_under_way,
    note_placed,
    note_refused,
    note_unanswered,
    note_unknown,
)
from apps.trading.services.live.stocktaking import books_stand_at, note_live_problem, take_stock

__all__ = [
    "book_trades",
    "books_stand_at",
    "claim_order",
    "connect_exchange",
    "disable_live_trading",
    "disconnect_exchange",
    "enable_live_trading",
    "give_credentials",
    "list_under_way",
    "note_live_problem",
    "note_placed",
    "note_problem",
    "note_refused",
    "note_unanswered",
    "note_unknown",
    "open_credentials",
    "request_cancels",
    "save_listings",
    "sentence_for",
    "store_minutes",
    "take_stock",
]
