"""Subscribers take each event once, in order; one that cannot be taken is parked and stops nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db import connection
from django.utils import timezone

from apps.system.access.services import ensure_root
from apps.system.events import subscribers
from apps.system.events.models import Counter, DeadLetter, Event, SubscriberCursor
from apps.system.events.sequencer import number_events
from apps.system.events.services import append_event
from apps.system.events.subscribers import MAX_ATTEMPTS, deliver, deliver_due, subscriber
from tests.system.streams import Noted, happen

pytestmark = pytest.mark.django_db

NAME = "test.effects"
NOW = timezone.now()


class Indigestible(Exception):
    """A subscriber cannot take this one."""


class Effects:
    """What a subscriber has done: rows of the database, so that they commit and roll back."""

    def __init__(self) -> None:
        self.refused: set[int] = set()
        self.batches: list[int] = []

    def take(self, events: list[Event]) -> None:
        self.batches.append(len(events))
        for event in events:
            Counter.objects.create(name=f"effect {event.payload['number']}", last=event.seq or 0)
            if event.payload["number"] in self.refused:
                raise Indigestible(f"number {event.payload['number']}")

    def seen(self) -> list[str]:
        """The effects, in the order of their events."""
        return list(
            Counter.objects.filter(name__startswith="effect").order_by("last").values_list("name", flat=True)
        )


@pytest.fixture
def effects() -> Iterator[Effects]:
    """A subscriber that leaves effects, beside none of the real ones."""
    real, subscribers._subscribers = subscribers._subscribers, {}
    made = Effects()
    subscriber(NAME, types=["test.*"], batch=4)(made.take)
    yield made
    subscribers._subscribers = real


def write(numbers: int, start: int = 1) -> None:
    """Events that are numbered at once."""
    Counter.objects.get_or_create(name="events")
    for number in range(start, start + numbers):
        happen(number)
    number_events(connection.connection)


def named(*numbers: int) -> list[str]:
    return [f"effect {number}" for number in numbers]


def test_events_are_taken_in_order_and_in_batches(effects: Effects) -> None:
    write(10)
    assert deliver_due(NOW) == 10
    assert effects.seen() == named(*range(1, 11))
    assert effects.batches == [4, 4, 2]
    assert SubscriberCursor.objects.get(name=NAME).seq == 10


def test_nothing_is_taken_twice(effects: Effects) -> None:
    write(3)
    deliver_due(NOW)
    assert deliver(NAME, NOW) is None
    write(2, start=4)
    assert deliver_due(NOW) == 2
    assert effects.seen() == named(1, 2, 3, 4, 5)


def test_other_types_are_passed_over(effects: Effects) -> None:
    Counter.objects.get_or_create(name="events")
    append_event(Noted(number=1), audience=None)
    number_events(connection.connection)
    assert deliver_due(NOW) == 0
    assert effects.batches == []
    assert SubscriberCursor.objects.get(name=NAME).seq == 1


def test_effects_and_position_stay_together_where_an_event_fails(effects: Effects) -> None:
    effects.refused = {3}
    write(5)
    deliver_due(NOW)
    cursor = SubscriberCursor.objects.get(name=NAME)
    assert effects.seen() == named(1, 2)
    assert (cursor.seq, cursor.attempts) == (2, 1)


def test_a_failing_event_is_tried_again_after_a_growing_while(effects: Effects) -> None:
    effects.refused = {1}
    write(2)
    deliver_due(NOW)
    tried = len(effects.batches)
    assert deliver_due(NOW + timedelta(seconds=0.5)) == 0
    assert len(effects.batches) == tried
    deliver_due(NOW + timedelta(seconds=1))
    assert SubscriberCursor.objects.get(name=NAME).attempts == 2
    effects.refused = set()
    assert deliver_due(NOW + timedelta(seconds=2)) == 0
    assert deliver_due(NOW + timedelta(seconds=3)) == 2
    assert effects.seen() == named(1, 2)
    assert not DeadLetter.objects.exists()


def _until_given_up() -> datetime:
    now = NOW
    for attempt in count():
        deliver_due(now)
        if DeadLetter.objects.exists():
            return now
        assert attempt < MAX_ATTEMPTS
        now += timedelta(minutes=1)
    return now


def test_an_event_that_keeps_failing_is_parked_and_the_others_go_on(effects: Effects) -> None:
    effects.refused = {3}
    write(6)
    _until_given_up()
    letter = DeadLetter.objects.get()
    assert effects.seen() == named(1, 2, 4, 5, 6)
    assert (letter.subscriber, letter.event_seq, letter.attempts) == (NAME, 3, MAX_ATTEMPTS)
    assert letter.error == "Indigestible: number 3"
    assert Event.objects.get(id=letter.event_id).seq == 3
    assert SubscriberCursor.objects.get(name=NAME).attempts == 0


def test_what_was_given_up_is_told_to_who_sees_everything_under_its_own_story(effects: Effects) -> None:
    effects.refused = {3}
    write(6)
    _until_given_up()
    letter, told = DeadLetter.objects.get(), Event.objects.get(type="system.error")
    given_up = Event.objects.get(id=letter.event_id)
    assert (told.audience, told.causation_id) == (ensure_root().id, given_up.id)
    assert told.correlation_id == given_up.correlation_id
    assert told.payload == {
        "subscriber": NAME,
        "eventId": str(given_up.id),
        "eventType": "test.happened",
        "error": "Indigestible: number 3",
        "attempts": MAX_ATTEMPTS,
    }


def test_the_news_of_a_failure_begets_no_other(effects: Effects) -> None:
    def refuse(events: list[Event]) -> None:
        raise Indigestible

    subscriber("test.blind", types=["system.error"])(refuse)
    effects.refused = {1}
    write(1)
    now = _until_given_up()
    number_events(connection.connection)
    while not DeadLetter.objects.filter(subscriber="test.blind").exists():
        deliver_due(now)
        now += timedelta(minutes=1)
    assert Event.objects.filter(type="system.error").count() == 1


def test_one_subscribers_failure_does_not_hold_another_up(effects: Effects) -> None:
    taken: list[int] = []
    subscriber("test.calm", types=["*"])(lambda events: taken.extend(each.seq or 0 for each in events))
    effects.refused = {1}
    write(3)
    deliver_due(NOW)
    assert taken == [1, 2, 3]
    assert effects.seen() == []


def test_a_broken_statement_within_a_subscriber_spoils_nothing(effects: Effects) -> None:
    def break_statement(events: list[Event]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    subscriber("test.broken", types=["*"])(break_statement)
    write(1)
    deliver_due(NOW)
    assert effects.seen() == named(1)
    assert SubscriberCursor.objects.get(name="test.broken").attempts == 1


def test_two_subscribers_cannot_have_one_name(effects: Effects) -> None:
    with pytest.raises(ValueError, match=NAME):
        subscriber(NAME, types=["*"])(effects.take)
