"""Where the market takes orders at once, a tick's decisions are carried out with it."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from apps.agents.models import Decision
from apps.agents.runtime import decide_on_bars
from apps.agents.serializers import DecisionOut, present_decisions
from apps.agents.services.outcomes import record_outcomes
from apps.mcp.erasing import erase_payloads
from apps.mcp.models import ToolCall
from apps.system.access.models import Actor
from apps.system.audit.models import AuditEntry
from apps.system.events.models import Event
from apps.trading.market.sources import source_for
from apps.trading.models import Order, Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services import match_arrivals
from apps.trading.types import Interval
from tests.agents.fleet import make_agent
from tests.queries import assert_constant_queries
from tests.trading.books import assert_books_balance

EVERY_BAR = {"type": "dca", "enable_defi": False, "parameters": {"every": 1, "amount": "100"}}


def decide_at(now: datetime) -> list[UUID]:
    """A tick at the second in which a minute has closed; answers the calls that wait."""
    closed = source_for(get_venue("sim")).bars_closed(after=now - timedelta(seconds=2), until=now)
    return decide_on_bars("sim", [bar for bar in closed if bar.interval is Interval.M1], now=now)


def test_a_decision_knows_what_came_of_it_in_the_same_transaction(owner: Actor) -> None:
    agent = make_agent(owner, **EVERY_BAR)
    venue, now = get_venue("sim"), timezone.now().replace(second=1, microsecond=0)

    assert decide_at(now) == []

    decision, order, call = Decision.objects.get(), Order.objects.get(), ToolCall.objects.get()
    assert (decision.outcome, order.status, call.status) == ("succeeded", "filled", "SUCCEEDED")
    assert decision.calls == [call.id]
    assert (decision.outcome_details, decision.own_details) == (call.result, {})
    assert (call.deferred_kind, call.deferred_id) == ("order", order.id)
    assert call.result["order_id"] == str(order.id)
    assert Decimal(call.result["executed_quantity"]) == order.filled_quantity
    assert call.result_size is not None
    entry = AuditEntry.objects.get(call_id=call.id)
    assert (entry.action, entry.outcome, entry.actor_id) == ("place_order", "SUCCEEDED", agent.pk)
    assert set(entry.details) == {"parameters_digest", "result_digest"}
    story = Event.objects.filter(correlation_id=decision.id).order_by("id")
    assert [each.type for each in story] == [
        "agent.decision",
        "mcp.execute",
        "trade.order_placed",
        "trade.order_filled",
        "trade.position_opened",
        "portfolio.update",
        "mcp.result",
    ]
    assert record_outcomes([call.id]) == 0
    assert match_arrivals(venue, timezone.now()).orders == 0
    assert_books_balance()


def test_what_several_stories_led_to_is_part_of_none_of_them(owner: Actor) -> None:
    make_agent(owner, **EVERY_BAR)
    make_agent(owner, **EVERY_BAR)

    assert decide_at(timezone.now().replace(second=1, microsecond=0)) == []

    stories = set(Decision.objects.values_list("id", flat=True))
    filled = Event.objects.filter(type="trade.order_filled").values_list("correlation_id", flat=True)
    assert (len(stories), set(filled)) == (2, stories)
    assert Event.objects.get(type="portfolio.update").correlation_id not in stories


def test_while_the_venue_does_not_run_the_order_waits_for_it(owner: Actor) -> None:
    make_agent(owner, **EVERY_BAR)
    venue, now = get_venue("sim"), timezone.now().replace(second=1, microsecond=0)
    Venue.objects.filter(slug="sim").update(status=Venue.Status.READY)

    (waiting,) = decide_at(now)

    assert (Decision.objects.get().outcome, Order.objects.get().status) == ("requested", "pending")
    match_arrivals(venue, timezone.now())
    assert ToolCall.objects.get(id=waiting).status == "SUCCEEDED"
    assert record_outcomes([waiting]) == 1
    assert Decision.objects.get().outcome == "succeeded"


def test_what_came_of_many_decisions_is_read_at_once(owner: Actor) -> None:
    make_agent(owner, **EVERY_BAR)
    first = timezone.now().replace(second=1, microsecond=0) - timedelta(minutes=5)

    def decide() -> None:
        decide_at(first + timedelta(minutes=Decision.objects.count()))

    def listed() -> list[DecisionOut]:
        return present_decisions(list(Decision.objects.order_by("id")))

    assert_constant_queries(listed, decide)
    results = list(ToolCall.objects.order_by("id").values_list("result", flat=True))
    assert [each.outcome_details for each in listed()] == results
    assert {each["status"] for each in results} == {"filled"}


def test_what_is_erased_of_a_call_is_not_kept_by_its_decision(owner: Actor) -> None:
    agent = make_agent(owner, **EVERY_BAR)
    decide_at(timezone.now().replace(second=1, microsecond=0))
    assert Decision.objects.get().outcome_details["status"] == "filled"

    later = timezone.now() + timedelta(minutes=1)
    assert erase_payloads(agent.actor, before=later, now=later).requests == 1

    decision = Decision.objects.get()
    assert (decision.outcome, decision.outcome_details) == ("succeeded", {})
