"""Shards: which part of the fleet a worker has, and how far that part has decided."""

import os
import platform
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min, Q

from apps.agents.models import FleetShard
from apps.agents.selectors.crew import Place
from apps.system.bulk import read_rows
from apps.trading.models import Venue

_HOLDER = f"{platform.node()}:{{pid}}"
_OWNERS = """
    SELECT actor.owner_id, count(*) FROM agents_agent AS agent
    JOIN system_actor AS actor ON actor.id = agent.actor_id
    WHERE agent.venue_id = %s AND agent.interval = %s AND agent.status = 'running' AND agent.enable_mcp
        AND agent.slot %% %s = %s AND agent.created_at < %s
    GROUP BY actor.owner_id
"""
_AWAKE = """
    SELECT interval, slot %% %s, count(*) FROM agents_agent
    WHERE venue_id = %s AND interval = ANY(%s::text[]) AND status = 'running' AND enable_mcp AND type <> 'llm'
    GROUP BY 1, 2 ORDER BY 1, 2
"""


@transaction.atomic
def ensure_shard(place: Place) -> FleetShard:
    """The row of a shard. Where the parts were others before, it goes on from the least of them."""
    key: dict[str, Any] = {
        "venue_id": place.venue,
        "interval": place.interval,
        "parts": place.parts,
        "number": place.number,
    }
    found = FleetShard.objects.filter(**key).first()
    if found is not None:
        return found
    others = FleetShard.objects.filter(venue=place.venue, interval=place.interval)
    newest = others.exclude(parts=place.parts).exclude(decided_at=None).order_by("-decided_at").first()
    made, is_new = FleetShard.objects.get_or_create(**key)
    if is_new and newest is not None:
        former = others.filter(parts=newest.parts, run=newest.run)
        made.run = newest.run
        made.decided_until = former.aggregate(least=Min("decided_until"))["least"]
        made.save(update_fields=["run", "decided_until"])
    return made


def begin_shards(venue: Venue, interval: str, numbers: list[int], parts: int, since: datetime) -> None:
    """Have shards that have not decided in this run of the venue begin with the bars after `since`.

    What is noted before their first tick is made up for as well when that tick dies.
    """
    own = FleetShard.objects.filter(venue=venue, interval=interval, parts=parts, number__in=numbers)
    begun = own.filter(run=venue.began_at).exclude(decided_until=None).values_list("number", flat=True)
    new = set(numbers).difference(begun)
    for number in sorted(new):
        ensure_shard(Place(venue.slug, interval, parts, number))
    if new:
        unbegun = own.filter(Q(decided_until=None) | ~Q(run=venue.began_at))
        unbegun.update(decided_until=since, run=venue.began_at)


def hold_shard(place: Place) -> FleetShard | None:
    """Have a shard to oneself until this transaction ends; None while another worker has it."""
    key = {"venue": place.venue, "interval": place.interval, "parts": place.parts, "number": place.number}
    rows = FleetShard.objects.select_for_update(skip_locked=True, of=("self",)).filter(**key)
    if (found := rows.first()) is None and not FleetShard.objects.filter(**key).exists():
        ensure_shard(place)
        found = rows.first()
    return found


def advance_shard(shard: FleetShard, until: datetime, *, run: datetime, agents: int, now: datetime) -> None:
    """Note that a held shard has decided on the bar that closed at `until`."""
    holder = _HOLDER.format(pid=os.getpid())
    if holder != shard.holder:
        shard.holder, shard.epoch = holder, shard.epoch + 1
    shard.decided_until, shard.run, shard.decided_at, shard.agents = until, run, now, agents
    shard.save(update_fields=["holder", "epoch", "decided_until", "run", "decided_at", "agents"])


@transaction.atomic
def skip_bars(place: Place, *, until: datetime, bars: int) -> bool:
    """Leave bars out that are too old to catch up with. False while another worker has the shard."""
    shard = hold_shard(place)
    if shard is None:
        return False
    FleetShard.objects.filter(pk=shard.pk).update(decided_until=until, skipped=F("skipped") + bars)
    return True


def count_owners(place: Place, *, made_before: datetime) -> dict[UUID, int]:
    """How many agents of a shard, made before a moment, each owner has running."""
    asked = [place.venue, place.interval, place.parts, place.number, made_before]
    return dict(read_rows(_OWNERS, asked))


def list_awake(venue: str, intervals: list[str], parts: int) -> list[Place]:
    """The shards in which agents run that decide on bars of these lengths."""
    rows = read_rows(_AWAKE, [parts, venue, intervals])
    return [Place(venue, interval, parts, number) for interval, number, _ in rows]


def rest_shards(venue: str, interval: str, awake: list[int], parts: int, until: datetime) -> None:
    """Shards in which nobody runs have nothing to catch up with."""
    idle = FleetShard.objects.filter(venue=venue, interval=interval, parts=parts).exclude(number__in=awake)
    idle.update(decided_until=until)
