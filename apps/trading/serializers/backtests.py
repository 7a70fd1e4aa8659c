"""What backtests look like: the tools' results with snake_case names, REST with camelCase ones."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from apps.system.types import ExactDecimal, WireModel
from apps.trading.backtests.metrics import Metrics
from apps.trading.backtests.report import Combination, Report, WindowReport
from apps.trading.backtests.request import BacktestRequest, Kind
from apps.trading.models import Backtest

BEST_TOLD = 10


class Standing(BaseModel):
    """A strategy's place in a comparison, and why it has it."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    rank: int
    strategy: str
    parameters: dict[str, Any]
    metrics: Metrics
    final_equity: ExactDecimal
    reasons: list[str]


class BacktestAnswer(BaseModel):
    """What a backtest came to. Rates and ratios are fractions; `source` is that of the bars, `as_of` when
    the last closed. `reused` says that the same request over the same bars was computed before."""

    model_config = ConfigDict(extra="forbid")

    backtest_id: UUID
    status: str
    reused: bool
    fingerprint: str
    kind: Kind
    strategy: str
    parameters: dict[str, Any]
    bars: int
    warm_up_bars: int
    first_at: datetime
    as_of: datetime
    source: str
    metrics: Metrics
    benchmark: Metrics
    final_equity: ExactDecimal
    orders_ended: dict[str, int]
    combinations: list[Combination] = []
    windows: list[WindowReport] = []
    ranking: list[Standing] = []

    @classmethod
    def of(cls, row: Backtest) -> Self:
        """Of a backtest that succeeded."""
        report = report_of(row)
        same = ("kind", "parameters", "bars", "warm_up_bars", "first_at", "source", "metrics", "benchmark")
        return cls(
            backtest_id=row.id,
            status=row.status.lower(),
            reused=row.reused_id is not None,
            fingerprint=row.fingerprint,
            strategy=row.strategy,
            as_of=report.last_at,
            final_equity=report.final_equity,
            orders_ended=report.orders_ended,
            combinations=report.combinations[:BEST_TOLD],
            windows=report.windows,
            ranking=[Standing.model_validate(each) for each in report.contenders],
            **{name: getattr(report, name) for name in same},
        )


class CancelledBacktest(BaseModel):
    """A backtest that was called off."""

    model_config = ConfigDict(extra="forbid")

    backtest_id: UUID
    status: str


class BacktestOut(WireModel):
    """A backtest as lists show it; `metrics` is null until it has succeeded, `code` and `reason` say why it
    has not."""

    id: UUID
    actor_id: UUID
    kind: Kind
    strategy: str
    venue: str
    symbol: str
    interval: str
    status: str
    progress: float
    reused: bool
    fingerprint: str
    code: str
    reason: str
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    source: str | None
    metrics: Metrics | None
    benchmark: Metrics | None

    @classmethod
    def of(cls, row: Backtest) -> Self:
        """Of a backtest as it stands."""
        return cls(**_facts(row), **_figures(row))


class BacktestDetail(BacktestOut):
    """A backtest with what was asked for and, once it has succeeded, the whole report."""

    request: BacktestRequest
    report: Report | None
    trade_count: int

    @classmethod
    def of(cls, row: Backtest) -> Self:
        """Of a backtest as it stands."""
        done = row.status == Backtest.Status.SUCCEEDED
        return cls(
            **_facts(row),
            **_figures(row),
            request=BacktestRequest.model_validate(row.request),
            report=report_of(row) if done else None,
            trade_count=row.trade_count,
        )


def report_of(row: Backtest) -> Report:
    """The report of a backtest that succeeded, wherever it was computed."""
    return Report.model_validate((row.reused or row).result)


def _facts(row: Backtest) -> dict[str, Any]:
    same = (
        "id",
        "actor_id",
        "kind",
        "strategy",
        "symbol",
        "interval",
        "progress",
        "fingerprint",
        "code",
        "reason",
        "requested_at",
        "started_at",
        "finished_at",
    )
    return {
        **{name: getattr(row, name) for name in same},
        "venue": row.venue_id,
        "status": row.status.lower(),
        "reused": row.reused_id is not None,
    }


def _figures(row: Backtest) -> dict[str, Any]:
    summary = row.summary or {}
    return {name: summary.get(name) for name in ("source", "metrics", "benchmark")}
