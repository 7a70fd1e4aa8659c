"""When agents last decided, and whether they keep up with their markets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Max

from apps.agents.language import LANGUAGE
from apps.agents.lifecycle import Status
from apps.agents.models import Agent, FleetShard, Run
from apps.agents.settings import SHARDS
from apps.system.controls.reading import read_setting
from apps.trading.market.sources import source_for
from apps.trading.models import Venue
from apps.trading.types import Interval

Health = Literal["well", "late", "waiting", "error", "idle"]

BEHIND_BARS = 2
SLACK = timedelta(seconds=30)
"""Who is two bars and half a minute behind its market is late."""


@dataclass(frozen=True)
class Pulse:
    """When those an agent decides with last decided, in real time (None: never), and how it stands.

    `late`: its market has gone on without it. `waiting`: its market stands still. `idle`: it shall not.
    """

    heartbeat_at: datetime | None
    health: Health


def pulses_of(agents: Sequence[Agent], now: datetime) -> dict[UUID, Pulse]:
    """The pulse of each; three queries for any number of them."""
    parts, asked = read_setting(SHARDS), _asked_of(agents)
    shards = _shards_of(agents, parts)
    venues = Venue.objects.in_bulk({agent.venue_id for agent in agents})
    found = {}
    for agent in agents:
        shard = shards.get((agent.venue_id, agent.interval, agent.slot % parts))
        decided = shard.decided_at if shard is not None else None
        beat = asked.get(agent.pk) if agent.type == LANGUAGE else decided
        found[agent.pk] = Pulse(beat, health_of(agent, venues[agent.venue_id], shard, now))
    return found


def health_of(agent: Agent, venue: Venue, shard: FleetShard | None, now: datetime) -> Health:
    """How an agent stands, by how far its shard is behind the market."""
    if agent.status == Status.ERROR:
        return "error"
    if agent.status != Status.RUNNING or not agent.enable_mcp:
        return "idle"
    market_time = source_for(venue).market_time(now)
    if venue.status != Venue.Status.RUNNING or market_time is None:
        return "waiting"
    if agent.type == LANGUAGE:
        return "well"
    reached = shard.decided_until if shard is not None and shard.run == venue.began_at else None
    since = reached or agent.created_at
    return "late" if market_time - since > BEHIND_BARS * Interval(agent.interval).length + SLACK else "well"


def _shards_of(agents: Sequence[Agent], parts: int) -> Mapping[tuple[str, str, int], FleetShard]:
    """By venue, interval and number, of so many parts."""
    rows = FleetShard.objects.filter(
        parts=parts,
        venue__in={agent.venue_id for agent in agents},
        interval__in={agent.interval for agent in agents},
    )
    return {(each.venue_id, each.interval, each.number): each for each in rows}


def _asked_of(agents: Sequence[Agent]) -> Mapping[UUID, datetime]:
    """When the language models of agents were last asked about a bar."""
    speaking = [agent.pk for agent in agents if agent.type == LANGUAGE]
    if not speaking:
        return {}
    rows = Run.objects.filter(agent__in=speaking, trigger=Run.Trigger.SCHEDULE).order_by()
    return dict(rows.values_list("agent").annotate(last=Max("requested_at")))
