"""One tick of a venue: its time moves on, its orders meet the market, and the bars that closed come out.

`advance` is the trading tick. What closed is then read with `pending_bars`, given to whoever decides, and
confirmed with `confirm_bars`: a crash in between hands the same bars out again, so none is skipped;
deciding twice on one bar is prevented where decisions are recorded. A replay that must be exact waits with
`are_waiting` until the decided calls have placed their orders before it advances again.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.mcp.models import ToolCall
from apps.system.errors import Conflict
from apps.system.events.services import publish_ephemeral
from apps.trading.events import CandleClosed, MarketTick
from apps.trading.market.replay import Replay
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Order, Venue
from apps.trading.selectors.scenarios import kinds_at
from apps.trading.services.matching import MatchReport, end_stranded_orders, match_venue, take_lease
from apps.trading.types import LIVE, Interval

CATCH_UP_BARS = 60
"""How many of its shortest bars a venue that was away catches up with at a time."""


@dataclass(frozen=True, slots=True)
class TickReport:
    """What one tick did. `is_finished`: the recording has no further bar."""

    market_time: datetime | None
    match: MatchReport
    is_finished: bool = False


@dataclass(frozen=True, slots=True)
class BarBatch:
    """Bars that closed and were not confirmed yet, in order of closing, and up to when."""

    bars: list[Bar]
    until: datetime | None


def advance(venue: Venue, now: datetime) -> TickReport:
    """Move a venue on: a replay by one recorded moment, any other to the market time of `now`."""
    return _play_next(venue, now) if venue.kind == Venue.Kind.REPLAY else _advance_live(venue, now)


def match_arrivals(venue: Venue, now: datetime) -> MatchReport:
    """Match what has just arrived, without moving time, once a fleet's tick that is at it has ended.

    A replay's orders wait for its next bar.
    """
    if venue.kind == Venue.Kind.REPLAY:
        return MatchReport()
    at = source_for(venue).market_time(now)
    if at is None:
        return MatchReport()
    report = match_venue(venue, at, in_turn=True)
    while report.may_have_more:
        report = match_venue(venue, at, in_turn=True)
    return report


def _advance_live(venue: Venue, now: datetime) -> TickReport:
    at = source_for(venue).market_time(now)
    report = match_arrivals(venue, now)
    Venue.objects.filter(slug=venue.slug).update(market_time=at, ticked_at=now)
    venue.market_time, venue.ticked_at = at, now
    return TickReport(at, report)


@transaction.atomic
def _play_next(venue: Venue, now: datetime) -> TickReport:
    """Match against the bars that open next, then let their time have passed, in one transaction."""
    if not take_lease(venue.slug):
        return TickReport(venue.market_time, MatchReport(is_leased=False))
    venue.refresh_from_db()
    opening = Replay(venue).next_opening()
    if venue.status != Venue.Status.RUNNING or opening is None:
        return _finish(venue, now)
    report, done = MatchReport(), False
    while not done:
        batch = match_venue(venue, opening)
        report = replace(report, orders=report.orders + batch.orders, fills=report.fills + batch.fills)
        done = not batch.may_have_more
    venue.market_time = opening + Interval(venue.config["interval"]).length
    venue.bars_until = venue.bars_until or opening
    venue.ticked_at = now
    venue.save(update_fields=["market_time", "bars_until", "ticked_at"])
    return TickReport(venue.market_time, report)


def _finish(venue: Venue, now: datetime) -> TickReport:
    if venue.status != Venue.Status.READY:
        end_stranded_orders(venue, venue.market_time or now)
    if venue.status == Venue.Status.RUNNING:
        venue.status = Venue.Status.FINISHED
        venue.save(update_fields=["status"])
    return TickReport(venue.market_time, MatchReport(), is_finished=venue.status == Venue.Status.FINISHED)


def pending_bars(venue: Venue) -> BarBatch:
    """The bars that closed since the last confirmation; after a long pause a minute of them at a time."""
    source, since = source_for(venue), venue.bars_until
    until = source.settled(venue.market_time) if venue.market_time else None
    if since is not None and until is not None and venue.kind != Venue.Kind.REPLAY:
        until = min(until, since + CATCH_UP_BARS * source.base_interval.length)
    if since is None or until is None or until <= since:
        return BarBatch([], None)
    return BarBatch(source.bars_closed(after=since, until=until), until)


def confirm_bars(venue: Venue, until: datetime) -> None:
    """These bars have been decided on; they are not handed out again."""
    Venue.objects.filter(slug=venue.slug).update(bars_until=until)
    venue.bars_until = until


def are_waiting(call_ids: Collection[UUID]) -> bool:
    """Whether one of these calls has not been worked on yet, so that its order may still come."""
    return ToolCall.objects.filter(id__in=call_ids, status=ToolCall.Status.QUEUED).exists()


def publish_market(venue: Venue, bars: list[Bar]) -> None:
    """Tell whoever listens now the latest price of each symbol, and closed bars of a minute or longer."""
    source = source_for(venue)
    if venue.market_time is None:
        return
    scenarios = kinds_at(venue, venue.market_time)
    for symbol, quote in source.quotes(source.symbols(), venue.market_time).items():
        tick = MarketTick(
            venue=venue.slug,
            symbol=symbol,
            bid=quote.bid,
            ask=quote.ask,
            last=quote.last,
            change_24h=quote.change_24h,
            as_of=quote.as_of,
            source=source.source,
            scenarios=scenarios,
        )
        publish_ephemeral(tick, audience=None)
    for bar in bars:
        if bar.interval.seconds >= Interval.M1.seconds:
            publish_ephemeral(_candle(venue, bar, source.source), audience=None)


def _candle(venue: Venue, bar: Bar, source: str) -> CandleClosed:
    return CandleClosed(
        venue=venue.slug,
        symbol=bar.symbol,
        interval=bar.interval,
        opened_at=bar.opened_at,
        open=bar.open,
        high=bar.high,
        low=bar.low,
        close=bar.close,
        volume=bar.volume,
        source=source,
    )


@transaction.atomic
def start_replay(venue: Venue, *, speed: float | None) -> Venue:
    """Let a replay run: `speed` market seconds a real second, or (None) as fast as the decisions allow.

    Its silence counts from here: what rested a while must not halt those who trade on it as it starts. What
    an import has noted of the venue since it was read stays.
    """
    locked = Venue.objects.select_for_update().get(slug=venue.slug)
    venue.config = {**locked.config, "speed": speed}
    venue.status, venue.ticked_at = Venue.Status.RUNNING, timezone.now()
    venue.save(update_fields=["config", "status", "ticked_at"])
    return venue


@transaction.atomic
def rewind_replay(venue: Venue) -> Venue:
    """Put a replay back to its beginning. Raises Conflict (`venue_has_orders`) while orders are live."""
    if Order.objects.filter(instrument__venue=venue, status__in=[status.value for status in LIVE]).exists():
        raise Conflict(f"{venue.slug} has live orders; cancel them first.", code="venue_has_orders")
    venue.market_time = venue.bars_until = None
    venue.status, venue.began_at = Venue.Status.READY, timezone.now()
    venue.save(update_fields=["market_time", "bars_until", "status", "began_at"])
    return venue
