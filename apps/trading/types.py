"""The words of the market: symbols, sides, order types, intervals, and the numbers of an order."""

import re
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, getcontext, localcontext
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from apps.system.types import PositiveDecimal

QUOTE_ASSETS = ("USDT", "USDC", "USD", "EUR", "GBP", "BTC", "ETH")
_PAIR = re.compile(r"[A-Z0-9]{1,12}/[A-Z0-9]{2,8}")
PRECISION = 96
"""Digits in which amounts are multiplied: no product of two is ever rounded by accident."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AS_IT_IS: AbstractContextManager[None] = nullcontext()


class Side(StrEnum):
    """Which way an order or a fill moves the base asset."""

    BUY = "buy"
    SELL = "sell"


class OrderType(StrEnum):
    """How the price of an order is found."""

    MARKET = "market"
    LIMIT = "limit"
    STOP = "stop"
    STOP_LIMIT = "stop_limit"
    TAKE_PROFIT = "take_profit"
    TRAILING_STOP = "trailing_stop"


class TimeInForce(StrEnum):
    """How long an order waits.

    GTC until cancelled, GTD until a moment of market time; IOC takes what is there when it arrives, FOK all
    or nothing of it.
    """

    GTC = "gtc"
    IOC = "ioc"
    FOK = "fok"
    GTD = "gtd"


class Link(StrEnum):
    """What an order is to the others of its group: a leg of an OCO, or the entry or an exit of a bracket."""

    NONE = ""
    OCO = "oco"
    ENTRY = "entry"
    EXIT = "exit"


class OrderStatus(StrEnum):
    """The life of an order.

    INACTIVE is an exit whose entry has not filled, PENDING waits for its first match, WAITING for its
    trigger; OPEN and PARTIALLY_FILLED rest.
    """

    INACTIVE = "inactive"
    PENDING = "pending"
    WAITING = "waiting"
    OPEN = "open"
    PARTIALLY_FILLED = "partially_filled"
    FILLED = "filled"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


LIVE = (
    OrderStatus.PENDING,
    OrderStatus.OPEN,
    OrderStatus.PARTIALLY_FILLED,
    OrderStatus.WAITING,
    OrderStatus.INACTIVE,
)
RESTING = (OrderStatus.OPEN, OrderStatus.PARTIALLY_FILLED)
LIVE_IN_SQL = str(tuple(each.value for each in LIVE))
"""For statements that are planned before their parameters are known: an index of live orders only serves
those that say so themselves."""


class Interval(StrEnum):
    """The lengths a bar may have."""

    S1 = "1s"
    S5 = "5s"
    S15 = "15s"
    M1 = "1m"
    M5 = "5m"
    M15 = "15m"
    H1 = "1h"
    H4 = "4h"
    D1 = "1d"

    @property
    def seconds(self) -> int:
        """The length in seconds."""
        return int(self.value[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[self.value[-1]]

    @property
    def length(self) -> timedelta:
        """The length as a timedelta."""
        return timedelta(seconds=self.seconds)

    def floor(self, at: datetime) -> datetime:
        """The opening of the bar of this length that contains `at` (UTC)."""
        whole = int((at - EPOCH) // timedelta(seconds=1))
        return EPOCH + timedelta(seconds=whole - whole % self.seconds)


def parse_symbol(text: str) -> str:
    """The canonical `BTC/USD` of any spelling, also `btc-usd` and `BTCUSD`. ValueError for no pair."""
    symbol = text.strip().upper().replace("-", "/").replace("_", "/")
    if "/" not in symbol:
        quote = next((asset for asset in QUOTE_ASSETS if symbol.endswith(asset) and symbol != asset), None)
        symbol = f"{symbol.removesuffix(quote)}/{quote}" if quote else symbol
    if not _PAIR.fullmatch(symbol):
        raise ValueError("not a symbol such as BTC/USD")
    return symbol


def _parse(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("a symbol is a text such as BTC/USD")
    return parse_symbol(value)


Symbol = Annotated[
    str,
    BeforeValidator(_parse, json_schema_input_type=str),
    Field(
        max_length=21,
        description="A pair such as BTC/USD; BTC-USD, BTCUSD and btc-usd mean the same.",
        examples=["BTC/USD"],
    ),
]
Quantity = Annotated[
    PositiveDecimal,
    Field(description="Amount of the base asset, above zero, at most 18 decimals.", examples=["0.1"]),
]
Price = Annotated[
    PositiveDecimal,
    Field(description="Price of one unit of the base asset in the quote asset.", examples=["60000.00"]),
]
TrailPercent = Annotated[PositiveDecimal, Field(lt=100)]


def sign(side: Side) -> int:
    """+1 for a buy, -1 for a sell."""
    return 1 if side is Side.BUY else -1


def round_down(amount: Decimal, step: Decimal) -> Decimal:
    """The largest multiple of `step` that is not above `amount`."""
    return amount // step * step


def exact_arithmetic() -> AbstractContextManager[Context | None]:
    """Decimal arithmetic wide enough that no product of two amounts is ever rounded by accident."""
    return _AS_IT_IS if getcontext().prec == PRECISION else localcontext(prec=PRECISION)
