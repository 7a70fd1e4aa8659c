"""The mesh on the wire."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.system.mesh.models import Endpoint, Service, ServiceInstance
from apps.system.mesh.types import origin_of
from apps.system.types import WireModel

WORST_FIRST = ("open", "half_open", "closed")


class LoadOut(WireModel):
    """What a process costs, as it measured: share of one processor, memory, threads, load of its machine."""

    cpu_share: float | None = None
    cpu_seconds: float | None = None
    rss_bytes: int | None = None
    threads: int | None = None
    load_average: list[float] = []


class InstanceOut(WireModel):
    """One process of ours: `live` while its lease runs, `lost` for a minute after that.

    `age` is the seconds since it was heard of. `is_well` is what its health URL answered, null where nobody
    has looked.
    """

    id: UUID
    name: str
    status: str
    host: str
    pid: int | None
    port: int | None
    version: str
    queues: list[str]
    load: LoadOut
    registered_at: datetime
    heartbeat_at: datetime
    expires_at: datetime
    lease_seconds: float
    age: float
    is_well: bool | None
    finding: str
    looked_at: datetime | None


class EndpointOut(WireModel):
    """One place where a service is to be had; of its URL only the origin, for a path may hold a key.

    `circuit` is the worst of all processes' circuits to it, null where none has called it.
    """

    id: UUID
    origin: str
    priority: int
    weight: int
    enabled: bool
    is_well: bool | None
    finding: str
    looked_at: datetime | None
    looked_milliseconds: float | None
    circuit: str | None


class ServiceOut(WireModel):
    """A service outside: exchange, rpc, llm, smtp, webhook or http."""

    id: UUID
    name: str
    kind: str
    description: str
    places: int
    registered_at: datetime
    endpoints: list[EndpointOut]


class ServicesOut(WireModel):
    """Our own processes, and the services outside that they call."""

    instances: list[InstanceOut]
    services: list[ServiceOut]
    as_of: datetime


class CircuitOut(WireModel):
    """One process's circuit to one endpoint: closed, open or half_open, as it was when the process last said.

    `rests_for_seconds` is how long an open one lets nothing through; `latency_seconds` what is expected.
    """

    process: str
    host: str
    pid: int | None
    service: str
    origin: str
    state: str
    failures_in_a_row: int
    rests_for_seconds: float
    outstanding: int
    calls: int
    failed: int
    latency_seconds: float
    as_of: datetime


class CircuitsOut(WireModel):
    """The circuits of all live processes, those that are not closed first."""

    results: list[CircuitOut]
    as_of: datetime


Worst = Mapping[tuple[str, str], str]


def present_instance(row: ServiceInstance, now: datetime) -> InstanceOut:
    """A process and how long ago it was heard of."""
    return InstanceOut(
        id=row.id,
        name=row.name,
        status="live" if row.expires_at > now else "lost",
        host=row.host,
        pid=row.pid,
        port=row.port,
        version=row.version,
        queues=row.queues,
        load=LoadOut.model_validate(row.load),
        registered_at=row.registered_at,
        heartbeat_at=row.heartbeat_at,
        expires_at=row.expires_at,
        lease_seconds=row.lease_seconds,
        age=round(max(0.0, (now - row.heartbeat_at).total_seconds()), 3),
        is_well=row.is_well,
        finding=row.finding,
        looked_at=row.looked_at,
    )


def present_service(row: Service, worst: Worst) -> ServiceOut:
    """A service with its endpoints and the worst state of the circuits to each."""
    return ServiceOut(
        id=row.id,
        name=row.name,
        kind=row.kind,
        description=row.description,
        places=row.places,
        registered_at=row.registered_at,
        endpoints=[
            _present_endpoint(each, worst.get((row.name, origin_of(each.url))))
            for each in row.endpoints.all()
        ],
    )


def present_circuits(row: ServiceInstance, *, with_private: bool) -> Iterator[CircuitOut]:
    """What a process last said of its circuits; those to private destinations only to whoever may know."""
    for told in row.circuits:
        if with_private or not told["private"]:
            facts = {name: value for name, value in told.items() if name != "private"}
            yield CircuitOut(process=row.name, host=row.host, pid=row.pid, as_of=row.heartbeat_at, **facts)


def worst_states(circuits: list[CircuitOut]) -> Worst:
    """The worst state per service and origin."""
    found: dict[tuple[str, str], str] = {}
    for each in sorted(circuits, key=rank_of, reverse=True):
        found[each.service, each.origin] = each.state
    return found


def rank_of(circuit: CircuitOut) -> int:
    """The worse the lower."""
    return WORST_FIRST.index(circuit.state)


def _present_endpoint(row: Endpoint, circuit: str | None) -> EndpointOut:
    facts: dict[str, Any] = {
        name: getattr(row, name) for name in EndpointOut.model_fields if name not in ("origin", "circuit")
    }
    return EndpointOut(origin=origin_of(row.url), circuit=circuit, **facts)
