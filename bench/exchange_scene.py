"""The market in which the paper exchange is measured."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def scene() -> tuple[Any, Any, Any, Any]:
    """Rules, a rich account's situation, terms, and an update deep enough for everybody."""
    from apps.trading.due import Terms
    from apps.trading.market.types import Level, Outside
    from apps.trading.risk import Rules, Situation

    tick, lot, fee = Decimal("0.01"), Decimal("0.001"), Decimal("0.001")
    bid, ask, deep = Decimal("99.99"), Decimal("100.01"), Decimal(10**6)
    rules = Rules("BTC", "USD", tick, lot, Decimal(5), fee)
    rich = Decimal(10**9)
    situation = Situation(bid, ask, 0.1, rich, rich, 0, equity=rich)
    terms = Terms(1, "BTC/USD", "BTC", "USD", lot, fee, fee, tick)
    ladder = ((Level(ask, deep),), (Level(bid, deep),))
    return rules, situation, terms, Outside(*ladder, None, None, bid, ask, deep, AT)
