"""Finding who serves what."""

from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet

from apps.system.mesh.models import Endpoint, Service, ServiceInstance
from apps.system.mesh.types import Target

STALE = timedelta(seconds=60)
"""What was found at a health URL longer ago than this is not believed any more."""

WELL = 0
"""Instances of ours have one priority."""


def list_instances(now: datetime, *, name: str = "") -> "QuerySet[ServiceInstance]":
    """Our processes whose lease runs, by name; those of one name if one is given."""
    alive = ServiceInstance.objects.filter(expires_at__gt=now)
    return (alive.filter(name=name) if name else alive).order_by("name", "registered_at", "id")


def list_services() -> "QuerySet[Service]":
    """Services outside with their endpoints, in the order of failing over."""
    endpoints = Endpoint.objects.order_by("priority", "id")
    return Service.objects.prefetch_related(Prefetch("endpoints", endpoints)).order_by("name")


def discover(name: str, *, now: datetime) -> list[Target]:
    """Where a service is to be had now: our processes of this name, or the endpoints of a service outside.

    A process that listens nowhere has an empty URL. Whoever let its lease run out is not among them.
    """
    ours = [
        Target(name, each.url, priority=WELL, is_well=_is_well(each, now))
        for each in list_instances(now, name=name)
    ]
    outside = [
        Target(name, each.url, each.priority, each.weight, _is_well(each, now))
        for each in Endpoint.objects.filter(service__name=name, enabled=True).order_by("priority", "id")
    ]
    return [*ours, *outside]


def find_places(name: str) -> int | None:
    """How many calls at a time a service outside may have; None for one that is not registered."""
    return Service.objects.filter(name=name).values_list("places", flat=True).first()


def _is_well(looked: ServiceInstance | Endpoint, now: datetime) -> bool:
    """Unless a recent look at its health URL found otherwise."""
    return looked.is_well is not False or looked.looked_at is None or now - looked.looked_at > STALE
