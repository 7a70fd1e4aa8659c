"""Running a backtest in a worker: claim, load, recognise, play, record."""

import logging
import time
from uuid import UUID

from django.db import OperationalError
from django.utils import timezone
from pydantic import ValidationError

from apps.mcp.types import CallStatus
from apps.system.errors import CivalError
from apps.system.types import plain
from apps.trading.backtests.fingerprint import fingerprint_of
from apps.trading.backtests.judging import Unplayable, judge
from apps.trading.backtests.market import Market
from apps.trading.backtests.request import BacktestRequest
from apps.trading.backtests.sweep import expand
from apps.trading.backtests.vector import NotVectorised
from apps.trading.market.sources import source_for
from apps.trading.models import Backtest
from apps.trading.selectors.backtests import find_computed
from apps.trading.selectors.venues import get_instrument
from apps.trading.services.backtests.claiming import (
    Superseded,
    beat,
    claim,
    end_badly,
    end_reusing,
    end_well,
)
from apps.trading.services.backtests.limits import MAX_SECONDS
from apps.trading.services.backtests.loading import load_market
from apps.trading.strategies.registry import load_strategies

logger = logging.getLogger(__name__)

BEAT_EVERY = 0.5
LOADED = 0.1
"""The share of the progress that loading is given."""

BROKEN = "Something broke on our side. The log has it under this backtest's id."


class _TooLong(Exception):
    """It has run longer than one backtest may."""


class _Pulse:
    """Tells how far it has come, twice a second at most; and stops what is called off or takes too long."""

    def __init__(self, row: Backtest) -> None:
        self._row = row
        self._began = self._last = time.monotonic()

    def __call__(self, progress: float) -> None:
        """Look, if it is time to."""
        at = time.monotonic()
        if at - self._began > MAX_SECONDS:
            raise _TooLong
        if at - self._last >= BEAT_EVERY:
            self._last = at
            beat(self._row, min(1.0, progress), timezone.now())


def run_backtest(backtest_id: UUID) -> None:
    """Run a queued backtest once. One that another has, that was called off or has ended is left alone.

    A worker that dies leaves a lease, and the backtest runs again after it; the third death fails it.
    """
    row = claim(backtest_id, timezone.now())
    if row is None:
        return
    try:
        _run(row, _Pulse(row))
    except Superseded:
        logger.info("Backtest %s was called off, or another worker has it", row.id)
    except OperationalError:
        raise  # the database is lost: the lease runs out, and it runs again
    except Exception as error:
        _fail(row, error)


def _run(row: Backtest, pulse: _Pulse) -> None:
    request = BacktestRequest.model_validate(row.request)
    instrument = get_instrument(row.venue, row.symbol)
    warm_up = _warm_up(request)
    market = load_market(request, instrument, warm_up=warm_up, look=lambda: pulse(0.0))
    fingerprint = _fingerprint(request, market)
    if (computed := find_computed(fingerprint, row.actor.owner_id)) is not None:
        end_reusing(row, computed, timezone.now())
        return
    judged = judge(
        request,
        market,
        source=source_for(row.venue).source,
        fingerprint=fingerprint,
        advance=lambda done: pulse(LOADED + (1 - LOADED) * done),
    )
    end_well(
        row,
        fingerprint=fingerprint,
        result=judged.report.model_dump(mode="json"),
        trades=judged.trades,
        curve=judged.curve,
        now=timezone.now(),
    )


def _warm_up(request: BacktestRequest) -> int:
    """How many bars before the period the strategies have to see."""
    needed = []
    for contender in request.contenders:
        strategy = load_strategies()[contender.strategy]
        for parameters in expand(strategy, contender.parameters, request.grid):
            needed.append(strategy.bars_needed(parameters))
    return max(needed, default=1) - 1


def _fingerprint(request: BacktestRequest, market: Market) -> str:
    known = load_strategies()
    return fingerprint_of(
        request=request.facts(),
        versions={each.strategy: known[each.strategy].version for each in request.contenders},
        data=market.columns.digest(),
        first=market.first,
        rules={"tick": plain(market.tick), "min_notional": plain(market.min_notional)},
    )


def _fail(row: Backtest, error: Exception) -> None:
    now = timezone.now()
    try:
        if isinstance(error, CivalError):
            end_badly(row, CallStatus.REFUSED, error.reason_code, error.detail, now)
        elif isinstance(error, _TooLong):
            reason = f"It took longer than {MAX_SECONDS / 60:.0f} minutes."
            end_badly(row, CallStatus.REFUSED, "took_too_long", reason, now)
        elif isinstance(error, Unplayable | NotVectorised | ValidationError):
            end_badly(row, CallStatus.REFUSED, "unplayable", str(error), now)
        else:
            logger.error("Backtest %s broke", row.id, exc_info=error)
            end_badly(row, CallStatus.FAILED, "internal_error", BROKEN, now)
    except Superseded:
        logger.info("Backtest %s was called off before it could fail", row.id)
