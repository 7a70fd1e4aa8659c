"""What happens to backtests."""

from typing import ClassVar
from uuid import UUID

from apps.system.events.catalogue import EventPayload


class BacktestProgressed(EventPayload, type="backtest.progress", ephemeral=True):
    """How far a running backtest has come, as a fraction."""

    apart_by: ClassVar[tuple[str, ...]] = ("backtest_id",)

    backtest_id: UUID
    progress: float


class BacktestFinished(EventPayload, type="backtest.finished"):
    """A backtest ended: `succeeded` (`reused` where its result was computed before), `failed` or
    `cancelled`, and then `code` says why."""

    backtest_id: UUID
    status: str
    kind: str
    strategy: str
    symbol: str
    reused: bool
    code: str
