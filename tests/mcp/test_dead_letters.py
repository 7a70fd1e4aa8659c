"""A parked event is handed over again once what stood in the way is mended, or put aside by a person."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.mcp.models import ToolCall
from apps.system.access.models import Role
from apps.system.events import subscribers
from apps.system.events.models import Counter, DeadLetter, Event
from apps.system.events.subscribers import MAX_ERROR, subscriber
from apps.system.ids import new_id
from apps.system.probes.log import check_dead_letters
from tests.system.people import client_of, make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("worker")]

V1 = "/api/v1"


class Taker:
    """A subscriber that cannot take anything until it is mended."""

    is_mended = False

    def take(self, events: list[Event]) -> None:
        for event in events:
            Counter.objects.create(name=f"taken {event.seq}")
            if not self.is_mended:
                raise ValueError("password=hunter2")


@pytest.fixture
def taker() -> Iterator[Taker]:
    """It, beside none of the real ones."""
    real, subscribers._subscribers = subscribers._subscribers, {}
    made = Taker()
    subscriber("test.taker", types=["test.*"])(made.take)
    yield made
    subscribers._subscribers = real


@pytest.fixture
def letter(taker: Taker) -> DeadLetter:
    """An event that it has given up."""
    now, event_id = timezone.now(), new_id()
    Event.objects.create(
        id=event_id, seq=1, type="test.thing", payload={}, correlation_id=new_id(), recorded_at=now
    )
    return DeadLetter.objects.create(
        subscriber="test.taker",
        event_id=event_id,
        event_seq=1,
        error="x" * MAX_ERROR,
        attempts=6,
        parked_at=now,
    )


@pytest.fixture
def operator(transactional_db: None) -> APIClient:
    return client_of(make_person(Role.OPERATOR))


def test_a_parked_event_is_taken_once_its_subscriber_is_mended(
    operator: APIClient, letter: DeadLetter, taker: Taker
) -> None:
    """retry_dead_letter"""
    failed = operator.post(f"{V1}/system/dead-letters/{letter.id}/retry", {}, format="json")
    assert (failed.status_code, failed.json()["code"]) == (422, "still_failing")
    assert "hunter2" not in failed.content.decode()
    assert not Counter.objects.filter(name="taken 1").exists()
    assert check_dead_letters(timezone.now()).status == "degraded"

    taker.is_mended = True
    done = operator.post(f"{V1}/system/dead-letters/{letter.id}/retry", {}, format="json")
    assert (done.status_code, done.json()["subscriber"]) == (200, "test.taker")
    assert Counter.objects.filter(name="taken 1").exists()
    assert check_dead_letters(timezone.now()).status == "healthy"
    again = operator.post(f"{V1}/system/dead-letters/{letter.id}/retry", {}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "letter_resolved")


def test_a_parked_event_is_put_aside_with_a_reason(operator: APIClient, letter: DeadLetter) -> None:
    """resolve_dead_letter"""
    wordless = operator.post(f"{V1}/system/dead-letters/{letter.id}/resolve", {"reason": " "}, format="json")
    assert (wordless.status_code, wordless.json()["code"]) == (422, "invalid_parameters")
    done = operator.post(
        f"{V1}/system/dead-letters/{letter.id}/resolve", {"reason": "Told by hand."}, format="json"
    )
    assert (done.status_code, bool(done.json()["resolvedAt"])) == (200, True)
    assert ToolCall.objects.get(tool="resolve_dead_letter").parameters["reason"] == "Told by hand."
    assert check_dead_letters(timezone.now()).status == "healthy"


@pytest.mark.parametrize("missing", ["event", "subscriber"])
def test_what_is_gone_cannot_be_handed_over(operator: APIClient, letter: DeadLetter, missing: str) -> None:
    if missing == "event":
        DeadLetter.objects.update(event_id=new_id())
    else:
        subscribers._subscribers.clear()
    answer = operator.post(f"{V1}/system/dead-letters/{letter.id}/retry", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, f"{missing}_gone")


def test_only_those_who_operate_deal_with_them(letter: DeadLetter) -> None:
    trader = client_of(make_person(Role.TRADER))
    for deed, body in (("retry", {}), ("resolve", {"reason": "No."})):
        answer = trader.post(f"{V1}/system/dead-letters/{letter.id}/{deed}", body, format="json")
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    unknown = client_of(make_person(Role.OPERATOR)).post(
        f"{V1}/system/dead-letters/{new_id()}/retry", {}, format="json"
    )
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_letter")


def park(*seqs: int) -> None:
    """Events that the subscriber has given up."""
    for seq in seqs:
        event_id = new_id()
        Event.objects.create(
            id=event_id,
            seq=seq,
            type="test.thing",
            payload={},
            correlation_id=new_id(),
            recorded_at=timezone.now(),
        )
        DeadLetter.objects.create(
            subscriber="test.taker",
            event_id=event_id,
            event_seq=seq,
            error="KeyError: 'price'",
            attempts=6,
            parked_at=timezone.now(),
        )


RETRY_ALL = f"{V1}/system/subscribers/test.taker/retry-dead-letters"


def test_all_of_a_subscriber_are_handed_over_once_and_in_order(taker: Taker) -> None:
    park(5, 3, 4)
    taker.is_mended = True
    operator = client_of(make_person(Role.OPERATOR))
    first = operator.post(RETRY_ALL, {}, format="json")
    again = operator.post(RETRY_ALL, {}, format="json")
    assert first.json() == {"subscriber": "test.taker", "taken": 3, "failed": 0, "parked": 0}
    assert again.json() == {"subscriber": "test.taker", "taken": 0, "failed": 0, "parked": 0}
    taken = Counter.objects.filter(name__startswith="taken").order_by("name")
    assert [each.name for each in taken] == ["taken 3", "taken 4", "taken 5"]
    assert ToolCall.objects.filter(tool="retry_dead_letters", status="SUCCEEDED").count() == 2


def test_one_that_fails_again_stays_parked_and_holds_no_other_up(taker: Taker) -> None:
    park(1, 2, 3)
    taker.is_mended = True
    gone = DeadLetter.objects.get(event_seq=2)
    DeadLetter.objects.filter(id=gone.id).update(event_id=new_id())
    answer = client_of(make_person(Role.OPERATOR)).post(RETRY_ALL, {}, format="json")
    assert answer.json() == {"subscriber": "test.taker", "taken": 2, "failed": 1, "parked": 1}
    gone.refresh_from_db()
    assert (gone.attempts, gone.error) == (7, "The event is past retention.")


def test_more_than_one_hundred_take_several_times(taker: Taker) -> None:
    park(*range(1, 131))
    taker.is_mended = True
    operator = client_of(make_person(Role.OPERATOR))
    left = [operator.post(RETRY_ALL, {}, format="json").json()["parked"] for _ in range(3)]
    assert left == [30, 0, 0]
    assert Counter.objects.filter(name__startswith="taken").count() == 130


def test_a_letter_is_shown_with_its_event(letter: DeadLetter) -> None:
    operator = client_of(make_person(Role.OPERATOR))
    shown = operator.get(f"{V1}/system/dead-letters/{letter.id}").json()
    assert (shown["id"], shown["event"]["id"]) == (str(letter.id), str(letter.event_id))
    assert shown["event"]["metadata"]["seq"] == "1"
    DeadLetter.objects.filter(id=letter.id).update(event_id=new_id())
    assert operator.get(f"{V1}/system/dead-letters/{letter.id}").json()["event"] is None
    assert operator.get(f"{V1}/system/dead-letters/{new_id()}").status_code == 404
    assert client_of(make_person()).get(f"{V1}/system/dead-letters/{letter.id}").status_code == 403


def test_letters_are_narrowed_to_a_subscriber_and_to_what_is_open(letter: DeadLetter) -> None:
    operator = client_of(make_person(Role.OPERATOR))

    def count(**query: str) -> int:
        return int(operator.get(f"{V1}/system/dead-letters", query).json()["count"])

    assert [count(), count(open="true"), count(open="false")] == [1, 1, 0]
    assert [count(subscriber="test.taker"), count(subscriber="test.other")] == [1, 0]
    DeadLetter.objects.update(resolved_at=timezone.now())
    assert [count(open="true"), count(open="false")] == [0, 1]


def test_subscribers_are_listed_with_what_holds_them_up(letter: DeadLetter) -> None:
    Counter.objects.update_or_create(name="events", defaults={"last": 9})
    operator = client_of(make_person(Role.OPERATOR))
    (listed,) = operator.get(f"{V1}/system/subscribers").json()["results"]
    assert (listed["name"], listed["patterns"], listed["parked"]) == ("test.taker", ["test.*"], 1)
    assert (listed["position"], listed["behind"], listed["tables"]) == ("0", 9, [])
    assert client_of(make_person()).get(f"{V1}/system/subscribers").status_code == 403
