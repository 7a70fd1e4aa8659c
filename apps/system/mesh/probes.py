"""Whether the services outside that we call, and the processes that have a health URL, are well."""

from collections.abc import Iterable
from datetime import datetime

from apps.system.health.registry import ProbeResult, Status, probe
from apps.system.mesh.models import Endpoint
from apps.system.mesh.selectors import list_instances, list_services
from apps.system.mesh.types import origin_of
from apps.system.probes.verdicts import worst


@probe("services", weight=20)
def check_services(now: datetime) -> ProbeResult | None:
    """Every endpoint that is looked at is well. Not told where nobody is registered.

    A service that can still be had elsewhere is degraded, one that can be had nowhere is critical.
    """
    outside = {each.name: [*each.endpoints.all()] for each in list_services()}
    ours = list_instances(now).exclude(is_well=None)
    unwell = sorted({row.name for row in ours if not row.is_well})
    findings = {name: _judge(endpoints) for name, endpoints in outside.items()}
    if not outside and not ours:
        return None
    bad = sorted(name for name, status in findings.items() if status != Status.HEALTHY)
    measured = {"services": len(outside), "unwell": bad + unwell, "endpoints": _unwell_places(outside)}
    if not bad and not unwell:
        return ProbeResult(Status.HEALTHY, "Whoever is looked at is well.", measured)
    status = worst([*findings.values(), *[Status.DEGRADED] * bool(unwell)])
    return ProbeResult(status, f"Not well: {', '.join([*_say(outside, bad), *unwell])}.", measured)


def _judge(endpoints: Iterable[Endpoint]) -> Status:
    looked = [each.is_well for each in endpoints if each.enabled and each.is_well is not None]
    if all(looked):
        return Status.HEALTHY
    return Status.DEGRADED if any(looked) else Status.CRITICAL


def _unwell_places(outside: dict[str, list[Endpoint]]) -> dict[str, list[str]]:
    places = {
        name: [origin_of(each.url) for each in endpoints if each.enabled and each.is_well is False]
        for name, endpoints in outside.items()
    }
    return {name: urls for name, urls in places.items() if urls}


def _say(outside: dict[str, list[Endpoint]], bad: Iterable[str]) -> list[str]:
    places = _unwell_places(outside)
    return [f"{name} at {' and '.join(places[name])}" for name in bad]
