"""What operators read of the platform over REST."""

import pytest
from django.utils import timezone

from apps.system.access.models import Role
from apps.system.access.services import create_team
from apps.system.controls.services import engage_halt
from apps.system.events.models import DeadLetter
from apps.system.ids import new_id
from apps.system.sagas.models import Saga, SagaStep
from tests.queries import assert_constant_queries
from tests.system.people import client_of, make_key, make_person

pytestmark = pytest.mark.django_db

V1 = "/api/v1"


def _saga(owner_id: object) -> Saga:
    now = timezone.now()
    saga = Saga.objects.create(
        name="build", owner_id=owner_id, correlation_id=new_id(), context={}, started_at=now, touched_at=now
    )
    SagaStep.objects.create(saga=saga, position=0, name="first", status=SagaStep.Status.DONE)
    SagaStep.objects.create(saga=saga, position=1, name="second")
    return saga


def test_an_owner_reads_its_sagas_step_by_step_and_a_stranger_none() -> None:
    owner, stranger = make_person(), make_person()
    saga = _saga(owner.actor_id)
    (listed,) = client_of(owner).get(f"{V1}/system/sagas").json()["results"]
    assert listed == client_of(owner).get(f"{V1}/system/sagas/{saga.id}").json()
    assert [(step["name"], step["status"]) for step in listed["steps"]] == [
        ("first", "DONE"),
        ("second", "PENDING"),
    ]
    assert client_of(stranger).get(f"{V1}/system/sagas").json()["results"] == []
    assert client_of(stranger).get(f"{V1}/system/sagas/{saga.id}").status_code == 404


def test_an_administrator_reads_every_saga() -> None:
    _saga(make_person().actor_id)
    assert client_of(make_person(Role.ADMIN)).get(f"{V1}/system/sagas").json()["count"] == 1


def test_parked_events_are_for_operators() -> None:
    DeadLetter.objects.create(
        subscriber="mailer", event_id=new_id(), event_seq=1, error="x", attempts=6, parked_at=timezone.now()
    )
    operator, trader = client_of(make_person(Role.OPERATOR)), client_of(make_person())
    assert operator.get(f"{V1}/system/dead-letters").json()["results"][0]["subscriber"] == "mailer"
    assert trader.get(f"{V1}/system/dead-letters").json()["code"] == "scope_missing"


def test_whoever_is_bound_by_a_halt_reads_why() -> None:
    admin, trader = make_person(Role.ADMIN), make_person()
    engage_halt(by=admin.actor, target=trader.actor, reason="Too much at once.", now=timezone.now())
    seen = client_of(trader).get(f"{V1}/system/kill-switch").json()
    assert seen["engaged"] is True
    assert [halt["reason"] for halt in seen["results"]] == ["Too much at once."]
    assert client_of(make_person()).get(f"{V1}/system/kill-switch").json()["results"] == []


def test_lists_cost_as_many_queries_for_many_rows_as_for_one() -> None:
    user = make_person(Role.OPERATOR)
    client = client_of(user)
    assert_constant_queries(lambda: client.get(f"{V1}/system/sagas"), lambda: _saga(user.actor_id))
    assert_constant_queries(lambda: client.get(f"{V1}/account/keys"), lambda: make_key(user))
    assert_constant_queries(
        lambda: client.get(f"{V1}/account/teams"), lambda: create_team(name="desk", founder=user.actor)
    )
