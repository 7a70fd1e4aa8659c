"""Whose a backtest is: claims with leases, so that a killed worker's is taken up again, and ends, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from apps.mcp.models import ToolCall
from apps.mcp.services import finish_calls
from apps.mcp.types import CallOutcome, CallStatus
from apps.system.access.models import Actor
from apps.system.errors import Conflict
from apps.system.events.services import append_event, publish_ephemeral
from apps.system.ids import new_id
from apps.trading.backtests.report import TradeReport
from apps.trading.events import BacktestFinished, BacktestProgressed
from apps.trading.models import Backtest, BacktestCurve, BacktestTrade
from apps.trading.selectors.backtests import get_backtest
from apps.trading.serializers.backtests import BacktestAnswer
from apps.trading.services.backtests.limits import KEPT, LEASE, MAX_ATTEMPTS, MAX_TRADES, QUEUE_LEASE

DEFERRED_KIND = "backtest"
BATCH = 100
TRADES_AT_ONCE = 2_000
SUMMARY = ("source", "metrics", "benchmark")
_Status = Backtest.Status
OPEN = (_Status.QUEUED, _Status.RUNNING)


class Superseded(Exception):
    """It was called off, or another worker has it."""


def claim(backtest_id: UUID, now: datetime) -> Backtest | None:
    """Take a queued backtest; None where another has it or it has ended. The fourth attempt fails it."""
    queued = Backtest.objects.filter(id=backtest_id, status=_Status.QUEUED)
    taken = queued.update(
        status=_Status.RUNNING,
        claim=new_id(),
        attempts=F("attempts") + 1,
        lease_until=now + LEASE,
        started_at=Coalesce("started_at", now),
        progress=0,
    )
    if not taken:
        return None
    row = Backtest.objects.select_related("actor", "venue").get(id=backtest_id)
    if row.attempts > MAX_ATTEMPTS:
        reason = f"Its worker died {MAX_ATTEMPTS} times; it is not tried again."
        end_badly(row, CallStatus.FAILED, "crashed", reason, now)
        return None
    return row


def beat(row: Backtest, progress: float, now: datetime) -> None:
    """Say how far it has come and keep it for longer. Raises Superseded."""
    held = Backtest.objects.filter(id=row.id, claim=row.claim, status=_Status.RUNNING)
    if not held.update(progress=progress, lease_until=now + LEASE):
        raise Superseded
    publish_ephemeral(BacktestProgressed(backtest_id=row.id, progress=progress), audience=row.actor.owner_id)


@transaction.atomic
def end_well(
    row: Backtest,
    *,
    fingerprint: str,
    result: dict[str, Any],
    trades: Sequence[TradeReport],
    curve: bytes,
    now: datetime,
) -> None:
    """Record what it came to, with its trades and its whole equity curve, and answer the calls that wait.

    Raises Superseded.
    """
    _finish(
        row,
        now,
        status=_Status.SUCCEEDED,
        progress=1,
        fingerprint=fingerprint,
        summary={name: result[name] for name in SUMMARY},
        result=result,
        trade_count=len(trades),
    )
    rows = [BacktestTrade(backtest=row, **dict(each)) for each in trades[:MAX_TRADES]]
    BacktestTrade.objects.bulk_create(rows, batch_size=TRADES_AT_ONCE)
    BacktestCurve.objects.create(backtest=row, points=result["bars"], content=curve)
    _answer(row)


@transaction.atomic
def end_reusing(row: Backtest, computed: Backtest, now: datetime) -> None:
    """Answer with what was computed before. Raises Superseded."""
    _finish(
        row,
        now,
        status=_Status.SUCCEEDED,
        progress=1,
        fingerprint=computed.fingerprint,
        reused=computed,
        summary=computed.summary,
        trade_count=computed.trade_count,
    )
    _answer(row)


@transaction.atomic
def end_badly(row: Backtest, status: CallStatus, code: str, reason: str, now: datetime) -> None:
    """Record why there is no result (REFUSED: the request; FAILED: us), and tell the calls that wait."""
    _finish(row, now, status=_Status.FAILED, code=code, reason=reason)
    _tell(row, status, code, reason, 422 if status == CallStatus.REFUSED else 500)


@transaction.atomic
def cancel_backtest(actor: Actor, backtest_id: UUID, now: datetime) -> Backtest:
    """Call off a backtest that waits or runs; a worker that has it stops at its next look. Raises NotFound,
    and Conflict (`backtest_ended`) where it has ended."""
    row = get_backtest(actor, backtest_id)
    reason = f"Cancelled by {actor.name}."
    held = Backtest.objects.filter(id=row.id, status__in=OPEN)
    if not held.update(
        status=_Status.CANCELLED, code="cancelled", reason=reason, finished_at=now, lease_until=None
    ):
        row.refresh_from_db()
        raise Conflict(f"The backtest has ended: it is {row.status}.", code="backtest_ended")
    row.refresh_from_db()
    _tell(row, CallStatus.CANCELLED, "cancelled", reason, 409)
    return row


@transaction.atomic
def take_left_backtests(now: datetime) -> list[UUID]:
    """Backtests whose worker is gone or whose message was lost, queued again; each is to be published."""
    left = Backtest.objects.select_for_update(skip_locked=True).filter(status__in=OPEN, lease_until__lte=now)
    found = list(left.order_by("lease_until").values_list("id", flat=True)[:BATCH])
    Backtest.objects.filter(id__in=found).update(
        status=_Status.QUEUED, claim=None, lease_until=now + QUEUE_LEASE
    )
    return found


def forget_backtests(now: datetime) -> int:
    """Drop backtests, with their trades, that ended long ago; answers how many rows."""
    return Backtest.objects.filter(~Q(status__in=OPEN), finished_at__lt=now - KEPT).delete()[0]


def _finish(row: Backtest, now: datetime, **changes: object) -> None:
    held = Backtest.objects.filter(id=row.id, claim=row.claim, status=_Status.RUNNING)
    if not held.update(finished_at=now, lease_until=None, **changes):
        raise Superseded
    row.refresh_from_db()


def _answer(row: Backtest) -> None:
    answer = BacktestAnswer.of(row)
    finish_calls([CallOutcome(call_id, CallStatus.SUCCEEDED, answer) for call_id in _waiting(row)])
    _announce(row)


def _tell(row: Backtest, status: CallStatus, code: str, reason: str, http: int) -> None:
    details = {"backtest_id": str(row.id)}
    finish_calls([CallOutcome(each, status, None, code, reason, details, http) for each in _waiting(row)])
    _announce(row)


def _waiting(row: Backtest) -> Sequence[UUID]:
    calls = ToolCall.objects.filter(
        status=CallStatus.DEFERRED, deferred_kind=DEFERRED_KIND, deferred_id=row.id
    )
    return list(calls.values_list("id", flat=True))


def _announce(row: Backtest) -> None:
    news = BacktestFinished(
        backtest_id=row.id,
        status=row.status.lower(),
        kind=row.kind,
        strategy=row.strategy,
        symbol=row.symbol,
        reused=row.reused_id is not None,
        code=row.code,
    )
    append_event(news, audience=row.actor.owner_id)
