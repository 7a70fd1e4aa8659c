"""The mesh for everybody else: `register` a process, `discover` a service, `call` it.

from apps.system.mesh import services as mesh

mesh.call("coinbase", "GET", "/products/BTC-USD/ticker", timeout=3).json()
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.system.access.models import Actor
from apps.system.errors import Conflict, Invalid, NotFound
from apps.system.mesh.addresses import Address, is_loopback, why_not_public
from apps.system.mesh.bulkheads import PLACES
from apps.system.mesh.calling import Call, ask_service, is_repeatable, question
from apps.system.mesh.destinations import check_url, split_url
from apps.system.mesh.models import Endpoint, Service, ServiceInstance
from apps.system.mesh.registration import Registration, register
from apps.system.mesh.roster import forget, look_up
from apps.system.mesh.selectors import discover
from apps.system.mesh.types import Answer, Limits, Target

__all__ = [
    "Answer",
    "NewEndpoint",
    "Registration",
    "call",
    "call_outside",
    "discover",
    "register",
    "register_service",
    "remove_service",
]

MOST_ENDPOINTS = 20
OUTSIDE_PLACES = 8
CONNECT_SECONDS = 2.0


def call(
    service: str,
    method: str,
    path: str = "",
    *,
    json: Any = None,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
    timeout: float = 10.0,
    attempt_timeout: float | None = None,
    connect_timeout: float = CONNECT_SECONDS,
    idempotent: bool | None = None,
    attempts: int = 3,
    max_bytes: int = 8_000_000,
) -> Answer:
    """Call a registered service, or a process of ours by its name. Answers any status below 500 but 429.

    `timeout` bounds everything, in seconds; an attempt takes half of it at most if not told otherwise, so
    that another endpoint can be tried. What is not `idempotent` (by default POST and PATCH) is sent again
    only where the first cannot have arrived. Raises Unavailable: `no_endpoint`, `circuit_open`,
    `bulkhead_full`, `upstream_timeout`, `upstream_failed`; RuntimeError within a transaction.
    """
    known = look_up(service)
    most = timeout / 2 if attempt_timeout is None else attempt_timeout
    return ask_service(
        Call(
            service,
            known.targets,
            question(method, path, json=json, content=content, headers=headers, params=params),
            Limits(timeout, most, connect_timeout, attempts, max_bytes),
            may_repeat=is_repeatable(method, idempotent=idempotent),
            places=known.places,
        )
    )


def call_outside(
    purpose: str,
    method: str,
    url: str,
    *,
    content: bytes,
    headers: Mapping[str, str],
    timeout: float,
    max_bytes: int,
    allow_loopback: bool,
) -> Answer:
    """Call a URL that somebody outside has given: once, and only at a public address.

    Circuit and bulkhead are those of the URL's host. `allow_loopback` also lets it reach this machine, for
    tests and development. Raises Invalid (`destination_refused`) for a URL that may not be called,
    Unavailable (`address_refused`) where its host has an address that may not be, and as `call` does.
    """
    origin, path = split_url(check_url(url, allow_loopback=allow_loopback))

    def refuses(address: Address) -> str:
        return "" if allow_loopback and is_loopback(address) else why_not_public(address)

    return ask_service(
        Call(
            f"{purpose} {origin}",
            [Target(f"{purpose} {origin}", origin, is_private=True)],
            question(method, path, content=content, headers=headers),
            Limits(timeout, timeout, CONNECT_SECONDS, attempts=1, max_bytes=max_bytes, is_cut=True),
            may_repeat=False,
            places=OUTSIDE_PLACES,
            refuses=refuses,
        )
    )


@dataclass(frozen=True)
class NewEndpoint:
    """An endpoint to register: the lower `priority` is tried first, `weight` is its share among equals."""

    url: str
    priority: int = 0
    weight: int = 1
    enabled: bool = True
    health_url: str = ""


@transaction.atomic
def register_service(
    *,
    by: Actor,
    name: str,
    kind: str,
    endpoints: Sequence[NewEndpoint],
    description: str = "",
    places: int = PLACES,
    now: datetime,
) -> Service:
    """Have a service outside with exactly these endpoints; registering it again replaces them.

    An endpoint whose URL stays keeps its id. Raises Conflict for the name of a process of ours, Invalid
    for URLs that cannot be called.
    """
    _check_endpoints(endpoints)
    if ServiceInstance.objects.filter(name=name).exists():
        raise Conflict(f"{name} is the name of a process of ours.", code="name_taken")
    facts = {"kind": kind, "description": description, "places": places}
    made, _ = Service.objects.update_or_create(
        name=name, defaults=facts, create_defaults={**facts, "registered_at": now, "registered_by": by.id}
    )
    made.endpoints.exclude(url__in=[each.url for each in endpoints]).delete()
    for each in endpoints:
        Endpoint.objects.update_or_create(service=made, url=each.url, defaults=_facts_of(each))
    forget(name)
    return made


@transaction.atomic
def remove_service(*, name: str) -> None:
    """Take a service outside away, with its endpoints. Raises NotFound."""
    found = Service.objects.filter(name=name).first()
    if found is None:
        raise NotFound(f"No service is called {name}.", code="unknown_service")
    found.delete()
    forget(name)


def endpoint_ids(service: Service) -> list[UUID]:
    """The ids of a service's endpoints, in the order of failing over."""
    return list(service.endpoints.order_by("priority", "id").values_list("id", flat=True))


def _facts_of(endpoint: NewEndpoint) -> dict[str, Any]:
    """Its columns; what was found at its health URL is found anew."""
    return {
        "priority": endpoint.priority,
        "weight": endpoint.weight,
        "enabled": endpoint.enabled,
        "health_url": endpoint.health_url,
        "is_well": None,
        "looked_at": None,
        "finding": "",
    }


def _check_endpoints(endpoints: Iterable[NewEndpoint]) -> None:
    urls = [each.url for each in endpoints]
    if not 1 <= len(urls) <= MOST_ENDPOINTS:
        raise Invalid(f"A service has 1 to {MOST_ENDPOINTS} endpoints.", code="invalid_endpoints")
    if len(set(urls)) < len(urls):
        raise Invalid("Two endpoints have the same URL.", code="invalid_endpoints")
    for each in endpoints:
        for url in filter(None, (each.url, each.health_url)):
            check_url(url, is_trusted=True)
