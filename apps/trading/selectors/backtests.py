"""Backtests that somebody may see, and the bars there are for them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.errors import NotFound
from apps.trading.market.path import ORIGIN
from apps.trading.market.sources import source_for
from apps.trading.models import Backtest, BacktestCurve, BacktestTrade, Candle, Venue
from apps.trading.selectors.accounts import find_account
from apps.trading.types import Interval

OPEN = (Backtest.Status.QUEUED, Backtest.Status.RUNNING)


def list_backtests(actor: Actor) -> "QuerySet[Backtest]":
    """The backtests that the asker sees; their results, which are long, are read when they are looked at."""
    return visible(Backtest.objects.select_related("actor", "venue").defer("result"), actor)


def get_backtest(actor: Actor, backtest_id: UUID) -> Backtest:
    """One backtest that the asker sees. Raises NotFound."""
    found = list_backtests(actor).filter(id=backtest_id).first()
    if found is None:
        raise NotFound(f"There is no backtest {backtest_id}.")
    return found


def list_trades(backtest: Backtest) -> "QuerySet[BacktestTrade]":
    """The round trips of a backtest, in the order in which they began."""
    return BacktestTrade.objects.filter(backtest_id=backtest.reused_id or backtest.id).order_by("number")


def find_curve(backtest: Backtest) -> BacktestCurve | None:
    """The whole equity curve of a backtest, wherever it was computed; None where it was not kept."""
    return BacktestCurve.objects.filter(backtest_id=backtest.reused_id or backtest.id).first()


def count_open_backtests(actor: Actor) -> int:
    """How many of the asker's owner wait or run."""
    return Backtest.objects.filter(actor__owner_id=actor.owner_id, status__in=OPEN).count()


def find_computed(fingerprint: str, owner_id: UUID) -> Backtest | None:
    """A finished backtest of the same owner that came to what this fingerprint comes to, its whole curve
    among it."""
    computed = Backtest.objects.filter(
        fingerprint=fingerprint, status=Backtest.Status.SUCCEEDED, reused__isnull=True, curve__isnull=False
    )
    return computed.filter(actor__owner_id=owner_id).order_by("-id").first()


def market_span(
    venue: Venue, symbol: str, interval: Interval, actor: Actor, now: datetime
) -> tuple[datetime, datetime] | None:
    """From when to when there are bars that this actor may know; None where there are none.

    Whoever trades on a replay lives in its time: the rest of the recording is its future.
    """
    if venue.kind == Venue.Kind.SIMULATOR:
        return ORIGIN, now
    recorded = recorded_interval(venue, symbol, interval)
    if recorded is None:
        return None
    rows = Candle.objects.filter(venue=venue, symbol=symbol, interval=recorded.value)
    found = rows.aggregate(first=Min("opened_at"), last=Max("opened_at"))
    last = found["last"] + recorded.length
    if lives_there(actor, venue):
        known = source_for(venue).market_time(now)
        last = min(last, known) if known else found["first"]
    return (found["first"], last) if last > found["first"] else None


def lives_there(actor: Actor, venue: Venue) -> bool:
    """Whether the actor's own account is at this venue."""
    account = find_account(actor)
    return account is not None and account.venue_id == venue.slug


def recorded_interval(venue: Venue, symbol: str, interval: Interval) -> Interval | None:
    """The longest recorded interval of which bars of this one can be made."""
    rows = Candle.objects.filter(venue=venue, symbol=symbol)
    parts = [each for each in Interval if interval.seconds % each.seconds == 0]
    for part in sorted(parts, key=lambda each: -each.seconds):
        if rows.filter(interval=part.value).exists():
            return part
    return None
