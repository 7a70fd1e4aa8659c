"""One id tells a whole story, from the click or the decision to the fill, and any part of it leads there."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from apps.agents.models import Decision
from apps.agents.runtime import decide_on_bars
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.system.access.models import Role, User
from apps.system.access.services import ensure_root
from apps.system.audit.models import AuditEntry
from apps.system.events.models import Counter, Event
from apps.system.events.sequencer import number_events
from apps.system.ids import new_id
from apps.trading.models import Fill, Order, Venue
from apps.trading.services import match_venue
from apps.trading.services.catalogue import ensure_catalogue
from tests.agents.fleet import make_agent
from tests.agents.markets import RISING, VENUE, last_bars, record
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db(transaction=True)

V1 = "/api/v1"


@pytest.fixture
def person() -> User:
    """An operator, in a world with a simulated market."""
    ensure_root()
    ensure_catalogue()
    Counter.objects.get_or_create(name="events")
    return make_person(Role.OPERATOR)


def story_of(person: User, thing_id: UUID) -> dict[str, Any]:
    number_events(connection.connection)
    answer = client_of(person).get(f"{V1}/system/stories/{thing_id}")
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def titles(story: dict[str, Any], kind: str) -> list[str]:
    return [each["title"] for each in story["chapters"] if each["kind"] == kind]


def trade_by_hand(person: User, correlation_id: UUID) -> None:
    """A click that buys at the market, run by a worker and booked by the matching writer."""
    agent = make_agent(person.actor, enable_defi=False)
    asked = client_of(person).post(
        f"{V1}/agents/{agent.pk}/execute-tool",
        {"toolId": "place_order", "parameters": {"symbol": "BTC/USD", "side": "buy", "quantity": "0.1"}},
        format="json",
        headers={"X-Correlation-Id": str(correlation_id), "Prefer": "respond-async"},
    )
    assert asked.status_code == 202, asked.content
    run_call(UUID(asked.json()["executionId"]))
    match_venue(Venue.objects.get(slug="sim"), timezone.now())


def test_a_click_is_told_down_to_its_fill(person: User) -> None:
    correlation_id = new_id()
    trade_by_hand(person, correlation_id)
    story = story_of(person, correlation_id)
    assert story["isComplete"]
    assert titles(story, "event") == [
        "mcp.execute",
        "trade.order_placed",
        "trade.order_filled",
        "trade.position_opened",
        "portfolio.update",
        "mcp.result",
    ]
    assert titles(story, "call") == titles(story, "audit") == ["place_order"]
    assert titles(story, "order") == ["buy 0.1 BTC/USD"]
    fills = titles(story, "fill")
    assert len(fills) == Fill.objects.count() > 0
    assert all(each.startswith("buy ") and " BTC/USD at " in each for each in fills)
    times = [each["at"] for each in story["chapters"]]
    assert times == sorted(times)
    assert (story["beganAt"], story["endedAt"]) == (times[0], times[-1])


def test_each_part_says_what_caused_it(person: User) -> None:
    correlation_id = new_id()
    trade_by_hand(person, correlation_id)
    call_id, order_id = str(ToolCall.objects.get().id), str(Order.objects.get().id)
    causes = {each["title"]: each["causationId"] for each in story_of(person, correlation_id)["chapters"]}
    caused = ("trade.order_placed", "trade.order_filled", "trade.position_opened", "buy 0.1 BTC/USD")
    assert {causes[title] for title in caused} == {call_id}
    assert {cause for title, cause in causes.items() if " at " in title} == {order_id}


@pytest.mark.parametrize("kind", [AuditEntry, Event, Fill, Order, ToolCall], ids=lambda kind: kind.__name__)
def test_any_part_of_it_leads_to_it(person: User, kind: type[Any]) -> None:
    correlation_id = new_id()
    trade_by_hand(person, correlation_id)
    rows = (
        kind.objects.filter(correlation_id=correlation_id)
        if hasattr(kind, "correlation_id")
        else kind.objects
    )
    thing = rows.order_by("-id").first()
    assert thing is not None
    assert story_of(person, thing.id) == story_of(person, correlation_id)


def test_a_decision_is_told_down_to_its_fill(person: User) -> None:
    venue = record(RISING)
    agent = make_agent(person.actor, venue=VENUE, enable_defi=False)
    bars = last_bars(venue)
    decide_on_bars(VENUE, bars, now=bars[0].closed_at)
    decision = Decision.objects.get(agent=agent)
    run_call(decision.calls[0])
    match_venue(record([*RISING, 7120]), bars[0].closed_at)
    story = story_of(person, decision.id)
    assert titles(story, "decision") == [f"buy {decision.symbol}"]
    fill = Fill.objects.first()
    assert fill is not None
    assert story == story_of(person, fill.id)
    assert {"agent.decision", "mcp.execute", "trade.order_filled"} <= set(titles(story, "event"))
    things = [each for each in story["chapters"] if each["kind"] not in ("audit", "event")]
    assert {each["agentId"] for each in things} == {str(agent.pk)}


def test_strangers_are_told_nothing(person: User) -> None:
    correlation_id = new_id()
    trade_by_hand(person, correlation_id)
    stranger = client_of(make_person(Role.OPERATOR))
    fills = Fill.objects.values_list("id", flat=True)
    for thing_id in (correlation_id, Order.objects.get().id, *fills, new_id()):
        answer = stranger.get(f"{V1}/system/stories/{thing_id}")
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_story")
    assert client_of(make_person(Role.ADMIN)).get(f"{V1}/system/stories/{correlation_id}").status_code == 200
