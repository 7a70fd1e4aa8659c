"""The registry over the real platform: who runs is there, who is killed or stops is not."""

from collections import Counter
from typing import Any

import pytest

from apps.system.mesh.registration import LEASE_SECONDS
from tests.journeys.stack import Owner, Stack
from tests.journeys.waiting import eventually

ONE_OF_EACH = ("market", "sequencer", "beat", "websocket")


def _live(owner: Owner, name: str = "") -> list[dict[str, Any]]:
    instances = owner.get("/system/services").json()["instances"]
    return [each for each in instances if each["status"] == "live" and name in ("", each["name"])]


def test_every_process_is_registered_with_what_it_measures(stack: Stack, owner: Owner) -> None:
    eventually(
        lambda: {"worker", "worker.pool", "web", *ONE_OF_EACH} <= {each["name"] for each in _live(owner)}
    )
    found = Counter(each["name"] for each in _live(owner))
    assert {name: found[name] for name in ("web", "worker", "worker.pool")} == {
        "web": 2,
        "worker": 1,
        "worker.pool": 2,
    }
    (worker,) = _live(owner, "worker")
    assert worker["queues"] == ["events", "fleet", "tools", "upkeep"]
    assert {each["port"] for each in _live(owner, "web")} == {stack.ports.web}
    assert all(each["load"]["rssBytes"] > 0 for each in _live(owner))
    eventually(lambda: all(each["isWell"] for name in ("web", "websocket") for each in _live(owner, name)))


def test_a_process_that_is_killed_is_gone_within_its_lease_and_back_when_it_runs(
    stack: Stack, owner: Owner
) -> None:
    eventually(lambda: _live(owner, "market"))
    (before,) = _live(owner, "market")
    stack.kill("market")
    try:
        eventually(lambda: not _live(owner, "market"), seconds=LEASE_SECONDS + 30)
    finally:
        stack.start("market")
    eventually(lambda: _live(owner, "market"))
    assert _live(owner, "market")[0]["id"] != before["id"]


@pytest.mark.parametrize("name", ["web", *ONE_OF_EACH])
def test_a_process_that_stops_takes_its_entry_away(stack: Stack, owner: Owner, name: str) -> None:
    eventually(lambda: _live(owner, name))
    ids = {each["id"] for each in _live(owner, name)}
    stack.children[name].stop()
    stack.start(name)
    everyone = owner.get("/system/services").json()["instances"]
    assert not ids & {each["id"] for each in everyone}, "not even among the lost"


def test_workers_that_stop_take_their_entries_and_their_children_s_away(stack: Stack, owner: Owner) -> None:
    eventually(lambda: len(_live(owner, "worker.pool")) == 2)
    ids = {each["id"] for name in ("worker", "worker.pool") for each in _live(owner, name)}
    stack.children["worker"].stop(30)
    try:
        everyone = owner.get("/system/services").json()["instances"]
        assert not ids & {each["id"] for each in everyone}
    finally:
        stack.start("worker")
