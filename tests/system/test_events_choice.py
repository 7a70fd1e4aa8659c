"""What is chosen live and what is chosen from the log are the same events, and the same items of them."""

import json
from collections.abc import Callable
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from apps.mcp.events import ToolRequested
from apps.system.events.batches import MOST_SINGLY, News, tell_many
from apps.system.events.interests import Interest
from apps.system.events.items import items_of, part_of
from apps.system.events.models import Counter, Event
from apps.system.events.rows import COLUMNS, EventRow
from apps.system.events.selectors import list_events_after
from apps.system.events.sequencer import number_events
from apps.system.events.services import append_event
from apps.system.events.sights import Sight
from apps.system.ids import new_id
from tests.system.streams import Noted, happen

pytestmark = pytest.mark.django_db

ANNA, BEN, SCOUT, SPY = (new_id() for _ in range(4))
EVERYTHING = Interest(("*",))

SIGHTS = {
    "nobody": (Sight(), {None}),
    "Anna": (Sight(audiences=frozenset({ANNA})), {None, ANNA}),
    "both": (Sight(audiences=frozenset({ANNA, BEN})), {None, ANNA, BEN}),
    "an admin": (Sight(everything=True), {None, ANNA, BEN}),
}
INTERESTS = [
    EVERYTHING,
    Interest(("test.*",)),
    Interest(("test.happened", "note.*")),
    Interest(("note.made.twice",)),
    Interest(("note.made",)),
    Interest(("tes.*",)),
    Interest(("*",), agents=frozenset({SCOUT})),
    Interest(("*",), symbols=frozenset({"BTC/USD", "ETH/USD"})),
    Interest(("test.*",), agents=frozenset({SCOUT, SPY}), symbols=frozenset({"BTC/USD"})),
    Interest(("*",), farms=frozenset({SCOUT})),
]


@pytest.fixture
def rows() -> list[EventRow]:
    """Events of everyone, about everything."""
    Counter.objects.get_or_create(name="events")
    for number, (audience, agent, symbol) in enumerate(
        product((None, ANNA, BEN), (None, SCOUT, SPY), ("", "BTC/USD"))
    ):
        happen(number, audience, agent_id=agent, symbol=symbol)
        append_event(Noted(number=number), audience=audience)
    for audience in (ANNA, BEN):
        tell_many(ToolRequested, [_request(each, audience) for each in (SCOUT, SPY) * MOST_SINGLY])
    number_events(connection.connection)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM system_event ORDER BY seq")
        return [EventRow(*row) for row in cursor.fetchall()]


def _request(agent: UUID, audience: UUID) -> News:
    asked = {"executionId": new_id(), "tool": "place_order", "actorId": agent, "agentId": agent}
    return News(asked, audience)


def items(row: EventRow) -> list[dict[str, Any]]:
    """The items of an event of many."""
    found: list[dict[str, Any]] = json.loads(row.payload)["items"]
    return found


def seen(rows: list[EventRow], keeps: Callable[[EventRow], bool]) -> list[EventRow]:
    """What of the rows is kept."""
    return [part for part in (part_of(row, keeps) for row in rows) if part is not None]


def chosen(sight: Sight, interest: Interest) -> list[EventRow]:
    """What the log answers."""
    return list_events_after(sight, interest, 0, Event.objects.count())[0]


def test_what_all_items_say_is_said_by_each() -> None:
    Counter.objects.get_or_create(name="events")
    own = [{name: new_id() for name in ("executionId", "actorId")} for _ in range(MOST_SINGLY + 1)]
    same = {"tool": "place_order", "agentId": SCOUT}
    tell_many(ToolRequested, [News(each, ANNA) for each in own], same=same)
    number_events(connection.connection)

    scout, (whole,) = Sight(agent_id=SCOUT), chosen(Sight(everything=True), EVERYTHING)
    assert [json.loads(each.payload)["tool"] for each in items_of(whole)] == ["place_order"] * len(own)
    assert seen([whole], scout.sees) == chosen(scout, EVERYTHING) == [whole]
    assert seen([whole], Sight(agent_id=SPY).sees) == chosen(Sight(agent_id=SPY), EVERYTHING) == []


@pytest.mark.parametrize(("sight", "audiences"), SIGHTS.values(), ids=SIGHTS.keys())
def test_a_sight_is_the_same_live_and_in_the_log(
    rows: list[EventRow], sight: Sight, audiences: set[UUID | None]
) -> None:
    live = seen(rows, sight.sees)
    assert live == chosen(sight, EVERYTHING)
    assert {row.audience for row in live} == audiences


def test_an_agent_sees_what_is_public_or_about_itself(rows: list[EventRow]) -> None:
    sight = Sight(agent_id=SCOUT)
    live = seen(rows, sight.sees)
    assert live == chosen(sight, EVERYTHING)
    told = [each["agentId"] for row in live if row.type == "mcp.executes" for each in items(row)]
    assert told == [str(SCOUT)] * 2 * MOST_SINGLY
    alone = [row for row in live if row.type != "mcp.executes"]
    assert {(row.audience is None, row.agent_id == SCOUT) for row in alone} == {
        (True, True),
        (True, False),
        (False, True),
    }


@pytest.mark.parametrize("interest", INTERESTS)
def test_an_interest_is_the_same_live_and_in_the_log(rows: list[EventRow], interest: Interest) -> None:
    assert seen(rows, interest.covers) == chosen(Sight(everything=True), interest)
