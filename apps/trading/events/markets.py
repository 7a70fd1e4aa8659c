"""What happens on markets."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from apps.system.events.catalogue import EventPayload
from apps.system.types import ExactDecimal
from apps.trading.market.scenarios import ScenarioKind
from apps.trading.types import Interval


class PriceAlertTriggered(EventPayload, type="market.price_alert"):
    """A price that somebody wanted to be told of was reached; `price` is what set it off, in market time.

    `status` says whether the alert waits for it again.
    """

    alert_id: UUID
    venue: str
    symbol: str
    condition: str
    threshold: ExactDecimal
    price: ExactDecimal
    last: ExactDecimal
    times_triggered: int
    status: str
    note: str
    market_time: datetime
    source: str


class MarketTick(EventPayload, type="market.tick", ephemeral=True):
    """The best prices of a symbol now."""

    apart_by: ClassVar[tuple[str, ...]] = ("venue",)

    venue: str
    symbol: str
    bid: ExactDecimal
    ask: ExactDecimal
    last: ExactDecimal
    change_24h: ExactDecimal | None
    as_of: datetime
    source: str
    scenarios: list[ScenarioKind] = Field(default=[], description="What is laid over a simulated market.")


class CandleClosed(EventPayload, type="market.candle", ephemeral=True):
    """A bar of a minute or longer closed."""

    apart_by: ClassVar[tuple[str, ...]] = ("venue", "interval")

    venue: str
    symbol: str
    interval: Interval
    opened_at: datetime
    open: ExactDecimal
    high: ExactDecimal
    low: ExactDecimal
    close: ExactDecimal
    volume: ExactDecimal
    source: str


class MarketScenarioChanged(EventPayload, type="market.scenario"):
    """A scenario was set for a simulated market, or ended early: over at its start, it never begins.

    Times are market times; `strength` as in `set_market_scenario`.
    """

    venue: str
    kind: ScenarioKind
    starts_at: datetime
    ends_at: datetime
    strength: int | None
