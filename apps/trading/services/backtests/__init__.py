"""Backtests as work: asking for one, running it, calling it off."""

from apps.trading.services.backtests.claiming import cancel_backtest, forget_backtests, take_left_backtests
from apps.trading.services.backtests.requesting import BacktestTerms, backtest_due, request_backtest
from apps.trading.services.backtests.running import run_backtest

__all__ = [
    "BacktestTerms",
    "backtest_due",
    "cancel_backtest",
    "forget_backtests",
    "request_backtest",
    "run_backtest",
    "take_left_backtests",
]
