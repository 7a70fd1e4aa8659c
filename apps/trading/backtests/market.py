"""What a backtest plays, and on which assumptions."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property

from apps.trading import risk
from apps.trading.due import Terms
from apps.trading.market.columns import Columns
from apps.trading.market.types import Level, Outside
from apps.trading.types import exact_arithmetic

ZERO = Decimal(0)
INSTRUMENT = 1


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the bars cannot tell. Fees and slippage are fractions of the cost and of the price.

    An order that is decided on at a bar's close arrives `latency` later: it takes the open of the first bar
    that opens after that, made worse by `slippage`.
    """

    capital: Decimal = Decimal(100_000)
    maker_fee: Decimal = Decimal("0.0005")
    taker_fee: Decimal = Decimal("0.0010")
    slippage: Decimal = ZERO
    latency: timedelta = timedelta(0)
    limits: risk.Limits = field(default_factory=risk.Limits)


@dataclass(frozen=True, eq=False)
class Market:
    """The bars of one instrument and its rules. `first` is the first bar that is traded on: what comes
    before is only seen."""

    columns: Columns
    base: str
    quote: str
    tick: Decimal
    min_notional: Decimal
    first: int = 0

    @cached_property
    def lowest(self) -> Decimal:
        """The lowest price there is."""
        return self.columns.price(int(self.columns.low.min()))

    @property
    def lot(self) -> Decimal:
        """The step of quantities."""
        return self.columns.lot

    def terms(self, assumptions: Assumptions) -> Terms:
        """The instrument as settlement knows it."""
        fees = assumptions.maker_fee, assumptions.taker_fee
        return Terms(INSTRUMENT, self.columns.symbol, self.base, self.quote, self.lot, *fees, self.tick)

    def rules(self, assumptions: Assumptions) -> risk.Rules:
        """The instrument as risk knows it."""
        return risk.Rules(
            self.base, self.quote, self.tick, self.lot, self.min_notional, assumptions.taker_fee
        )

    def outside(self, index: int, slippage: Decimal) -> Outside:
        """A bar as orders meet it: whoever arrives takes its open, made worse by the slippage."""
        columns = self.columns
        opened, low, high = (columns.price(each[index]) for each in (columns.open, columns.low, columns.high))
        volume = int(columns.volume[index]) * columns.lot
        dear = cheap = opened
        if slippage:
            dear, cheap = self.slipped(opened, slippage), self.slipped(opened, -slippage)
        return Outside(
            asks=(Level(dear, volume),),
            bids=(Level(cheap, volume),),
            dips_to=low,
            rises_to=high,
            low=min(low, cheap),
            high=max(high, dear),
            volume=volume,
            at=columns.opening(index),
        )

    def slipped(self, price: Decimal, slippage: Decimal) -> Decimal:
        """A price moved by a fraction of itself, to the tick beyond."""
        with exact_arithmetic():
            ticks = price * (1 + slippage) / self.tick
            rounding = ROUND_CEILING if slippage > 0 else ROUND_FLOOR
            return max(self.tick, ticks.to_integral_value(rounding) * self.tick)
