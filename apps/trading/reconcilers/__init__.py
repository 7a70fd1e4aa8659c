"""Whether trading's records agree: the ledger with its transfers, positions with fills, orders with both."""

from apps.trading.reconcilers import equity, ledger, orders

__all__ = ["equity", "ledger", "orders"]
