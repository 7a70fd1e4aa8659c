"""Rows of a report."""

import math

from apps.trading.backtests.market import Market
from apps.trading.backtests.report import Combination, TradeReport, WindowReport
from apps.trading.backtests.sweep import Scored
from apps.trading.backtests.trades import RoundTrip
from apps.trading.backtests.walk_forward import Step
from apps.trading.ledger import PLACES


def combination_report(scored: Scored) -> Combination:
    """What parameters came to in a sweep."""
    return Combination(
        parameters=scored.parameters.model_dump(mode="json"),
        score=scored.score if math.isfinite(scored.score) else None,
        total_return=scored.total_return,
        max_drawdown=scored.max_drawdown,
        sharpe=scored.sharpe,
        trades=scored.trades,
    )


def window_report(market: Market, step: Step) -> WindowReport:
    """A window of a walk-forward."""
    columns, window = market.columns, step.window
    return WindowReport(
        train_from=columns.opening(window.train),
        test_from=columns.opening(window.test),
        test_until=columns.closing(window.end - 1),
        parameters=step.best.parameters.model_dump(mode="json"),
        in_sample=combination_report(step.best),
        capital=step.capital,
        final_equity=step.final,
        total_return=float(step.final / step.capital) - 1,
        trades=len(step.trips),
    )


def trade_report(market: Market, number: int, trip: RoundTrip) -> TradeReport:
    """A round trip. A fill is told at the opening of its bar, which is when it happened."""
    opening, closing = market.columns.opening, market.columns.closing
    return TradeReport(
        number=number,
        opened_at=opening(trip.opened),
        closed_at=closing(trip.closed) if trip.at_close else opening(trip.closed),
        bars=trip.bars,
        quantity=trip.quantity,
        entry_price=trip.entry_price.quantize(PLACES),
        exit_price=trip.exit_price.quantize(PLACES),
        cost=trip.cost,
        fees=trip.fees,
        profit=trip.profit,
        return_on_cost=trip.return_on_cost,
        is_open=trip.is_open,
        entry_reason=trip.entry_reason,
        exit_reason=trip.exit_reason,
    )
