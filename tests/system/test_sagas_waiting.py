"""Steps wait without holding a worker, are tried again with growing pauses, and are given up in time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from apps.system.errors import Refused, Unavailable
from apps.system.sagas.models import Saga
from apps.system.sagas.registry import Definition, Step, Wait, saga
from apps.system.sagas.selectors import list_untouched
from apps.system.sagas.services import advance_saga, resume_due, wake_sagas
from tests.system.trips import (
    begin,
    carry_on,
    effects,
    fail,
    in_turn,
    move_time,
    seconds_ahead,
    step_of,
    told,
    trip,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh_trip() -> None:
    trip.clear()


def _wait(poll: float = 10.0, **more: object) -> Wait:
    return Wait(until="the bus is there", poll=poll, **more)


def test_a_step_that_waits_holds_no_worker_and_is_looked_at_again() -> None:
    trip.acts["travel"] = in_turn(_wait, _wait)
    found = begin()
    travel = step_of(found, "travel")
    assert (found.status, travel.status, travel.waits_for) == ("RUNNING", "WAITING", "the bus is there")
    assert 8 < seconds_ahead(found) <= 10
    assert resume_due(timezone.now()) == []
    carry_on(found)  # a message that came twice does not hurry it
    assert trip.done.count("travel") == 1
    for _ in range(2):
        now = move_time(found, seconds=10)
        (due,) = resume_due(timezone.now())
        advance_saga(due, resumed=True)
    assert Saga.objects.get(id=now.id).status == "COMPLETED"
    travel.refresh_from_db()
    assert (travel.status, travel.waits_for, travel.attempts) == ("DONE", "", 1)
    assert travel.waiting_since is not None
    assert told(found.id).count("saga.step travel WAITING") == 1


def test_looking_often_is_not_trying_often() -> None:
    trip.acts["travel"] = in_turn(*[_wait] * 20)
    found = begin()
    for _ in range(19):
        Saga.objects.filter(id=found.id).update(retry_at=timezone.now())
        (due,) = resume_due(timezone.now())
        advance_saga(due, resumed=True)
    assert Saga.objects.get(id=found.id).status == "RUNNING"
    assert step_of(found, "travel").attempts == 0


def test_what_a_waiting_step_did_and_learnt_is_kept_for_its_next_look() -> None:
    trip.acts["travel"] = in_turn(lambda: _wait(learnt={"seat": 7}))
    found = begin()
    assert effects() == ["pack", "travel"]
    assert found.context == {"seat": 7}


def test_the_end_of_what_it_waits_on_wakes_it() -> None:
    call_id = uuid4()
    trip.acts["travel"] = in_turn(lambda: _wait(poll=50, on=[call_id]))
    found = begin()
    assert wake_sagas([uuid4()], now=timezone.now()) == 0
    assert wake_sagas([uuid4(), call_id], now=timezone.now()) == 1
    assert carry_on(found).status == "COMPLETED"
    assert wake_sagas([call_id], now=timezone.now()) == 0


def test_a_step_that_waits_too_long_is_given_up_and_taken_back_as_well() -> None:
    trip.acts["travel"] = _wait
    found = begin()
    found = carry_on(move_time(found, seconds=61))
    assert (found.status, found.error_code) == ("COMPENSATED", "timed_out")
    assert found.error == "travel waited 60 s until the bus is there."
    assert trip.done[-2:] == ["undo travel", "undo pack"]
    assert effects() == []
    assert told(found.id)[-4:] == [
        "saga.step travel FAILED",
        "saga.step travel COMPENSATED",
        "saga.step pack COMPENSATED",
        "saga.compensated",
    ]


def test_a_look_is_not_put_off_beyond_the_moment_of_giving_up() -> None:
    trip.acts["travel"] = lambda: _wait(poll=1000)
    assert 55 < seconds_ahead(begin()) <= 60


def test_a_saga_past_its_deadline_turns_back() -> None:
    trip.acts["travel"] = _wait
    found = begin()
    assert found.deadline is not None
    assert found.deadline - found.started_at == timedelta(hours=2)
    Saga.objects.filter(id=found.id).update(deadline=timezone.now(), retry_at=timezone.now())
    found = carry_on(found)
    assert (found.status, found.error_code) == ("COMPENSATED", "timed_out")
    assert "deadline" in found.error
    assert effects() == []


def test_a_saga_past_its_point_of_no_return_heeds_no_deadline() -> None:
    trip.acts["unpack"] = in_turn(_wait)
    found = begin()
    Saga.objects.filter(id=found.id).update(deadline=timezone.now(), retry_at=timezone.now())
    assert carry_on(found).status == "COMPLETED"


def test_what_is_unavailable_is_tried_again_with_pauses_that_double_up_to_a_limit() -> None:
    trip.acts["travel"] = in_turn(*[fail(Unavailable("No bus runs."))] * 3)
    found = begin()
    pauses = []
    for tried in (1, 2, 3):
        assert step_of(found, "travel").attempts == tried
        assert step_of(found, "travel").error == "No bus runs."
        pauses.append(round(seconds_ahead(found)))
        carry_on(found)  # not yet
        found = carry_on(move_time(found, seconds=16))
    assert pauses == [10, 15, 15]
    assert found.status == "COMPLETED"
    assert step_of(found, "travel").attempts == 4


def test_who_is_unavailable_may_ask_for_a_longer_pause() -> None:
    trip.acts["travel"] = fail(Unavailable("Strike.", retry_after=40))
    assert 35 < seconds_ahead(begin()) <= 40


def test_what_stays_unavailable_is_given_up_with_its_own_reason() -> None:
    trip.acts["travel"] = fail(Unavailable("No bus runs.", code="no_bus"))
    found = begin()
    for _ in range(3):
        found = carry_on(move_time(found, seconds=16))
    assert (found.status, found.error_code, found.error) == ("COMPENSATED", "no_bus", "No bus runs.")
    assert trip.done.count("travel") == 4


def test_a_refusal_is_not_tried_again() -> None:
    trip.acts["travel"] = fail(Refused("The border is shut.", code="shut"))
    found = begin()
    assert (found.status, found.error_code) == ("COMPENSATED", "shut")
    assert trip.done.count("travel") == 1


def test_taking_back_is_tried_again_too() -> None:
    trip.acts["travel"] = fail(Refused("The border is shut."))
    trip.acts["undo pack"] = in_turn(fail(Unavailable("The shop is shut.")))
    found = begin()
    assert (found.status, step_of(found, "pack").status) == ("COMPENSATING", "DONE")
    assert carry_on(move_time(found, seconds=5)).status == "COMPENSATED"


def test_a_statement_that_takes_too_long_is_cut_off_and_said_so() -> None:
    def sleep() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(30)")

    trip.acts["pack"] = sleep
    found = begin()
    for _ in range(2):
        found = carry_on(move_time(found, seconds=5))
    assert (found.status, found.error_code) == ("COMPENSATED", "timed_out")
    assert "took longer than 0.2 s" in found.error


def test_times_and_tries_of_every_step_are_kept() -> None:
    found = begin()
    for step in found.steps.all():
        assert step.started_at is not None
        assert step.finished_at is not None
        assert found.started_at <= step.started_at <= step.finished_at
        assert step.attempts == 1


def test_a_saga_that_waits_is_not_taken_for_one_that_nobody_moves() -> None:
    trip.acts["travel"] = lambda: _wait(poll=55)
    found = begin()
    later = timezone.now() + timedelta(seconds=100)
    assert list(list_untouched(later, timedelta(minutes=1))) == []
    assert [each.id for each in list_untouched(later + timedelta(minutes=1), timedelta(minutes=1))] == [
        found.id
    ]


def test_a_point_of_no_return_that_is_no_step_is_refused() -> None:
    with pytest.raises(ValueError, match="point of no return"):

        @saga("test_pointless")
        class Pointless(Definition):
            steps = (Step("first", lambda context, saga: None),)
            point_of_no_return = "second"
