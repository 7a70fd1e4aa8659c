"""Matching: which orders trade in an update of a market, at what price. Pure."""

from apps.trading.matching.codes import (
    ENTRY_ENDED,
    EXIT_REACHED,
    EXPIRED,
    FILL_OR_KILL,
    KILL_SWITCH,
    NO_LIQUIDITY,
    OCO,
    POST_ONLY,
    PRICE_COLLAR,
    REQUESTED,
)
from apps.trading.matching.ending import end_orders_of
from apps.trading.matching.engine import match_orders
from apps.trading.matching.orders import Outcome, Trade, Trigger, WorkingOrder
from apps.trading.matching.triggers import follow, is_touched, trailing_price

__all__ = [
    "ENTRY_ENDED",
    "EXIT_REACHED",
    "EXPIRED",
    "FILL_OR_KILL",
    "KILL_SWITCH",
    "NO_LIQUIDITY",
    "OCO",
    "POST_ONLY",
    "PRICE_COLLAR",
    "REQUESTED",
    "Outcome",
    "Trade",
    "Trigger",
    "WorkingOrder",
    "end_orders_of",
    "follow",
    "is_touched",
    "match_orders",
    "trailing_price",
]
