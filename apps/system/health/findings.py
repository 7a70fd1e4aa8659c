"""Findings: the latest, kept in PostgreSQL and copied to Redis, and the history of those before it.

The copy answers without PostgreSQL, and says so while PostgreSQL is away; the rows are what counts.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

import redis
from django.db import transaction
from django.db.models import QuerySet
from pydantic import TypeAdapter

from apps.system.events.services import append_event
from apps.system.health.events import CheckChange, HealthChanged
from apps.system.health.judging import CheckOutcome, Health, statuses_of
from apps.system.health.models import HealthSnapshot
from apps.system.health.registry import Status
from apps.system.ids import id_floor
from apps.system.redis import hurried_redis, key

logger = logging.getLogger(__name__)

KEEP_MINUTES = timedelta(days=3)
KEEP_CHANGES = timedelta(days=90)
_COPY_LIVES = timedelta(days=1)

_health = TypeAdapter(Health)
_checks = TypeAdapter(list[CheckOutcome])


@transaction.atomic
def keep_finding(found: Health) -> HealthSnapshot:
    """Have a finding as the newest row, and tell of it where it differs from the one before."""
    last = HealthSnapshot.objects.order_by("-id").first()
    change = _difference(last, found)
    if change is not None:
        append_event(change, audience=None)
    is_standing = last is not None and change is None and _minute(last.recorded_at) == _minute(found.as_of)
    row = last if last is not None and is_standing else HealthSnapshot(recorded_at=found.as_of)
    row.is_change = row.is_change if is_standing else change is not None
    row.as_of, row.overall, row.score, row.starting = found.as_of, found.overall, found.score, found.starting
    row.reasons, row.checks = list(found.reasons), _checks.dump_python(list(found.checks), mode="json")
    row.save()
    return row


def share_finding(found: Health) -> None:
    """Copy a finding to Redis. One that does not get there is found in its row."""
    try:
        hurried_redis().set(key("health"), _health.dump_json(found), ex=_COPY_LIVES)
    except redis.RedisError as error:
        logger.warning("Redis does not take the latest health: %s", error)


def read_shared() -> Health | None:
    """The latest finding as Redis has it; None where it has none. Raises RedisError."""
    copy = hurried_redis().get(key("health"))
    return _health.validate_json(copy) if isinstance(copy, bytes) else None


def read_kept() -> Health | None:
    """The latest finding as PostgreSQL has it; None where there is none."""
    row = HealthSnapshot.objects.order_by("-id").first()
    return None if row is None else health_of(row)


def health_of(row: HealthSnapshot) -> Health:
    """A kept finding as it was found."""
    return Health(
        overall=Status(row.overall),
        score=row.score,
        starting=row.starting,
        reasons=row.reasons,
        checks=_checks.validate_python(row.checks),
        as_of=row.as_of,
    )


def list_findings(since: datetime | None, until: datetime | None) -> "QuerySet[HealthSnapshot]":
    """The findings recorded in a period; health is everybody's."""
    rows = HealthSnapshot.objects.all()
    rows = rows.filter(id__gte=id_floor(since)) if since else rows
    return rows.filter(id__lt=id_floor(until)) if until else rows


def forget_findings(now: datetime) -> int:
    """Drop history: minutes in which nothing changed after days, changes after months. Answers how many."""
    minutes = HealthSnapshot.objects.filter(is_change=False, id__lt=id_floor(now - KEEP_MINUTES))
    changes = HealthSnapshot.objects.filter(id__lt=id_floor(now - KEEP_CHANGES))
    return minutes.delete()[0] + changes.delete()[0]


def _difference(last: HealthSnapshot | None, found: Health) -> HealthChanged | None:
    before: Mapping[str, str] = {check["name"]: check["status"] for check in last.checks} if last else {}
    after = statuses_of(found.checks)
    names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    if last is not None and not names and last.overall == found.overall:
        return None
    return HealthChanged(
        overall=found.overall,
        previous=last.overall if last else None,
        score=found.score,
        starting=found.starting,
        reasons=list(found.reasons),
        changed=[CheckChange(name=name, status=after.get(name), previous=before.get(name)) for name in names],
    )


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
