"""Health asks `/mcp` of each process as a client does, and a pass to do so opens nothing else."""

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from apps.mcp import probing
from apps.mcp.probes import check_protocol
from apps.mcp.probing import ask_protocol, caller_of_pass
from apps.mcp.selectors import tools_for
from apps.system.access.models import Role
from apps.system.access.selectors import list_actors
from apps.system.access.services import ensure_root
from apps.system.health.registry import ProbeResult, Status
from apps.system.mesh.models import ServiceInstance
from tests.conformance.serving import serving
from tests.system.peers import answer_with, hang_up, peer
from tests.system.people import make_person
from tests.system.streams import until

pytestmark = pytest.mark.django_db(transaction=True)

EMPTY = json.dumps({"jsonrpc": "2.0", "id": 1, "result": {"tools": []}}).encode()


@pytest.fixture(scope="module")
def address(django_db_setup: None) -> Iterator[str]:
    """A server process."""
    with serving() as address:
        yield address


def register(url: str, name: str = "websocket") -> None:
    """As a process does that begins to serve."""
    now, place = timezone.now(), urlsplit(url)
    facts = {"host": place.hostname or "", "pid": 1, "port": place.port}
    ServiceInstance.objects.create(
        name=name,
        lease_seconds=60,
        registered_at=now,
        heartbeat_at=now,
        expires_at=now + timedelta(minutes=1),
        **facts,
    )


def look() -> ProbeResult | None:
    return check_protocol(timezone.now())


def test_a_process_that_serves_answers(address: str) -> None:
    until(lambda: ask_protocol(address.removesuffix("/mcp")) == "")


def test_one_that_does_not_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    ServiceInstance.objects.all().delete()
    assert look() is None, "nothing runs here"
    with peer(answer_with(200, EMPTY)) as well, peer(answer_with(200, EMPTY)) as other:
        register(well.url, "web")
        gone = look()
        assert gone is not None
        assert (gone.detail, gone.measured["processes"]) == ("No process serves it.", 0)

        register(well.url)
        register(other.url)
        found = look()
        assert found is not None
        assert (found.status, found.measured) == (Status.HEALTHY, {"processes": 2, "unwell": {}})

        for behave in (answer_with(401), answer_with(200, b"<html>"), hang_up):
            other.behave = behave
            found = look()
            assert found is not None
            assert (found.status, list(found.measured["unwell"])) == (Status.CRITICAL, [other.url])
        well.behave = answer_with(503)
        found = look()
        assert found is not None
        assert found.status == Status.OFFLINE


def test_a_pass_is_nobodys_and_ends_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    ensure_root()
    make_person(Role.ADMIN)
    good = probing._signer.sign(probing.SUBJECT)

    caller = caller_of_pass(good)

    assert caller is not None
    assert (tools_for(caller), list(list_actors(caller.actor)), caller.scopes) == ([], [], frozenset())
    assert caller_of_pass(f"{good}x") is None
    assert caller_of_pass("cival_key") is None
    monkeypatch.setattr(probing, "HOLDS", timedelta(seconds=-1))
    assert caller_of_pass(good) is None
