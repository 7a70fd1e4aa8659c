"""Health names the endpoints outside that are not well, and sees them recover."""

import pytest
from django.utils import timezone

from apps.system.access.selectors import root_actor
from apps.system.health.registry import ProbeResult, Status
from apps.system.mesh.probes import check_services
from apps.system.mesh.services import NewEndpoint, register_service
from apps.system.mesh.watching import poll_health
from tests.system.peers import answer_with, peer

pytestmark = pytest.mark.django_db(transaction=True)


def _look() -> ProbeResult:
    poll_health(timezone.now())
    found = check_services(timezone.now())
    assert found is not None
    return found


def test_where_nobody_is_registered_nothing_is_told() -> None:
    assert check_services(timezone.now()) is None


def test_one_of_two_endpoints_dead_is_degraded_both_critical_and_back_is_well() -> None:
    with peer(answer_with(200)) as first, peer(answer_with(200)) as second:
        endpoints = [NewEndpoint(each.url, health_url=f"{each.url}/ping") for each in (first, second)]
        register_service(
            by=root_actor(), name="fake-exchange", kind="exchange", endpoints=endpoints, now=timezone.now()
        )
        assert _look().status == Status.HEALTHY

        first.behave = answer_with(503)
        one = _look()
        assert (one.status, one.detail) == (Status.DEGRADED, f"Not well: fake-exchange at {first.url}.")
        assert one.measured["endpoints"] == {"fake-exchange": [first.url]}

        second.behave = answer_with(503)
        assert _look().status == Status.CRITICAL

        first.behave = second.behave = answer_with(200)
        assert _look().status == Status.HEALTHY
