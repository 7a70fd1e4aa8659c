"""Trading for operators: to look at, not to change."""

from apps.trading.admin import desk, ledger, markets, orders

__all__ = ["desk", "ledger", "markets", "orders"]
