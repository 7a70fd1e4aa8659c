"""Celery's broker, and what waits in its queues."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import redis
from django.conf import settings
from django.utils.dateparse import parse_datetime

from apps.system.health.models import Heartbeat
from apps.system.health.registry import ProbeResult, Status, probe
from apps.system.probes.verdicts import Limits, age_of, grade, worst
from apps.system.redis import hurried_redis

PUBLISHED_AT = "published_at"
"""The header in which each message says when it was sent."""

MANY, FAR_TOO_MANY = 1_000, 10_000
SHORT_WAIT: Limits = (10, 60, 600)
HEAVY_WAIT: Limits = (900, 3600, 86_400)
"""A backtest may take minutes, and the next one waits for it."""

SLOW_ROUND_TRIP: Limits = (3, 10, 60)


@dataclass(frozen=True)
class Waiting:
    """What waits in one queue, and since when the oldest; None where nothing does, or it is not said."""

    depth: int
    oldest_at: datetime | None


@probe("broker", weight=40, needs_redis=True)
def check_broker(now: datetime) -> ProbeResult:
    """The broker answers, and every queue in it can be read."""
    names = _announced("queues") + _announced("heavy")
    spoilt = []
    for name in names:
        try:
            read_queues([name])
        except redis.ResponseError:
            spoilt.append(name)
    if spoilt:
        return ProbeResult(Status.CRITICAL, f"Not readable: {', '.join(spoilt)}.", {"unreadable": spoilt})
    unacknowledged = hurried_redis().hlen(queue_key("unacked"))
    measured = {"queues": len(names), "unacknowledged": unacknowledged}
    return ProbeResult(Status.HEALTHY, f"{len(names)} queues can be read.", measured)


@probe("queues", weight=30, needs_redis=True)
def check_queues(now: datetime) -> ProbeResult:
    """Nothing piles up or waits long, and a proof through each short queue is back soon."""
    short, heavy = _announced("queues"), _announced("heavy")
    found, trips = read_queues([*short, *heavy]), _round_trips(short)
    waits = {name: age_of(each.oldest_at, now) or 0.0 for name, each in found.items()}
    measured = {
        "depth": {name: each.depth for name, each in found.items()},
        "deepest": max((each.depth for each in found.values()), default=0),
        "oldest_seconds": waits,
        "round_trip_seconds": trips,
    }
    faults = [
        *(_fault(grade(waits[name], SHORT_WAIT), f"{name} waits for {waits[name]:.0f} s") for name in short),
        *(_fault(grade(waits[name], HEAVY_WAIT), f"{name} waits for {waits[name]:.0f} s") for name in heavy),
        *(_fault(_grade_depth(each.depth), f"{name} holds {each.depth}") for name, each in found.items()),
        *(_fault(grade(took, SLOW_ROUND_TRIP), f"{name} takes {took:.1f} s") for name, took in trips.items()),
    ]
    wrong = [fault for fault in faults if fault is not None]
    if not wrong:
        return ProbeResult(Status.HEALTHY, "Nothing piles up.", measured)
    return ProbeResult(worst([status for status, _ in wrong]), f"{'; '.join(s for _, s in wrong)}.", measured)


def _fault(status: Status, said: str) -> tuple[Status, str] | None:
    return None if status == Status.HEALTHY else (status, said)


def _grade_depth(depth: int) -> Status:
    if depth <= MANY:
        return Status.HEALTHY
    return Status.CRITICAL if depth > FAR_TOO_MANY else Status.DEGRADED


def read_queues(names: Sequence[str]) -> dict[str, Waiting]:
    """What waits in these queues. Raises redis.RedisError."""
    with hurried_redis().pipeline(transaction=False) as pipe:
        for name in names:
            pipe.llen(queue_key(name))
            pipe.lindex(queue_key(name), -1)
        answers = pipe.execute()
    pairs = zip(answers[::2], answers[1::2], strict=True)
    return {
        name: Waiting(depth, _published_at(oldest))
        for name, (depth, oldest) in zip(names, pairs, strict=True)
    }


def _published_at(message: bytes | None) -> datetime | None:
    headers = json.loads(message).get("headers", {}) if message else {}
    said = headers.get(PUBLISHED_AT)
    return parse_datetime(said) if isinstance(said, str) else None


def queue_key(name: str) -> str:
    """Where Celery's transport keeps it; the newest message is on the left."""
    return f"{settings.CELERY_BROKER_TRANSPORT_OPTIONS['global_keyprefix']}{name}"


def _announced(kind: str) -> list[str]:
    """The queues that beat has told of: `queues` that proofs go through, and `heavy` ones."""
    announced = Heartbeat.objects.filter(process="beat").first()
    return cast("list[str]", announced.details.get(kind, [])) if announced else []


def _round_trips(queues: Sequence[str]) -> dict[str, float]:
    rows = Heartbeat.objects.filter(process__in=[f"worker:{queue}" for queue in queues])
    said: list[tuple[str, Any]] = [
        (row.details.get("queue", ""), row.details.get("round_trip_seconds")) for row in rows
    ]
    return {queue: round(seconds, 4) for queue, seconds in sorted(said) if seconds is not None}
