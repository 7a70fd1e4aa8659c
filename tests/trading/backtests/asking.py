"""Asking for backtests as everybody does: through the gateway, run by the runner."""

from typing import Any

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.system.access.types import Caller
from apps.trading.models import Backtest

CROSS: dict[str, Any] = {
    "strategy": "sma_cross",
    "parameters": {"fast": 5, "slow": 20, "fraction": "0.9"},
    "symbol": "BTC/USD",
    "interval": "1m",
    "venue": "replay:walk",
}


def ask(caller: Caller, tool: str = "backtest_strategy", **parameters: Any) -> ToolCall:
    """Request a call and let a worker begin it."""
    requested = request_call(caller, tool, parameters)
    if not requested.is_finished:
        run_call(requested.id)
    return ToolCall.objects.get(id=requested.id)


def row_of(call: ToolCall) -> Backtest:
    """The backtest that a call waits for."""
    assert (call.status, call.deferred_kind) == ("DEFERRED", "backtest"), (call.code, call.reason)
    return Backtest.objects.get(id=call.deferred_id)
