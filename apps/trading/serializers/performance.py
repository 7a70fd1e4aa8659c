"""How performance and attribution are told over REST."""

from datetime import datetime
from typing import Self

from apps.system.types import ExactDecimal, WireModel
from apps.trading.selectors.performance import BEGINNING, Performance
from apps.trading.selectors.trades import By
from apps.trading.serializers.accounts import EquityPointOut, LeftOutOut

METHOD = (
    "Time-weighted: from each recorded minute to the next, profit over the equity before and what was paid "
    "in meanwhile; what was taken out counts as gone at that stretch's end. Buy and hold: equal parts of the "
    "symbols traded, from the first trade on each venue, without fees."
)


class PeriodReturnOut(WireModel):
    """The return of the last days in percent; `since` is later than asked where the curve is younger."""

    period: str
    since: datetime | None
    time_weighted_return: ExactDecimal | None


class DrawdownOut(WireModel):
    """The deepest fall of the time-weighted curve below its peak, and where it stands now, in percent."""

    percent: ExactDecimal
    peak_at: datetime
    trough_at: datetime
    current: ExactDecimal


class TradesOut(WireModel):
    """Round trips that ended in the period, after fees; rates in percent, losses as positive amounts."""

    trades: int
    wins: int
    losses: int
    win_rate: ExactDecimal | None
    profit_factor: ExactDecimal | None
    gross_profit: ExactDecimal
    gross_loss: ExactDecimal
    largest_win: ExactDecimal | None
    largest_loss: ExactDecimal | None
    average_seconds: int | None


class BenchmarkOut(WireModel):
    """What the same symbols did, in percent, bought in equal parts at the first trade and held."""

    symbols: list[str]
    total_return: ExactDecimal | None


class PerformanceOut(WireModel):
    """How a portfolio did in a period. What is null has its reason in `missing`, by name; `leftOut` names
    accounts and trades that are not in these figures, or not in all of them.

    Percentages have four digits. `profit` is what the equity changed by beyond funding; `realisedPnl`,
    `unrealisedPnl` (before fees) and `fees` are those of the open accounts since they were opened.
    `exposure` is the share of the equity in positions now, `averageExposure` over the period.
    """

    currency: str
    since: datetime | None
    until: datetime
    equity: ExactDecimal | None
    funded: ExactDecimal
    profit: ExactDecimal | None
    time_weighted_return: ExactDecimal | None
    periods: list[PeriodReturnOut]
    realised_pnl: ExactDecimal | None
    unrealised_pnl: ExactDecimal | None
    fees: ExactDecimal | None
    max_drawdown: DrawdownOut | None
    exposure: ExactDecimal | None
    average_exposure: ExactDecimal | None
    trades: TradesOut
    buy_and_hold: BenchmarkOut
    curve: list[EquityPointOut]
    method: str = METHOD
    missing: dict[str, str]
    left_out: list[LeftOutOut]
    source: str
    as_of: datetime

    @classmethod
    def of(cls, found: Performance) -> Self:
        """Of a measured performance."""
        worth, points = found.worth, found.curve.points
        return cls(
            **{name: getattr(worth, name) for name in ("currency", "equity", "funded", "realised_pnl")},
            **{name: getattr(worth, name) for name in ("unrealised_pnl", "fees", "source", "as_of")},
            since=found.since if found.since > BEGINNING else points[0].at if points else None,
            until=found.until,
            profit=found.profit,
            time_weighted_return=found.time_weighted_return,
            periods=[PeriodReturnOut.model_validate(each) for each in found.periods],
            max_drawdown=DrawdownOut.model_validate(found.drawdown) if found.drawdown else None,
            exposure=found.exposure,
            average_exposure=found.average_exposure,
            trades=TradesOut.model_validate(found.trades),
            buy_and_hold=BenchmarkOut.model_validate(found.benchmark),
            curve=[EquityPointOut.model_validate(each) for each in points],
            missing=found.missing,
            left_out=[LeftOutOut.model_validate(each) for each in found.left_out],
        )


class ShareOut(WireModel):
    """What one agent, strategy or symbol made: `profit` is realised and unrealised, less fees."""

    key: str
    name: str
    profit: ExactDecimal | None
    realised: ExactDecimal
    unrealised: ExactDecimal | None
    fees: ExactDecimal
    trades: int
    wins: int


class AttributionOut(WireModel):
    """Whose profit it was: rows and `others` are exactly `total`. A strategy without a name is empty.

    `leftOut` names the symbols whose trades are in none of them: what they are paid with has no price.
    """

    by: By
    currency: str
    rows: list[ShareOut]
    others: ShareOut | None
    total: ShareOut
    left_out: list[LeftOutOut]
    source: str
    as_of: datetime
