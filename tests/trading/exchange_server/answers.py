"""What the server says of its markets, in the API's words."""

import math
from decimal import Decimal
from typing import Any

from tests.trading.exchange_server.state import Pair, now_ms


def describe(pair: Pair) -> dict[str, Any]:
    """A pair in `exchangeInfo`."""
    return {
        "symbol": pair.symbol,
        "status": "TRADING",
        "baseAsset": pair.base,
        "quoteAsset": pair.quote,
        "baseAssetPrecision": 8,
        "quotePrecision": 8,
        "quoteAssetPrecision": 8,
        "orderTypes": ["LIMIT", "LIMIT_MAKER", "MARKET", "STOP_LOSS_LIMIT"],
        "isSpotTradingAllowed": True,
        "isMarginTradingAllowed": False,
        "permissions": [],
        "permissionSets": [["SPOT"]],
        "filters": [
            {
                "filterType": "PRICE_FILTER",
                "minPrice": "0.01",
                "maxPrice": "1000000",
                "tickSize": pair.tick,
            },
            {"filterType": "LOT_SIZE", "minQty": pair.step, "maxQty": "9000.0", "stepSize": pair.step},
            {"filterType": "NOTIONAL", "minNotional": pair.min_notional, "maxNotional": "9000000.0"},
        ],
    }


def price_at(opened_at: int) -> Decimal:
    """The open of a minute: a function of its time, so that a test can compute what it must be."""
    return (Decimal(60_000) * (1 + Decimal(math.sin(opened_at / 600_000)) / 100)).quantize(Decimal("0.01"))


def kline(pair: Pair, opened_at: int, length: int) -> list[Any]:
    """A bar of a minute or longer; longer ones are those of their minutes."""
    minutes = [price_at(at) for at in range(opened_at, opened_at + length + 1, 60_000)]
    opened, close = minutes[0], minutes[-1]
    high, low = max(minutes) + 5, min(minutes) - 5
    prices = [str(each) for each in (opened, high, low, close)]
    volume = str(Decimal("12.5") * length / 60_000)
    return [opened_at, *prices, volume, opened_at + length - 1, "1", 10, "6", "1", "0"]


def ticker(pair: Pair) -> dict[str, Any]:
    """The last 24 hours."""
    last, now = str(pair.bid), now_ms()
    return {
        "symbol": pair.symbol,
        "lastPrice": last,
        "bidPrice": last,
        "askPrice": str(pair.ask),
        "openPrice": "59000.00",
        "highPrice": "61000.00",
        "lowPrice": "58000.00",
        "volume": "1234.5",
        "quoteVolume": "74000000",
        "openTime": now - 86_400_000,
        "closeTime": now,
        "count": 5,
    }


def ticker_message(pair: Pair) -> dict[str, Any]:
    """The same in a stream."""
    return {
        "e": "24hrMiniTicker",
        "E": now_ms(),
        "s": pair.symbol,
        "c": str(pair.bid),
        "o": "59000.00",
        "h": "61000.00",
        "l": "58000.00",
        "v": "1234.5",
        "q": "74000000",
    }


def depth_message(pair: Pair, since: int) -> dict[str, Any]:
    """What changed in the book after the update `since`."""
    pair.update += 1
    bids, asks = pair.changes()
    first, last = since + 1, pair.update
    return {"e": "depthUpdate", "E": now_ms(), "s": pair.symbol, "U": first, "u": last, "b": bids, "a": asks}
