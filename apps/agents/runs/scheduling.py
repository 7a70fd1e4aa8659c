"""Asking language models when bars close: apart from the market's tick, which waits for no model."""

from datetime import UTC, datetime

from django.db.models import F

from apps.agents.errors import RunUnderWay
from apps.agents.hours import Hours, are_open
from apps.agents.language import LANGUAGE
from apps.agents.lifecycle import Status
from apps.agents.models import Agent, Run
from apps.agents.runs.services.requesting import UNDER_WAY, Wish, request_run
from apps.agents.selectors.agents import get_configuration
from apps.system.controls.selectors import find_halt
from apps.system.types import plain
from apps.trading.market.sources import source_for
from apps.trading.market.types import Bar
from apps.trading.models import Venue
from apps.trading.types import Interval

MOST = 500
"""Agents that are looked at in one go: those first that were asked longest ago."""


def ask_on_bars(now: datetime) -> list[Run]:
    """Request a run for each agent whose newest closed bar it was not asked about; each bar is asked once.

    An agent whose model still speaks of an earlier bar is left alone: only the newest bar matters then.
    """
    waking = Agent.objects.filter(type=LANGUAGE, status=Status.RUNNING, enable_mcp=True)
    waking = waking.filter(
        configurations__version=F("version"), configurations__parameters__decides_on_bars=True
    )
    waking = waking.filter(venue__status=Venue.Status.RUNNING).select_related("actor__parent", "venue")
    longest_ago = F("last_bar_at").asc(nulls_first=True)
    asked = [_ask(agent, now) for agent in waking.order_by(longest_ago, "pk")[:MOST]]
    return [run for run in asked if run is not None]


def _ask(agent: Agent, now: datetime) -> Run | None:
    market_time = source_for(agent.venue).market_time(now)
    if market_time is None:
        return None
    length = Interval(agent.interval).seconds
    closed_at = datetime.fromtimestamp(market_time.timestamp() // length * length, tz=UTC)
    if not _wants(agent, closed_at):
        return None
    bars = _bars(agent, closed_at)
    if not bars or (agent.last_bar_at is not None and agent.last_bar_at >= bars[0].opened_at):
        return None
    name = f"bar-{bars[0].opened_at:%Y%m%dT%H%M%SZ}"
    wish = Wish(name, name, text=_told(agent, bars), bar={"openedAt": bars[0].opened_at.isoformat()})
    try:
        run = request_run(agent, wish, asker=agent.actor, now=now, trigger=Run.Trigger.SCHEDULE)
    except RunUnderWay:
        return None
    Agent.objects.filter(pk=agent.pk).update(last_bar_at=bars[0].opened_at)
    return run


def _wants(agent: Agent, closed_at: datetime) -> bool:
    """Whether it is to be asked at all: by its settings, in its hours, unhalted, and not while it answers."""
    configuration = get_configuration(agent)
    hours = configuration.hours and Hours.model_validate(configuration.hours)
    if not are_open(hours or None, closed_at) or find_halt(agent.actor.lineage):
        return False
    return not agent.runs.filter(trigger=Run.Trigger.SCHEDULE, status__in=UNDER_WAY).exists()


def _bars(agent: Agent, closed_at: datetime) -> list[Bar]:
    """The bars of its symbols that closed at a moment."""
    source, interval = source_for(agent.venue), Interval(agent.interval)
    found = [source.candles(symbol, interval, until=closed_at, count=1) for symbol in agent.symbols]
    return [bars[-1] for bars in found if bars and bars[-1].closed_at == closed_at]


def _told(agent: Agent, bars: list[Bar]) -> str:
    """The bars as text: what is known, and nothing else."""
    lines = [
        f"{bar.symbol}: open {plain(bar.open)}, high {plain(bar.high)}, low {plain(bar.low)}, "
        f"close {plain(bar.close)}, volume {plain(bar.volume)}"
        for bar in bars
    ]
    head = f"The {agent.interval} bars from {bars[0].opened_at.isoformat()} have closed on {agent.venue_id}."
    return "\n".join([head, *lines])
