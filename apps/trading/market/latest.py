"""The latest quotes and books of exchanges in Redis, from the gateway to whoever asks; nothing authoritative.

Each says when it was received, so that its age is known. What cannot be read is not known: nobody trades on
it.
"""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import redis

from apps.system.redis import key, redis_client
from apps.system.types import plain
from apps.trading.market.types import Book, DayQuote, Level

logger = logging.getLogger(__name__)

KEPT_SECONDS = 3600
QUOTES, BOOKS = "quotes", "books"
_PRICES, _DAY = ("bid", "ask", "last"), ("open_24h", "high_24h", "low_24h", "volume_24h")


def publish_latest(venue: str, quotes: Iterable[DayQuote], books: Iterable[Book]) -> None:
    """Replace what is known of these symbols. Raises redis.RedisError."""
    told: dict[str, dict[Any, Any]] = {
        QUOTES: {quote.symbol: _write_quote(quote) for quote in quotes},
        BOOKS: {book.symbol: _write_book(book) for book in books},
    }
    with redis_client().pipeline(transaction=False) as pipe:
        for kind, values in told.items():
            if values:
                pipe.hset(_name(venue, kind), mapping=values)
                pipe.expire(_name(venue, kind), KEPT_SECONDS)
        pipe.execute()


def forget_latest(venue: str) -> None:
    """Let nobody see what is not followed any more. Raises redis.RedisError."""
    redis_client().delete(_name(venue, QUOTES), _name(venue, BOOKS))


def latest_quotes(venue: str, symbols: Iterable[str]) -> dict[str, DayQuote]:
    """The latest quotes; a symbol without one is left out."""
    return {symbol: _read_quote(symbol, told) for symbol, told in _read(venue, QUOTES, list(symbols)).items()}


def latest_books(venue: str, symbols: Iterable[str]) -> dict[str, Book]:
    """The latest books; a symbol without one is left out."""
    return {symbol: _read_book(symbol, told) for symbol, told in _read(venue, BOOKS, list(symbols)).items()}


def _name(venue: str, kind: str) -> str:
    return key("market", kind, venue)


def _read(venue: str, kind: str, symbols: Sequence[str]) -> dict[str, dict[str, Any]]:
    if not symbols:
        return {}
    try:
        found: Any = redis_client().hmget(_name(venue, kind), list(symbols))
    except redis.RedisError as error:
        logger.warning("The latest %s of %s cannot be read: %s", kind, venue, error)
        return {}
    return {symbol: json.loads(told) for symbol, told in zip(symbols, found, strict=True) if told}


def _write_quote(quote: DayQuote) -> str:
    told = {name: getattr(quote, name) for name in (*_PRICES, *_DAY)}
    amounts = {name: None if amount is None else plain(amount) for name, amount in told.items()}
    return json.dumps({**amounts, "as_of": quote.as_of.isoformat()})


def _read_quote(symbol: str, told: Mapping[str, Any]) -> DayQuote:
    bid, ask, last = (Decimal(told[name]) for name in _PRICES)
    day = (None if told[name] is None else Decimal(told[name]) for name in _DAY)
    return DayQuote(symbol, bid, ask, last, datetime.fromisoformat(told["as_of"]), *day)


def _write_book(book: Book) -> str:
    sides = {"bids": _write_levels(book.bids), "asks": _write_levels(book.asks)}
    return json.dumps({**sides, "as_of": book.as_of.isoformat()})


def _write_levels(levels: Iterable[Level]) -> list[list[str]]:
    return [[plain(level.price), plain(level.quantity)] for level in levels]


def _read_book(symbol: str, told: Mapping[str, Any]) -> Book:
    bids, asks = (tuple(Level(*map(Decimal, each)) for each in told[side]) for side in ("bids", "asks"))
    return Book(symbol, bids, asks, datetime.fromisoformat(told["as_of"]))
