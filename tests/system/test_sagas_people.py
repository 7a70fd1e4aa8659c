"""What people do to sagas: call one off, have one go on, state that one was dealt with."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from apps.system.access.models import Actor, Role, User
from apps.system.access.services import ensure_root
from apps.system.alerts.models import Alert
from apps.system.audit.models import AuditEntry
from apps.system.errors import Conflict, Refused, Unavailable
from apps.system.sagas.models import Saga
from apps.system.sagas.registry import Wait
from apps.system.sagas.services import advance_saga, cancel_saga, operating
from tests.agents.hands import work
from tests.journeys.waiting import eventually
from tests.system.people import client_of, make_person
from tests.system.trips import begin, carry_on, effects, fail, in_turn, told, trip

pytestmark = pytest.mark.django_db(transaction=True)

V1 = "/api/v1"


@pytest.fixture(autouse=True)
def _fresh_trip() -> None:
    trip.clear()


@pytest.fixture
def person(transactional_db: None) -> User:
    """An operator."""
    ensure_root()
    return make_person(Role.OPERATOR)


@pytest.fixture
def client(person: User) -> Iterator[APIClient]:
    """The operator over REST, with a worker behind."""
    with work():
        yield client_of(person)


def _waits() -> Wait:
    return Wait(until="the bus is there")


def _stuck(owner: Actor) -> Saga:
    """A saga that can be taken back no further."""
    trip.acts["travel"] = fail(Refused("The border is shut.", code="shut"))
    trip.acts["undo pack"] = in_turn(fail(Refused("The bag is gone.")))
    return begin(owner)


def _ask(client: APIClient, path: str, body: dict[str, Any]) -> Any:
    return client.post(f"{V1}{path}", body, format="json")


def _settled(saga_id: Any) -> Saga:
    """The saga once the worker has carried it to its end."""
    eventually(lambda: Saga.objects.get(id=saga_id).finished_at is not None)
    return Saga.objects.get(id=saga_id)


def test_a_failed_saga_is_listed_for_people_and_raises_an_alert(person: User) -> None:
    stuck = _stuck(person.actor)
    begin(person.actor).save()
    reader = client_of(person)
    for query in ("status=FAILED", "needsPerson=true", "name=test_trip&needsPerson=true"):
        (listed,) = reader.get(f"{V1}/system/sagas?{query}").json()["results"]
        assert (listed["id"], listed["needsPerson"], listed["status"]) == (str(stuck.id), True, "FAILED")
    assert reader.get(f"{V1}/system/sagas?needsPerson=false").json()["count"] == 1
    assert reader.get(f"{V1}/system/sagas?name=other").json()["count"] == 0
    assert reader.get(f"{V1}/system/sagas?status=LOST").json()["code"] == "invalid_query"
    assert reader.get(f"{V1}/system/sagas?needsPerson=maybe").json()["code"] == "invalid_query"
    alert = Alert.objects.get(source="sagas")
    assert (alert.subject, alert.status, alert.audience) == (f"saga:{stuck.id}", "OPEN", person.actor_id)
    assert "The bag is gone." in alert.detail


def test_a_failed_saga_goes_on_back_when_it_is_retried(client: APIClient, person: User) -> None:
    stuck = _stuck(person.actor)
    answer = _ask(client, f"/system/sagas/{stuck.id}/retry", {})
    assert (answer.status_code, answer.json()["needsPerson"]) == (200, False)
    assert _settled(stuck.id).status == "COMPENSATED"
    assert effects() == []
    assert told(stuck.id)[-3:] == [
        "saga.retried COMPENSATING",
        "saga.step pack COMPENSATED",
        "saga.compensated",
    ]
    assert Alert.objects.get(source="sagas").status == "RESOLVED"
    again = _ask(client, f"/system/sagas/{stuck.id}/retry", {})
    assert (again.status_code, again.json()["code"]) == (409, "saga_needs_no_person")


def test_a_failed_saga_past_its_point_of_no_return_goes_on_to_its_end(person: User) -> None:
    trip.acts["unpack"] = in_turn(fail(Refused("The key does not fit.", code="key")))
    stuck = begin(person.actor)
    assert (stuck.status, stuck.error_code, stuck.turned_back_at) == ("FAILED", "key", None)
    assert effects() == ["arrive", "pack", "travel"]
    operating.retry_saga(person.actor, stuck.id, now=stuck.touched_at)
    ended = carry_on(stuck)
    assert (ended.status, ended.error, ended.error_code) == ("COMPLETED", "", "")
    assert Alert.objects.get(source="sagas").status == "RESOLVED"


def test_a_failed_saga_that_fails_again_needs_a_person_again(person: User) -> None:
    stuck = _stuck(person.actor)
    trip.acts["undo pack"] = fail(Refused("The bag is still gone."))
    operating.retry_saga(person.actor, stuck.id, now=stuck.touched_at)
    assert carry_on(stuck).needs_person
    alert = Alert.objects.get(source="sagas")
    assert (alert.status, alert.times_seen) == ("OPEN", 2)


def test_a_person_states_how_a_failed_saga_was_dealt_with(client: APIClient, person: User) -> None:
    stuck = _stuck(person.actor)
    assert _ask(client, f"/system/sagas/{stuck.id}/resolve", {"resolution": " "}).status_code == 422
    answer = _ask(client, f"/system/sagas/{stuck.id}/resolve", {"resolution": "Bought a new bag."})
    assert (answer.status_code, answer.json()["needsPerson"]) == (200, False)
    seen = client.get(f"{V1}/system/sagas/{stuck.id}").json()
    assert (seen["status"], seen["resolution"], seen["resolvedBy"]) == (
        "FAILED",
        "Bought a new bag.",
        str(person.actor_id),
    )
    assert client.get(f"{V1}/system/sagas?needsPerson=true").json()["count"] == 0
    assert Alert.objects.get(source="sagas").status == "RESOLVED"
    assert AuditEntry.objects.filter(action="resolve_saga", outcome="SUCCEEDED").exists()
    assert _ask(client, f"/system/sagas/{stuck.id}/resolve", {"resolution": "Twice."}).status_code == 409


def test_an_owner_calls_a_running_saga_off(client: APIClient, person: User) -> None:
    trip.acts["travel"] = _waits
    running = begin(person.actor)
    answer = _ask(client, f"/system/sagas/{running.id}/cancel", {"reason": "It rains."})
    assert (answer.status_code, answer.json()["status"]) == (200, "COMPENSATING")
    ended = _settled(running.id)
    assert (ended.status, ended.error_code) == ("COMPENSATED", "cancelled")
    assert ended.error == f"Cancelled by {person.actor.name}: It rains."
    assert effects() == []
    late = _ask(client, f"/system/sagas/{running.id}/cancel", {"reason": "Again."})
    assert (late.status_code, late.json()["code"]) == (409, "saga_not_running")


def test_past_its_point_of_no_return_a_saga_is_not_called_off(client: APIClient, person: User) -> None:
    trip.acts["unpack"] = _waits
    running = begin(person.actor)
    answer = _ask(client, f"/system/sagas/{running.id}/cancel", {"reason": "It rains."})
    assert (answer.status_code, answer.json()["code"]) == (409, "past_point_of_no_return")
    assert "arrive" in answer.json()["detail"]
    seen = client.get(f"{V1}/system/sagas/{running.id}").json()
    assert (seen["status"], seen["canTurnBack"]) == ("RUNNING", False)
    assert seen["steps"][3]["waitsFor"] == "the bus is there"
    assert seen["nextTryAt"] is not None
    assert seen["deadline"] is not None


def test_strangers_and_traders_can_do_nothing_to_it(client: APIClient, person: User) -> None:
    stuck = _stuck(person.actor)
    stranger, trader = client_of(make_person(Role.OPERATOR)), client_of(make_person(Role.TRADER))
    for way, body in (("retry", {}), ("resolve", {"resolution": "x"}), ("cancel", {"reason": "x"})):
        assert _ask(stranger, f"/system/sagas/{stuck.id}/{way}", body).status_code == 404
        assert _ask(trader, f"/system/sagas/{stuck.id}/{way}", body).json()["code"] == "scope_missing"
    assert Saga.objects.get(id=stuck.id).needs_person


def test_calling_off_waits_for_the_step_at_hand_and_asks_to_come_again(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_within, may_go_on = threading.Event(), threading.Event()

    def work_long() -> None:
        is_within.set()
        assert may_go_on.wait(20)

    trip.acts["travel"] = _waits
    running = begin(person.actor)
    trip.acts["travel"] = in_turn(work_long)
    Saga.objects.filter(id=running.id).update(retry_at=running.started_at)
    monkeypatch.setattr(operating, "LOCK_MILLISECONDS", 50)
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(_advance_and_leave, running)
        assert is_within.wait(20)
        with pytest.raises(Unavailable):
            cancel_saga(person.actor, running.id, reason="It rains.")
        may_go_on.set()
        working.result()
    with pytest.raises(Conflict):
        cancel_saga(person.actor, running.id, reason="It rains.")
    assert Saga.objects.get(id=running.id).status == "COMPLETED"


def _advance_and_leave(running: Saga) -> None:
    try:
        advance_saga(running.id)
    finally:
        connection.close()
