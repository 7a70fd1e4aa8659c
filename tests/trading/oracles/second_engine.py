"""What a second matching engine makes of scenes. Runs in `.venv-engine`.

`python -m tests.trading.oracles.second_engine 5` prints, as JSON, the version of NautilusTrader and, for each
market, the fills of its first five scenes: the order's number, the second, price, quantity, `maker` or
`taker`, and the fee.
"""

import json
import sys
from collections.abc import Callable
from decimal import Decimal
from importlib.metadata import version
from itertools import count
from typing import Any

from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.config import LoggingConfig, StrategyConfig
from nautilus_trader.model.currencies import BTC, USDT
from nautilus_trader.model.data import QuoteTick
from nautilus_trader.model.enums import (
    AccountType,
    LiquiditySide,
    OmsType,
    OrderSide,
    TimeInForce,
    TriggerType,
)
from nautilus_trader.model.identifiers import InstrumentId, Symbol, Venue
from nautilus_trader.model.instruments import CurrencyPair
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.trading.strategy import Strategy

from tests.trading.oracles.scenes import MAKER_FEE, MARKETS, SIZE, TAKER_FEE, Scene, Wanted, decimal, scene

SECOND = 1_000_000_000
BEGIN = 1_522_800_000 * SECOND
VENUE = Venue("SIM")
SYMBOL = Symbol("BTCUSDT")
STEP = "0.01"
PAIR = CurrencyPair(
    InstrumentId(SYMBOL, VENUE),
    SYMBOL,
    BTC,
    USDT,
    price_precision=2,
    size_precision=2,
    price_increment=Price.from_str(STEP),
    size_increment=Quantity.from_str(STEP),
    ts_event=0,
    ts_init=0,
    maker_fee=Decimal(MAKER_FEE),
    taker_fee=Decimal(TAKER_FEE),
)


class Follow(StrategyConfig, frozen=True):
    """Nothing to set."""


class Follower(Strategy):
    """Sends the orders of a scene, and cancels them, as their seconds come; notes its fills."""

    def __init__(self, of: Scene) -> None:
        super().__init__(Follow())
        self.sent: dict[int, list[Wanted]] = {}
        self.cancelled: dict[int, list[int]] = {}
        for each in of.orders:
            self.sent.setdefault(each.second, []).append(each)
            self.cancelled.setdefault(each.cancelled, []).append(each.number)
        self.made: dict[int, Any] = {}
        self.fills: list[list[Any]] = []

    def on_start(self) -> None:
        """Listen."""
        self.subscribe_quote_ticks(PAIR.id)

    def on_quote_tick(self, tick: QuoteTick) -> None:
        """Cancel and send what is due."""
        second = _second(tick)
        for number in self.cancelled.get(second, ()):
            if self.made[number].is_open:
                self.cancel_order(self.made[number])
        for wanted in self.sent.get(second, ()):
            self.made[wanted.number] = self._order(wanted)
            self.submit_order(self.made[wanted.number])

    def _order(self, wanted: Wanted) -> Any:
        side = OrderSide.BUY if wanted.side == "buy" else OrderSide.SELL
        shared = (PAIR.id, side, Quantity.from_str(decimal(wanted.quantity)))
        tags = [str(wanted.number)]
        make: dict[str, Callable[[], Any]] = {
            "market": lambda: self.order_factory.market(*shared, tags=tags),
            "limit": lambda: self.order_factory.limit(
                *shared, _price(wanted.limit), time_in_force=TimeInForce[wanted.force.upper()], tags=tags
            ),
            "stop_limit": lambda: self.order_factory.stop_limit(
                *shared,
                _price(wanted.limit),
                _price(wanted.trigger),
                trigger_type=TriggerType.BID_ASK,
                tags=tags,
            ),
        }
        return make[wanted.kind]()

    def on_order_filled(self, event: Any) -> None:
        """Note it."""
        number = int(self.cache.order(event.client_order_id).tags[0])
        side = "maker" if event.liquidity_side == LiquiditySide.MAKER else "taker"
        fee = str(event.commission.as_decimal())
        price, quantity = str(event.last_px), str(event.last_qty)
        self.fills.append([number, _second(event), price, quantity, side, fee])


def _second(event: Any) -> int:
    return (event.ts_event - BEGIN) // SECOND


def _price(cents: int | None) -> Any:
    return Price.from_str(decimal(cents or 0))


def run(of: Scene) -> list[list[Any]]:
    """The fills of a scene. The account is frozen: what it could pay for is not the question here."""
    engine = BacktestEngine(BacktestEngineConfig(logging=LoggingConfig(bypass_logging=True)))
    engine.add_venue(VENUE, OmsType.NETTING, AccountType.MARGIN, [Money(10**9, USDT)], frozen_account=True)
    engine.add_instrument(PAIR)
    size = Quantity.from_str(decimal(SIZE))
    engine.add_data(
        [
            QuoteTick(PAIR.id, _price(bid), _price(ask), size, size, at, at)
            for at, (bid, ask) in zip(count(BEGIN, SECOND), of.quotes, strict=False)
        ]
    )
    follower = Follower(of)
    engine.add_strategy(follower)
    engine.run()
    return follower.fills


def main() -> None:
    seeds = range(int(sys.argv[1]))
    fills = {market: [run(scene(market, seed)) for seed in seeds] for market in MARKETS}
    print(json.dumps({"version": version("nautilus_trader"), "fills": fills}))  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
