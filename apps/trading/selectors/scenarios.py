"""What is laid over a simulated market, so that nobody takes it for an ordinary one."""

from datetime import datetime, timedelta

from apps.trading.market.path import second_of
from apps.trading.market.scenarios import Scenario, ScenarioKind
from apps.trading.market.simulated import scenarios_of
from apps.trading.models import Venue

SECOND = timedelta(seconds=1)


def list_scenarios(venue: Venue, at: datetime | None) -> list[Scenario]:
    """The scenarios of a venue that are not over at a market time, by their start."""
    return [each for each in scenarios_of(venue) if at is None or each.end > second_of(at)]


def kinds_between(venue: Venue, since: datetime, until: datetime) -> list[ScenarioKind]:
    """Which kinds of scenario lasted in any second from `since` up to `until` (market times), by name."""
    first, end = second_of(since), second_of(until)
    return sorted({each.kind for each in scenarios_of(venue) if each.touches(first, max(end, first + 1))})


def kinds_at(venue: Venue, at: datetime) -> list[ScenarioKind]:
    """Which kinds of scenario last at a market time, by name."""
    return kinds_between(venue, at, at + SECOND)
