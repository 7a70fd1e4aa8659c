"""What the library answers, as exact numbers of ours. Pure.

It is told to answer texts. Only the books it streams hold floats, whose shortest text is the number that the
exchange sent as long as that has at most fifteen digits.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from apps.trading.connectors.types import Day, ExchangeRefused, Listing
from apps.trading.ledger import ZERO
from apps.trading.market.types import Bar, Book, Level
from apps.trading.types import Interval

MILLISECONDS = 1000


def read_listing(market: Mapping[str, Any], *, is_tick: bool) -> Listing:
    """A pair's terms; a step may be told as a number of decimals, and a fee that is not told is zero."""
    precision, limits = market["precision"], market["limits"]
    return Listing(
        symbol=market["symbol"],
        tick_size=_step(precision["price"], is_tick=is_tick),
        lot_size=_step(precision["amount"], is_tick=is_tick),
        min_notional=_or_zero((limits.get("cost") or {}).get("min")),
        maker_fee=max(ZERO, _or_zero(market.get("maker"))),
        taker_fee=max(ZERO, _or_zero(market.get("taker"))),
    )


def read_book(symbol: str, told: Mapping[str, Any], depth: int, at: datetime) -> Book:
    """A ladder, best prices first. `at` is when it was received: the exchange's clock may be another."""
    return Book(symbol, _levels(told["bids"], depth), _levels(told["asks"], depth), at)


def read_day(told: Mapping[str, Any]) -> Day:
    """A ticker; what it does not say of its day is not known. Raises ExchangeRefused (`no_market_data`) where
    nothing has traded yet."""
    last = told.get("last") or told.get("close")
    if last is None:
        raise ExchangeRefused("no_market_data", f"{told.get('symbol')} has no last price.")
    return Day(
        last=Decimal(str(last)),
        open=_positive(told.get("open")),
        high=_positive(told.get("high")),
        low=_positive(told.get("low")),
        volume=_or_none(told.get("baseVolume")),
    )


def read_bar(symbol: str, interval: Interval, row: Sequence[Any]) -> Bar:
    """A bar of six numbers."""
    opened_at = datetime.fromtimestamp(int(row[0]) / MILLISECONDS, UTC)
    opened, high, low, close, volume = (Decimal(str(each)) for each in row[1:6])
    return Bar(symbol, interval, opened_at, opened, high, low, close, volume)


def _levels(rows: Sequence[Sequence[Any]], depth: int) -> tuple[Level, ...]:
    levels = (Level(Decimal(str(row[0])), Decimal(str(row[1]))) for row in rows[:depth])
    return tuple(level for level in levels if level.quantity > 0)


def _step(told: Any, *, is_tick: bool) -> Decimal:
    return Decimal(str(told)) if is_tick else Decimal(1).scaleb(-int(told))


def _or_none(told: Any) -> Decimal | None:
    return None if told is None else Decimal(str(told))


def _positive(told: Any) -> Decimal | None:
    """A price; zero is how some exchanges say that there is none."""
    return _or_none(told) or None


def _or_zero(told: Any) -> Decimal:
    return ZERO if told is None else Decimal(str(told))
