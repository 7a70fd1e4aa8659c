"""The exchange behind the server: markets, balances, orders, trades. Amounts are exact."""

import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

API_KEY = "test-key"
API_SECRET = "test-secret"
FEE = Decimal("0.001")
ZERO = Decimal(0)


class ApiError(Exception):
    """An error as the API says it."""

    def __init__(self, code: int, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


def now_ms() -> int:
    """Milliseconds since the epoch."""
    return int(time.time() * 1000)


@dataclass
class Pair:
    """A listed pair, with one level a side."""

    symbol: str
    base: str
    quote: str
    tick: str = "0.01"
    step: str = "0.00001"
    min_notional: str = "5.0"
    bid: Decimal = Decimal("60000.00")
    ask: Decimal = Decimal("60001.00")
    depth: Decimal = Decimal("1.5")
    update: int = 100
    told: tuple[set[str], set[str]] = field(default_factory=lambda: (set(), set()))

    def book(self) -> tuple[list[list[str]], list[list[str]]]:
        """Five levels a side, a dollar apart."""
        bids = [[f"{self.bid - level:.2f}", str(self.depth)] for level in range(5)]
        asks = [[f"{self.ask + level:.2f}", str(self.depth)] for level in range(5)]
        for told, side in zip(self.told, (bids, asks), strict=True):
            told.update(price for price, _ in side)
        return bids, asks

    def changes(self) -> tuple[list[list[str]], list[list[str]]]:
        """The same, and that nothing stands any more where something once stood."""
        sides = self.book()
        for told, side in zip(self.told, sides, strict=True):
            side += [[price, "0"] for price in sorted(told - {price for price, _ in side})]
        return sides


@dataclass
class Order:
    """An order as the exchange keeps it."""

    id: int
    client_id: str
    pair: Pair
    side: str
    type: str
    time_in_force: str
    price: Decimal
    quantity: Decimal
    at: int
    status: str = "NEW"
    filled: Decimal = ZERO
    cost: Decimal = ZERO
    locked: Decimal = ZERO
    stop: Decimal | None = None
    """It waits until the market has come there."""

    @property
    def is_open(self) -> bool:
        """Whether it can still be filled."""
        return self.status in ("NEW", "PARTIALLY_FILLED")

    def told(self) -> dict[str, Any]:
        """As the API tells it."""
        return {
            "symbol": self.pair.symbol,
            "orderId": self.id,
            "orderListId": -1,
            "clientOrderId": self.client_id,
            "price": str(self.price),
            "origQty": str(self.quantity),
            "executedQty": str(self.filled),
            "cummulativeQuoteQty": str(self.cost),
            "status": self.status,
            "timeInForce": self.time_in_force,
            "type": self.type,
            "side": self.side,
            "stopPrice": str(self.stop or 0),
            "icebergQty": "0",
            "time": self.at,
            "transactTime": self.at,
            "updateTime": self.at,
            "isWorking": self.stop is None,
            "origQuoteOrderQty": "0",
            "fills": [],
        }


@dataclass
class Exchange:
    """Everything that the server knows; every method holds its lock."""

    pairs: dict[str, Pair] = field(default_factory=dict)
    free: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    orders: list[Order] = field(default_factory=list)
    trades: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    fills_at_once: Decimal = Decimal("1000")
    """How much an arriving order that crosses gets at once; the rest rests, or is cancelled."""

    def __post_init__(self) -> None:
        for base in ("BTC", "ETH"):
            self.pairs[f"{base}USDT"] = Pair(f"{base}USDT", base, "USDT")
        self.free["USDT"] = Decimal(100_000)

    def place(self, asked: dict[str, str]) -> Order:
        """Take an order; what crosses is filled at the touch. Raises ApiError."""
        with self.lock:
            if any(each.client_id == asked["newClientOrderId"] and each.is_open for each in self.orders):
                raise ApiError(-2010, "Duplicate order sent.")
            order = self._new(asked)
            if order.stop is not None and self._is_reached(order):
                raise ApiError(-2010, "Stop price would trigger immediately.")
            self._hold(order)
            self.orders.append(order)
            if order.stop is None:
                self._work(order)
            return order

    def _work(self, order: Order) -> None:
        """Let an order meet the market: what crosses is filled at the touch."""
        touch = order.pair.ask if order.side == "BUY" else order.pair.bid
        crosses = order.price >= touch if order.side == "BUY" else order.price <= touch
        if crosses:
            self.fill(order, min(order.quantity, self.fills_at_once), touch, is_maker=False)
        if order.is_open and order.time_in_force == "IOC":
            self._end(order, "EXPIRED")

    def _is_reached(self, order: Order) -> bool:
        assert order.stop is not None
        return order.pair.ask >= order.stop if order.side == "BUY" else order.pair.bid <= order.stop

    def move(self, symbol: str, bid: Decimal, ask: Decimal) -> None:
        """Another price: what waits for it is worked."""
        with self.lock:
            pair = self.pairs[symbol]
            pair.bid, pair.ask = bid, ask
            for order in self.orders:
                if (
                    order.pair is pair
                    and order.is_open
                    and order.stop is not None
                    and self._is_reached(order)
                ):
                    order.stop = None
                    self._work(order)

    def _new(self, asked: dict[str, str]) -> Order:
        pair = self.pairs.get(asked["symbol"])
        if pair is None:
            raise ApiError(-1121, "Invalid symbol.")
        quantity, price = Decimal(asked["quantity"]), Decimal(asked["price"])
        if quantity % Decimal(pair.step):
            raise ApiError(-1013, "Filter failure: LOT_SIZE")
        if price % Decimal(pair.tick) or Decimal(asked.get("stopPrice", "0")) % Decimal(pair.tick):
            raise ApiError(-1013, "Filter failure: PRICE_FILTER")
        return Order(
            id=len(self.orders) + 1,
            client_id=asked["newClientOrderId"],
            pair=pair,
            side=asked["side"],
            type=asked["type"],
            time_in_force=asked.get("timeInForce", "GTC"),
            price=price,
            quantity=quantity,
            at=now_ms(),
            stop=Decimal(asked["stopPrice"]) if asked["type"] == "STOP_LOSS_LIMIT" else None,
        )

    def _hold(self, order: Order) -> None:
        is_buy = order.side == "BUY"
        asset = order.pair.quote if is_buy else order.pair.base
        needed = order.quantity * order.price if is_buy else order.quantity
        if self.free[asset] < needed:
            raise ApiError(-2010, "Account has insufficient balance for requested action.")
        self.free[asset] -= needed
        order.locked = needed

    def fill(
        self,
        order: Order,
        quantity: Decimal,
        price: Decimal,
        *,
        is_maker: bool = True,
        fee_asset: str = "",
    ) -> None:
        """Execute a part of an order; the fee is in what is received, or in `fee_asset`."""
        with self.lock:
            pair, cost, is_buy = order.pair, quantity * price, order.side == "BUY"
            order.filled += quantity
            order.cost += cost
            order.locked -= quantity * order.price if is_buy else quantity
            if is_buy:
                self.free[pair.quote] += quantity * (order.price - price)
            got, amount = (pair.base, quantity) if is_buy else (pair.quote, cost)
            fee = amount * FEE
            self.free[got] += amount - (ZERO if fee_asset else fee)
            order.status = "FILLED" if order.filled == order.quantity else "PARTIALLY_FILLED"
            self.trades.append(
                {
                    "symbol": pair.symbol,
                    "id": len(self.trades) + 1,
                    "orderId": order.id,
                    "orderListId": -1,
                    "price": str(price),
                    "qty": str(quantity),
                    "quoteQty": str(cost),
                    "commission": str(fee),
                    "commissionAsset": fee_asset or got,
                    "time": now_ms(),
                    "isBuyer": is_buy,
                    "isMaker": is_maker,
                    "isBestMatch": True,
                }
            )

    def cancel(self, asked: dict[str, str]) -> Order:
        """End an open order. Raises ApiError."""
        with self.lock:
            order = self.find(asked)
            if not order.is_open:
                raise ApiError(-2011, "Unknown order sent.")
            self._end(order, "CANCELED")
            return order

    def _end(self, order: Order, status: str) -> None:
        asset = order.pair.quote if order.side == "BUY" else order.pair.base
        self.free[asset] += order.locked
        order.locked, order.status = ZERO, status

    def find(self, asked: dict[str, str]) -> Order:
        """By either id, the newest first. Raises ApiError."""
        with self.lock:
            for order in reversed(self.orders):
                if str(order.id) == asked.get("orderId") or order.client_id == asked.get("origClientOrderId"):
                    return order
            raise ApiError(-2013, "Order does not exist.")

    def balances(self) -> list[dict[str, str]]:
        """Free and locked, by asset."""
        with self.lock:
            locked: defaultdict[str, Decimal] = defaultdict(Decimal)
            for order in self.orders:
                locked[order.pair.quote if order.side == "BUY" else order.pair.base] += order.locked
            return [
                {"asset": asset, "free": str(free), "locked": str(locked[asset])}
                for asset, free in sorted(self.free.items())
            ]
