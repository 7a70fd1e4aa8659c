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
