"""What beat has done to the registry: health URLs are looked at, and the dead are taken away."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

from apps.system.locks import if_free
from apps.system.mesh.health import Finding, look_at
from apps.system.mesh.models import Endpoint, Looked, ServiceInstance
from apps.system.mesh.selectors import list_instances

POLLING = "cival:poll"
MOST_LOOKS = 200
WATCHED_LEASE = timedelta(seconds=15)
"""Beat looks every five seconds."""

KEPT_AFTER_LEASE = timedelta(seconds=60)
"""So long the list of processes tells of one that was lost."""

_FOUND = ["is_well", "finding", "looked_at", "looked_milliseconds"]


def poll_health(now: datetime) -> int:
    """Look at every health URL once and keep what was found. Answers how many there were.

    The processes that cannot register themselves are registered here, for as long as they are well. Where
    another process is at it, nothing is done: many that are silent take longer than it is to the next look.
    """
    with if_free(POLLING) as is_ours:
        return _poll(now) if is_ours else 0


def _poll(now: datetime) -> int:
    instances = list(list_instances(now).exclude(health_url="").order_by("looked_at")[:MOST_LOOKS])
    enabled = Endpoint.objects.filter(enabled=True).exclude(health_url="")
    endpoints = list(enabled.order_by("looked_at")[:MOST_LOOKS])
    watched: Mapping[str, str] = settings.WATCHED_SERVICES
    found = look_at([*(row.health_url for row in (*instances, *endpoints)), *watched.values()])
    _keep(instances, found, now)
    _keep(endpoints, found, now)
    ServiceInstance.objects.bulk_update(instances, _FOUND)
    Endpoint.objects.bulk_update(endpoints, _FOUND)
    for name, url in watched.items():
        if found[url].is_well:
            _vouch(name, url, found[url], now)
    return len(found)


def remove_expired(now: datetime) -> int:
    """Take away who let its lease run out a minute ago. Answers how many."""
    return ServiceInstance.objects.filter(expires_at__lt=now - KEPT_AFTER_LEASE).delete()[0]


def _keep(rows: list[ServiceInstance] | list[Endpoint], found: Mapping[str, Finding], now: datetime) -> None:
    for row in rows:
        _note(row, found[row.health_url], now)


def _note(row: Looked, finding: Finding, now: datetime) -> None:
    row.is_well, row.finding = finding.is_well, finding.finding
    row.looked_at, row.looked_milliseconds = now, finding.milliseconds


def _vouch(name: str, url: str, finding: Finding, now: datetime) -> None:
    """Renew the lease of a process that was found well, and has no voice of its own."""
    parts = urlsplit(url)
    renewed = {
        "is_well": True,
        "finding": finding.finding,
        "looked_at": now,
        "looked_milliseconds": finding.milliseconds,
        "heartbeat_at": now,
        "expires_at": now + WATCHED_LEASE,
    }
    facts = {
        "name": name,
        "host": parts.hostname or "",
        "port": parts.port or (443 if parts.scheme == "https" else 80),
        "health_url": url,
        "registered_at": now,
        "lease_seconds": WATCHED_LEASE.total_seconds(),
    }
    ServiceInstance.objects.update_or_create(
        id=_id_of(name, url), defaults=renewed, create_defaults=facts | renewed
    )


def _id_of(name: str, url: str) -> UUID:
    """The same for the same process, whoever looks."""
    return uuid5(NAMESPACE_URL, f"{url}#{name}")
