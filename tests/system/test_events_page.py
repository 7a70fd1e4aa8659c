"""The log over REST: the same events, in the same order, by the same cursor as on the socket."""

import json
from uuid import uuid4

import pytest
from django.db import connection

from apps.system.access.models import Role, User
from apps.system.events.models import Counter
from apps.system.events.sequencer import number_events
from tests.system.people import client_of, make_person
from tests.system.streams import happen

pytestmark = pytest.mark.django_db

PATH = "/api/v1/system/events"


@pytest.fixture
def anna() -> User:
    """Somebody with twelve events, of which two are about agents."""
    user = make_person()
    Counter.objects.get_or_create(name="events")
    other = make_person().actor_id
    for number in range(1, 11):
        happen(number, user.actor_id)
    happen(11, user.actor_id, agent_id=uuid4(), symbol="BTC/USD")
    happen(12, other)
    happen(13, None, symbol="ETH/USD")
    number_events(connection.connection)
    return user


def numbers(body: dict[str, list[dict[str, dict[str, int]]]]) -> list[int]:
    """The numbers that a page's events carry."""
    return [each["payload"]["number"] for each in body["results"]]


def test_pages_follow_each_other_without_gap_or_repeat(anna: User) -> None:
    client, after, got = client_of(anna), "0", []
    while True:
        body = client.get(PATH, {"after": after, "limit": 4}).json()
        after = body["next"]
        got += numbers(body)
        if body["countIsExact"]:
            break
    assert got == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13]
    assert after == "13"
    assert client.get(PATH, {"after": after}).json()["results"] == []


def test_without_a_cursor_the_newest_come(anna: User) -> None:
    body = client_of(anna).get(PATH, {"limit": 3}).json()
    assert numbers(body) == [10, 11, 13]
    assert body["next"] == "13"


def test_an_event_has_the_envelope_of_the_socket(anna: User) -> None:
    event = client_of(anna).get(PATH, {"after": "10", "limit": 1}).json()["results"][0]
    assert set(event) == {"id", "timestamp", "type", "source", "target", "payload", "metadata"}
    assert event["metadata"]["seq"] == "11"
    assert event["payload"]["symbol"] == "BTC/USD"


def test_types_and_symbols_choose(anna: User) -> None:
    client = client_of(anna)
    assert numbers(client.get(PATH, {"after": "0", "symbol": "ETH/USD,BTC/USD"}).json()) == [11, 13]
    assert numbers(client.get(PATH, {"after": "0", "types": "note.*"}).json()) == []
    assert len(numbers(client.get(PATH, {"after": "0", "types": "note.*,test.happened"}).json())) == 12


def test_an_admin_sees_all(anna: User) -> None:
    assert len(numbers(client_of(make_person(Role.ADMIN)).get(PATH, {"after": "0"}).json())) == 13


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"after": "x"}, 422, "invalid_cursor"),
        ({"after": "-1"}, 422, "invalid_cursor"),
        ({"after": "9" * 30}, 422, "invalid_cursor"),
        ({"after": "99"}, 410, "stream_reset"),
        ({"limit": "0"}, 422, "invalid_limit"),
        ({"limit": "201"}, 422, "invalid_limit"),
        ({"types": "no pattern"}, 422, "invalid_pattern"),
        ({"agentId": "me"}, 422, "invalid_filter"),
        ({"symbol": "a\0b"}, 422, "invalid_filter"),
    ],
)
def test_bad_questions_are_refused_with_a_reason(
    anna: User, query: dict[str, str], status: int, code: str
) -> None:
    answer = client_of(anna).get(PATH, query)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (status, code)
