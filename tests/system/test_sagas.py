"""Sagas end completed or taken back, whatever dies on the way."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from apps.system.access.services import ensure_root
from apps.system.errors import Refused
from apps.system.events.models import Counter, Event
from apps.system.sagas.models import Saga, SagaStep
from apps.system.sagas.registry import Definition, Step, saga
from apps.system.sagas.services import advance_saga, resume_due, start_saga

pytestmark = pytest.mark.django_db(transaction=True)

MAX_ATTEMPTS = 3
STEPS = ["first", "second", "third"]


class Ground:
    """What the steps stand on: each effect is a row in the database, so that it commits and rolls back."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.before: dict[str, Callable[[], None]] = {}
        self.after: dict[str, Callable[[], None]] = {}
        self.calls: list[str] = []
        self.later = timedelta()

    def run(self, name: str) -> dict[str, Any]:
        self.calls.append(name)
        self.before.get(name, _nothing)()
        Counter.objects.create(name=f"test {name}")
        self.after.get(name, _nothing)()
        return {name: "done"}

    def compensate(self, name: str) -> None:
        self.calls.append(f"undo {name}")
        self.before.get(f"undo {name}", _nothing)()
        Counter.objects.filter(name=f"test {name}").delete()
        self.after.get(f"undo {name}", _nothing)()


def _nothing() -> None:
    pass


ground = Ground()


def _step(name: str) -> Step:
    return Step(name, lambda context, saga: ground.run(name), lambda context, saga: ground.compensate(name))


@saga("test_build")
class Build(Definition):
    steps = tuple(_step(name) for name in STEPS)

    def completed(self, saga: Saga) -> None:
        ground.calls.append("completed")
        ground.before.get("completed", _nothing)()

    def failed(self, saga: Saga) -> None:
        ground.calls.append("failed")
        ground.before.get("failed", _nothing)()


@pytest.fixture(autouse=True)
def _fresh_ground() -> None:
    ground.clear()


def _start() -> Saga:
    return start_saga("test_build", {"given": 1}, owner_id=ensure_root().id)


def _effects() -> list[str]:
    rows = Counter.objects.filter(name__startswith="test ").values_list("name", flat=True)
    return sorted(name.removeprefix("test ") for name in rows)


def _raise(error: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


def _once(act: Callable[[], None]) -> Callable[[], None]:
    left = [act]

    def do() -> None:
        if left:
            left.pop()()

    return do


def _resume(saga_id: UUID) -> Saga:
    """What beat does, later."""
    ground.later += timedelta(minutes=1)
    for due in resume_due(timezone.now() + ground.later):
        advance_saga(due, resumed=True)
    return Saga.objects.get(id=saga_id)


def _news(saga_id: UUID) -> list[str]:
    rows = Event.objects.filter(payload__sagaId=str(saga_id)).order_by("id")
    return [
        " ".join(filter(None, [row.type, row.payload.get("step"), row.payload.get("status")])) for row in rows
    ]


def test_a_saga_does_its_steps_in_order_and_completes() -> None:
    started = _start()
    advance_saga(started.id)
    found = Saga.objects.get(id=started.id)
    assert found.status == Saga.Status.COMPLETED
    assert found.context == {"given": 1, "first": "done", "second": "done", "third": "done"}
    assert ground.calls == [*STEPS, "completed"]
    assert _effects() == STEPS


def test_its_owner_reads_every_step_of_it_in_the_log() -> None:
    started = _start()
    advance_saga(started.id)
    assert _news(started.id) == [
        "saga.started",
        "saga.step first DONE",
        "saga.step second DONE",
        "saga.step third DONE",
        "saga.completed",
    ]
    assert set(Event.objects.filter(type__startswith="saga.").values_list("audience", "correlation_id")) == {
        (ensure_root().id, started.correlation_id)
    }


def test_a_refused_step_takes_the_steps_before_it_back_last_first() -> None:
    ground.after["third"] = _raise(Refused("There is no room.", code="no_room"))
    started = _start()
    advance_saga(started.id)
    found = Saga.objects.get(id=started.id)
    assert (found.status, found.error_code, found.error) == ("COMPENSATED", "no_room", "There is no room.")
    assert ground.calls == [*STEPS, "undo second", "undo first", "failed"]
    assert _effects() == []
    assert _news(started.id)[3:] == [
        "saga.step third FAILED",
        "saga.step second COMPENSATED",
        "saga.step first COMPENSATED",
        "saga.compensated",
    ]


def test_running_an_ended_saga_again_changes_nothing() -> None:
    started = _start()
    advance_saga(started.id)
    advance_saga(started.id)
    advance_saga(started.id, resumed=True)
    assert ground.calls == [*STEPS, "completed"]


def test_a_saga_whose_transaction_rolled_back_does_not_run() -> None:
    advance_saga(UUID(int=7))
    assert ground.calls == []


@pytest.mark.parametrize("crash", STEPS)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_crash_within_a_step_leaves_nothing_of_it_and_the_saga_completes_later(
    crash: str, moment: str
) -> None:
    getattr(ground, moment)[crash] = _once(_raise(SystemExit()))
    started = _start()
    with pytest.raises(SystemExit):
        advance_saga(started.id)
    assert _effects() == sorted(STEPS[: STEPS.index(crash)])
    assert _resume(started.id).status == Saga.Status.COMPLETED
    assert _effects() == sorted(STEPS)


@pytest.mark.parametrize("crash", ["undo second", "undo first", "failed"])
def test_a_crash_on_the_way_back_is_resumed_until_all_is_taken_back(crash: str) -> None:
    ground.before["third"] = _raise(Refused("No."))
    ground.before[crash] = _once(_raise(SystemExit()))
    started = _start()
    with pytest.raises(SystemExit):
        advance_saga(started.id)
    assert _resume(started.id).status == Saga.Status.COMPENSATED
    assert _effects() == []
    assert ground.calls[-1] == "failed"


def test_a_crash_at_the_very_end_runs_the_last_step_again_as_a_whole() -> None:
    ground.before["completed"] = _once(_raise(SystemExit()))
    started = _start()
    with pytest.raises(SystemExit):
        advance_saga(started.id)
    assert _effects() == ["first", "second"]
    assert _resume(started.id).status == Saga.Status.COMPLETED
    assert _effects() == sorted(STEPS)


def test_a_step_that_kills_its_worker_each_time_is_given_up_and_taken_back() -> None:
    ground.after["second"] = _raise(SystemExit())
    started = _start()
    with pytest.raises(SystemExit):
        advance_saga(started.id)
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(SystemExit):
            _resume(started.id)
    assert _resume(started.id).status == Saga.Status.COMPENSATED
    assert _effects() == []


def test_a_defect_is_tried_again_and_then_taken_back_without_telling_its_secrets() -> None:
    ground.after["second"] = _raise(ValueError("the password is swordfish"))
    started = _start()
    advance_saga(started.id)
    assert Saga.objects.get(id=started.id).status == Saga.Status.RUNNING
    for _ in range(MAX_ATTEMPTS - 1):
        found = _resume(started.id)
    assert (found.status, found.error_code) == (Saga.Status.COMPENSATED, "internal_error")
    assert ground.calls.count("second") == MAX_ATTEMPTS
    assert "swordfish" not in found.error + "".join(found.steps.values_list("error", flat=True))


def test_a_defect_that_passes_does_not_stop_the_saga() -> None:
    ground.after["second"] = _once(_raise(ValueError()))
    started = _start()
    advance_saga(started.id)
    assert _resume(started.id).status == Saga.Status.COMPLETED


def test_a_step_that_cannot_be_taken_back_leaves_the_saga_to_a_person() -> None:
    ground.before["third"] = _raise(Refused("No.", code="no"))
    ground.before["undo first"] = _raise(Refused("Somebody lives there."))
    started = _start()
    advance_saga(started.id)
    found = Saga.objects.get(id=started.id)
    assert (found.status, found.error_code) == (Saga.Status.FAILED, "no")
    assert "Somebody lives there." in found.error
    assert ground.calls[-1] == "failed"
    assert _effects() == ["first"]
    assert _news(started.id)[-1] == "saga.failed"


def test_an_end_that_breaks_is_left_to_a_person() -> None:
    ground.before["first"] = _raise(Refused("No."))
    ground.before["failed"] = _raise(ValueError())
    started = _start()
    advance_saga(started.id)
    assert Saga.objects.get(id=started.id).status == Saga.Status.FAILED


def test_a_completion_that_refuses_takes_everything_back() -> None:
    ground.before["completed"] = _raise(Refused("The call is gone."))
    started = _start()
    advance_saga(started.id)
    assert Saga.objects.get(id=started.id).status == Saga.Status.COMPENSATED
    assert _effects() == []


def test_a_second_worker_leaves_a_saga_to_the_first() -> None:
    is_within, may_go_on = threading.Event(), threading.Event()

    def work_long() -> None:
        is_within.set()
        assert may_go_on.wait(20)

    ground.before["first"] = work_long
    started = _start()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(_advance_and_leave, started.id)
        assert is_within.wait(20)
        advance_saga(started.id)
        advance_saga(started.id, resumed=True)
        assert ground.calls == ["first"]
        may_go_on.set()
        first.result()
    assert Saga.objects.get(id=started.id).status == Saga.Status.COMPLETED


def test_many_workers_at_once_do_each_step_once() -> None:
    started = _start()
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(_advance_and_leave, started.id) for _ in range(4)]:
            done.result()
    assert _resume(started.id).status == Saga.Status.COMPLETED
    assert ground.calls == [*STEPS, "completed"]
    assert list(SagaStep.objects.values_list("status", flat=True)) == ["DONE"] * 3


def _advance_and_leave(saga_id: UUID) -> None:
    try:
        advance_saga(saga_id)
    finally:
        connection.close()


def test_a_saga_that_moves_is_not_resumed() -> None:
    started = _start()
    assert resume_due(timezone.now()) == []
    assert resume_due(started.touched_at + timedelta(seconds=6)) == [started.id]
    assert resume_due(started.touched_at + timedelta(seconds=7)) == []
