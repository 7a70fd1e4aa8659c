"""What operators can set of trading while it runs."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from apps.system.controls.levels import HaltLevel
from apps.system.controls.registry import Setting, setting
from apps.system.types import Percent, PositiveDecimal

_NAMES = {
    "drawdown": "drawdown from the equity peak",
    "daily_loss": "loss within a day",
    "stale_market": "market that stands still",
    "ledger_mismatch": "ledger that does not balance",
}

MAX_ORDER_NOTIONAL = setting(
    "risk.max_order_notional",
    PositiveDecimal,
    default=Decimal(10_000_000),
    unit="account currency",
    per_actor=True,
    stricter="lower",
    description="The most that one order may be worth.",
)
MAX_OPEN_ORDERS = setting(
    "risk.max_open_orders",
    Annotated[int, Field(ge=1, le=100_000)],
    default=500,
    unit="orders",
    per_actor=True,
    stricter="lower",
    description="How many orders of one account may be open.",
)
PRICE_COLLAR = setting(
    "risk.price_collar_percent",
    Percent,
    default=Decimal(5),
    unit="percent",
    per_actor=True,
    stricter="lower",
    description="How far from the middle of the market an order may be priced or filled.",
)
MAX_POSITION: Setting[Decimal | None] = setting(
    "risk.max_position_notional",
    PositiveDecimal | None,
    default=None,
    unit="account currency",
    per_actor=True,
    stricter="lower",
    description="The most that an account may hold of one symbol, its open buys included; null: no limit.",
)
MAX_CONCENTRATION: Setting[Decimal | None] = setting(
    "risk.max_concentration_percent",
    Percent | None,
    default=None,
    unit="percent",
    per_actor=True,
    stricter="lower",
    description="The share of its equity that an account may have in one symbol, its open buys included; "
    "null: no limit.",
)
DAILY_LOSS_STOP: Setting[Decimal | None] = setting(
    "risk.max_daily_loss_percent",
    Percent | None,
    default=None,
    unit="percent",
    per_actor=True,
    stricter="lower",
    description="After such a loss within the market's day an account may only sell; null: no limit.",
)
DRAWDOWN_STOP: Setting[Decimal | None] = setting(
    "risk.max_drawdown_percent",
    Percent | None,
    default=None,
    unit="percent",
    per_actor=True,
    stricter="lower",
    description="After such a loss of its equity's peak an account may only sell; null: no limit.",
)
MAX_LEVERAGE = setting(
    "risk.max_leverage",
    Annotated[PositiveDecimal, Field(le=1)],
    default=Decimal(1),
    unit="times equity",
    per_actor=True,
    stricter="lower",
    description="How much of its equity an account may have in positions and open buys.",
)
STALE_AFTER = setting(
    "risk.stale_after_seconds",
    Annotated[float, Field(ge=1, le=3600)],
    default=30.0,
    unit="seconds",
    stricter="lower",
    description="How old a live market's last price may be for an order to be accepted.",
)
MINUTES_KEPT = setting(
    "equity.minutes_kept_days",
    Annotated[int, Field(ge=2, le=90)],
    default=7,
    unit="days",
    scope="admin",
    description="How long an equity curve keeps its minutes; of days before, the last minute stays.",
)
EXPORTS_KEPT = setting(
    "exports.kept_hours",
    Annotated[int, Field(ge=1, le=720)],
    default=168,
    unit="hours",
    scope="admin",
    description="How long a stored export can be fetched.",
)
MAX_DRAWDOWN: Setting[Decimal | None] = setting(
    "triggers.drawdown.max_percent",
    Percent | None,
    default=None,
    unit="percent",
    per_actor=True,
    stricter="lower",
    description="Halt whoever has lost so much of its equity's peak; null: off.",
)
MAX_DAILY_LOSS: Setting[Decimal | None] = setting(
    "triggers.daily_loss.max_percent",
    Percent | None,
    default=None,
    unit="percent",
    per_actor=True,
    stricter="lower",
    description="Halt whoever has lost so much of its equity since the market's day began; null: off.",
)
MARKET_SILENCE: Setting[int | None] = setting(
    "triggers.stale_market.after_seconds",
    Annotated[int, Field(ge=5, le=3600)] | None,
    default=60,
    unit="seconds",
    scope="admin",
    stricter="lower",
    description="Halt those who trade on a running venue that has stood still so long; null: off.",
)
WATCH_LEDGER = setting(
    "triggers.ledger_mismatch.enabled",
    bool,
    default=True,
    scope="admin",
    stricter="higher",
    description="Halt everything when the ledger does not sum to zero.",
)
LEVELS: dict[str, Setting[HaltLevel]] = {
    name: setting(
        f"triggers.{name}.level",
        HaltLevel,
        default=HaltLevel.STOP_NEW_RISK,
        per_actor=name in ("drawdown", "daily_loss"),
        description=f"How far the kill switch goes for a {told}.",
    )
    for name, told in _NAMES.items()
}
