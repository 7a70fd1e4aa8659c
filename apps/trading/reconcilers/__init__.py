"""Whether trading's records agree: the ledger with its transfers, positions with fills, orders with both."""

from apps.trading.reconcilers import equity, journal, ledger, live, orders

__all__ = ["equity", "journal", "ledger", "live", "orders"]
