"""How much happened and when, as far as one sees it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from apps.system.access.models import Role, User
from apps.system.events.models import Counter
from apps.system.events.sequencer import number_events
from apps.system.events.services import append_event
from apps.system.events.subscribers import deliver_due
from apps.system.projections.models import EventTally
from tests.system.people import client_of, make_person
from tests.system.streams import Noted, happen

pytestmark = pytest.mark.django_db

PATH = "/api/v1/system/events/activity"


@pytest.fixture
def anna() -> User:
    """Somebody with three events among those of others."""
    user, other = make_person(), make_person()
    Counter.objects.get_or_create(name="events")
    for audience in (user.actor_id, user.actor_id, other.actor_id, None):
        happen(1, audience)
    append_event(Noted(number=1), audience=user.actor_id)
    number_events(connection.connection)
    deliver_due(timezone.now())
    return user


def counts(user: User, **query: str) -> dict[str, int]:
    """How often each type happened."""
    body: dict[str, Any] = client_of(user).get(PATH, query).json()
    found: dict[str, int] = {}
    for each in body["results"]:
        found[each["type"]] = found.get(each["type"], 0) + each["count"]
    return found


def test_one_sees_how_much_of_ones_own_and_of_what_is_public_happened(anna: User) -> None:
    assert counts(anna) == {"test.happened": 3, "note.made.twice": 1}
    assert counts(make_person()) == {"test.happened": 1}
    assert counts(make_person(Role.ADMIN), types="test.*,note.*") == {
        "test.happened": 4,
        "note.made.twice": 1,
    }


def test_types_and_hours_choose(anna: User) -> None:
    assert counts(anna, types="note.*") == {"note.made.twice": 1}
    EventTally.objects.filter(type="note.made.twice").update(starts_at=datetime(2026, 1, 1, 5, tzinfo=UTC))
    assert counts(anna) == {"test.happened": 3}
    body = (
        client_of(anna).get(PATH, {"since": "2026-01-01T05:30:00Z", "until": "2026-01-02T00:00:00Z"}).json()
    )
    assert body["results"] == [{"startsAt": "2026-01-01T05:00:00Z", "type": "note.made.twice", "count": 1}]
    assert body["since"] == "2026-01-01T05:00:00Z"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"types": "no pattern"}, "invalid_pattern"),
        ({"since": "2026-01-01T00:00:00Z", "until": "2026-03-01T00:00:00Z"}, "invalid_period"),
        ({"since": (timezone.now() + timedelta(days=1)).isoformat()}, "invalid_period"),
        ({"since": "yesterday"}, "invalid_query"),
        ({"agentId": "x"}, "invalid_query"),
    ],
)
def test_bad_questions_are_refused(anna: User, query: dict[str, str], code: str) -> None:
    answer = client_of(anna).get(PATH, query)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
