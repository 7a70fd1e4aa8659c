"""Waking agents on closed bars: decide, record, and act through the gateway as any other caller.

A bar of a shard is one transaction: what its agents decided, the calls and orders that follow, their events,
and how far the shard has come commit together or not at all. So whatever is killed, each agent decides on
each bar once.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.dispatch import Signal

from apps.agents.events import FleetLagged
from apps.agents.made import Made
from apps.agents.metrics import count_held, note_lag, timed_tick
from apps.agents.models import Decision
from apps.agents.selectors.crew import Place
from apps.agents.services import recording, shards
from apps.agents.services.decisions import Tick, decide_shard
from apps.agents.services.failing import fail_agent
from apps.agents.services.outcomes import LATE, note_outcome
from apps.agents.settings import SHARDS
from apps.mcp.batches import MOST_AT_ONCE, Answer, Ask, request_calls
from apps.system.controls.reading import read_setting
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services.filling import await_turn
from apps.trading.types import Interval

logger = logging.getLogger(__name__)

PLACE_ORDER = "place_order"
CATCH_UP = 60
"""Bars that a shard catches up with at most; older ones are left out, counted and told."""

shard_due = Signal()
"""Sent for each shard whose agents are to decide; whoever runs tasks listens."""


@timed_tick
def decide_on_bars(venue_slug: str, bars: Sequence[Bar], *, now: datetime) -> list[UUID]:
    """Have every running agent of a venue decide, here, on bars that have just closed, and act.

    Answers the ids of the calls that are not finished. Running it again for the same bars, also after a
    crash, decides and requests nothing twice. To be called outside any transaction.
    """
    parts, venue = read_setting(SHARDS), get_venue(venue_slug)
    calls: list[UUID] = []
    for closed in _together(bars):
        for number in range(parts):
            place = Place(venue_slug, closed[0].interval.value, parts, number)
            calls += work_shard(place, venue, closed, now=now) or []
    return calls


def dispatch_bars(venue_slug: str, bars: Sequence[Bar]) -> int:
    """Have workers let the agents decide on bars that have just closed, shard by shard; answers how many.

    What is lost on the way is made up for at the next bar: each shard knows how far it has come.
    """
    ordered = sorted(bars, key=lambda bar: bar.closed_at)
    newest = {bar.interval: bar.closed_at for bar in ordered}
    oldest = {bar.interval: bar.opened_at for bar in reversed(ordered)}
    parts, venue = read_setting(SHARDS), get_venue(venue_slug)
    awake = shards.list_awake(venue_slug, [each.value for each in newest], parts)
    for interval, until in newest.items():
        numbers = [each.number for each in awake if each.interval == interval.value]
        shards.rest_shards(venue_slug, interval.value, numbers, parts, until)
        shards.begin_shards(venue, interval.value, numbers, parts, oldest[interval])
        for number in numbers:
            shard_due.send(sender=None, place=Place(venue_slug, interval.value, parts, number), until=until)
    return len(awake)


def catch_up(place: Place, until: datetime, *, now: datetime) -> int:
    """Have a shard decide on all bars that it has not decided on; answers on how many it did."""
    return _decide_missed(place.venue, place, until, now=now)


@timed_tick
def _decide_missed(venue_slug: str, place: Place, until: datetime, *, now: datetime) -> int:
    venue, interval = get_venue(venue_slug), Interval(place.interval)
    shard = shards.ensure_shard(place)
    since = (shard.run == venue.began_at and shard.decided_until) or until - interval.length
    oldest = until - CATCH_UP * interval.length
    if since < oldest:
        if not _skip(place, since, oldest, interval.length, now):
            return 0
        since = oldest
    done = 0
    bars = [
        bar for bar in source_for(venue).bars_closed(after=since, until=until) if bar.interval is interval
    ]
    for closed in _together(bars):
        if work_shard(place, venue, closed, now=now) is None:
            return done  # another worker is at it
        done += 1
    return done


def work_shard(place: Place, venue: Venue, bars: Sequence[Bar], *, now: datetime) -> list[UUID] | None:
    """Have a shard decide on bars of one length that closed together, and act; None where another worker has
    it. Answers the calls of this bar that are not finished."""
    closed_at = bars[0].closed_at
    with transaction.atomic():
        shard = shards.hold_shard(place)
        if shard is None:
            return None
        if not shard.is_past(closed_at, venue):
            tick = decide_shard(place, venue, bars, now)
            _act(tick, venue, now)
            shards.advance_shard(shard, closed_at, run=venue.began_at, agents=tick.agents, now=now)
            count_held(venue.slug, tick.held)
            if venue.kind != Venue.Kind.REPLAY:
                note_lag(place.venue, place.interval, closed_at, now)
            return [call for each in tick.decisions if _is_open(each) for call in each.calls]
    asked = Decision.objects.filter(venue=place.venue, interval=place.interval, bar_at=bars[0].opened_at)
    ours = asked.annotate(part=F("agent__slot") % place.parts).filter(part=place.number)
    waiting = ours.filter(outcome=Decision.Outcome.REQUESTED).order_by("id")
    return [call for calls in waiting.values_list("calls", flat=True) for call in calls]


def _act(tick: Tick, venue: Venue, now: datetime) -> None:
    """Request what was decided, and write all of it. What a gate refuses is written on the decision; who was
    stopped meanwhile has decided nothing."""
    wanted = {each.symbol for each in tick.decisions if _is_open(each)}
    if wanted and not tick.is_late:
        await_turn(venue, wanted, now)
    if tick.failures:
        failing = {agent.pk for agent, _ in tick.failures}
        recording.lock_agents(failing | {each.agent_id for each in tick.decisions})
    decisions = recording.note_bar(tick.decisions)
    for agent, failure in tick.failures:
        fail_agent(agent, failure, now=now)
    recording.tell_decisions(decisions)
    acting = [each for each in decisions if _is_open(each)]
    if tick.is_late:
        for each in acting:
            each.outcome, each.own_details = Decision.Outcome.LAPSED, LATE
    else:
        for start in range(0, len(acting), MOST_AT_ONCE):
            _request(acting[start : start + MOST_AT_ONCE])
    recording.write_decisions(decisions)


def _request(acting: Sequence[Made]) -> None:
    answers = request_calls([_ask(each) for each in acting], at_once=True)
    for each, answer in zip(acting, answers, strict=True):
        _note(each, answer)


def _is_open(decision: Made) -> bool:
    return decision.outcome == Decision.Outcome.REQUESTED


def _ask(decision: Made) -> Ask:
    """The request of its order. It has no key: nothing could come back with it. The id is a new one, and what
    keeps an agent from acting twice on a bar is the shard's row, and that there is one decision of each."""
    order = {
        "symbol": decision.symbol,
        "side": decision.action,
        "quantity": decision.quantity,
        "client_order_id": str(decision.id),
    }
    if decision.limit_price is not None:
        length = Interval(decision.interval).length
        until = decision.bar_at + 2 * length
        order |= {"order_type": "limit", "limit_price": decision.limit_price, "time_in_force": "gtd"}
        order["good_till"] = until.isoformat()
    return Ask(decision.caller, PLACE_ORDER, order, correlation_id=decision.id)


def _note(decision: Made, answer: Answer) -> None:
    if answer.call is not None:
        decision.calls = [answer.call.id]
        if answer.call.is_finished:
            note_outcome(decision, answer.call)
    elif answer.refusal is not None:
        decision.outcome = Decision.Outcome.REFUSED
        decision.own_details = {"code": answer.refusal.reason_code, "reason": answer.refusal.detail}


def _skip(place: Place, since: datetime, until: datetime, length: timedelta, now: datetime) -> bool:
    bars = (until - since) // length
    if not shards.skip_bars(place, until=until, bars=bars):
        return False
    for owner, agents in shards.count_owners(place, made_before=now - CATCH_UP * length).items():
        lag = FleetLagged(
            venue=place.venue, interval=place.interval, since=since, until=until, bars=bars, agents=agents
        )
        recording.tell_lag(lag, [owner])
    logger.warning("%s left out %d bars up to %s", place, bars, until)
    return True


def _together(bars: Sequence[Bar]) -> Iterator[list[Bar]]:
    """Bars of one length that closed together, in order of closing."""
    ordered = sorted(bars, key=lambda bar: (bar.closed_at, bar.interval.seconds, bar.symbol))
    for _, closed in groupby(ordered, key=lambda bar: (bar.closed_at, bar.interval.seconds)):
        yield list(closed)
