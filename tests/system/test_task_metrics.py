"""Tasks and queues: what ended, what waits, and for how long."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.system.access.models import Role
from apps.system.probes.queues import queue_key
from apps.system.redis import redis_client
from apps.system.tasks import record_proof, resume_sagas
from tests.agents.hands import work
from tests.counters import counted
from tests.system.people import client_of, make_person
from tests.system.streams import until
from workers.metrics import QUEUES, read_ages, read_depths

pytestmark = pytest.mark.django_db(transaction=True)

TASK = "apps.system.tasks.record_proof"
TIMED = "celery_task_duration_seconds_count"


@pytest.fixture
def _empty_queues() -> Iterator[None]:
    _empty()
    yield
    _empty()


def _empty() -> None:
    redis_client().delete(*(queue_key(name) for name in QUEUES))


@pytest.mark.usefixtures("_empty_queues")
def test_a_queue_is_as_deep_as_what_was_sent_and_as_old_as_the_first_of_it() -> None:
    for _ in range(3):
        resume_sagas.apply_async(queue="events")
    now = timezone.now()
    seen = client_of(make_person(Role.OPERATOR)).get("/api/v1/system/metrics").json()["queues"]
    depths = {name: each["depth"] for name, each in seen["queues"].items() if each["depth"]}
    assert (seen["depth"], depths) == (3, {"events": 3})
    assert seen["queues"]["tools"]["oldestSeconds"] is None
    assert read_depths(now)["events",] == 3
    assert 30 <= read_ages(now + timedelta(seconds=30))["events",] < 60


@pytest.mark.usefixtures("_empty_queues")
def test_tasks_are_counted_by_state_with_their_time() -> None:
    labels = {"task": TASK, "state": "success"}
    succeeded, timed = counted("celery_tasks_total", **labels), counted(TIMED, task=TASK)
    failed = counted("celery_tasks_total", task=TASK, state="failure")
    with work():
        for _ in range(3):
            record_proof.delay(queue="events", sent_at=timezone.now().isoformat())
        record_proof.delay(queue="events", sent_at=7)  # no text: the task breaks
        until(lambda: counted("celery_tasks_total", task=TASK, state="failure") == failed + 1)
        until(lambda: counted("celery_tasks_total", **labels) == succeeded + 3)
    assert counted(TIMED, task=TASK) == timed + 4


@pytest.mark.usefixtures("_empty_queues")
def test_a_task_that_is_too_late_is_counted_as_expired() -> None:
    before = counted("celery_tasks_total", task=TASK, state="expired")
    record_proof.apply_async(
        kwargs={"queue": "events", "sent_at": ""}, expires=timezone.now() - timedelta(seconds=1)
    )
    with work():
        until(lambda: counted("celery_tasks_total", task=TASK, state="expired") == before + 1)


@pytest.mark.usefixtures("_empty_queues")
def test_an_empty_queue_has_no_age() -> None:
    assert read_ages(timezone.now()) == {(name,): 0.0 for name in QUEUES}
