"""Scenarios of simulated venues: set by operators, over by themselves, never taken out of history."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from apps.system.errors import Invalid, NotFound, Refused
from apps.system.events.services import append_event
from apps.trading.events import MarketScenarioChanged
from apps.trading.market.path import second_of
from apps.trading.market.scenarios import Scenario, ScenarioKind
from apps.trading.market.simulated import moment, scenarios_of, speed_of
from apps.trading.market.sources import source_for
from apps.trading.models import Venue

NOTICE = timedelta(seconds=2)
"""How much real time ahead a scenario is set, so that no process has told of its first second before."""

MOST_KEPT = 1000
LONGEST = timedelta(days=1)
STRENGTHS = {ScenarioKind.FLASH_CRASH: range(1, 91), ScenarioKind.WIDE_SPREAD: range(2, 101)}
"""A fall in percent, and how many times as wide a spread; the other kinds have no strength."""


@dataclass(frozen=True, slots=True)
class NewScenario:
    """A scenario as it is asked for; `starts_at` is market time, None: as soon as possible."""

    kind: ScenarioKind
    length: timedelta
    starts_at: datetime | None = None
    strength: int | None = None


@transaction.atomic
def set_market_scenario(*, venue: Venue, wanted: NewScenario, now: datetime) -> Scenario:
    """Lay a scenario over a simulated market; it ends by itself.

    Raises Invalid for a strength or length that cannot be, and Refused for a venue that is not simulated
    (`not_simulated`), a start that has (nearly) been told already (`too_soon`), and one of the same kind in
    the same time (`scenario_overlaps`).
    """
    venue = _lock_simulated(venue)
    scenario = _planned(venue, wanted, now)
    known = scenarios_of(venue)
    if len(known) >= MOST_KEPT:
        raise Refused(f"{venue.slug} has had {MOST_KEPT} scenarios: open another.", code="too_many_scenarios")
    if any(each.kind is scenario.kind and each.touches(scenario.first, scenario.end) for each in known):
        raise Refused(f"A {scenario.kind.value} is set for that time.", code="scenario_overlaps")
    _save(venue, [*known, scenario])
    _announce(venue, scenario)
    return scenario


@transaction.atomic
def clear_market_scenario(*, venue: Venue, kind: ScenarioKind | None, now: datetime) -> list[Scenario]:
    """End what is set for a simulated market and not over, of one kind or (None) all; answers what was.

    What lasts ends as soon as possible, what has not begun does not begin. Raises Refused (`not_simulated`).
    """
    venue = _lock_simulated(venue)
    soon = second_of(_soonest(venue, now))
    known = scenarios_of(venue)
    ended = [each for each in known if each.end > soon and kind in (None, each.kind)]
    cut = {each: replace(each, end=max(each.first, soon)) for each in ended}
    kept = [cut.get(each, each) for each in known]
    _save(venue, [each for each in kept if each.end > each.first])
    for each in cut.values():
        _announce(venue, each)
    return ended


def _lock_simulated(venue: Venue) -> Venue:
    locked = Venue.objects.select_for_update().filter(slug=venue.slug).first()
    if locked is None:
        raise NotFound(f"There is no venue {venue.slug}.", code="unknown_venue")
    if locked.kind != Venue.Kind.SIMULATOR:
        raise Refused(f"{venue.slug} is not simulated: its market is what it is.", code="not_simulated")
    return locked


def _soonest(venue: Venue, now: datetime) -> datetime:
    """The first market second that no process can have told of when this commits."""
    at = source_for(venue).market_time(now) or now
    return (at + speed_of(venue) * NOTICE).replace(microsecond=0) + timedelta(seconds=1)


def _planned(venue: Venue, wanted: NewScenario, now: datetime) -> Scenario:
    soonest = _soonest(venue, now)
    starts_at = wanted.starts_at or soonest
    if starts_at < soonest:
        raise Refused(
            f"A scenario of {venue.slug} starts at {soonest.isoformat()} at the soonest: what has been told "
            "is not changed.",
            code="too_soon",
        )
    if not timedelta(seconds=1) <= wanted.length <= LONGEST:
        raise Invalid("A scenario lasts from a second to a day.", code="invalid_length")
    first = second_of(starts_at)
    length = wanted.length // timedelta(seconds=1)
    return Scenario(first, first + length, wanted.kind, _strength(wanted), first + length)


def _strength(wanted: NewScenario) -> int:
    allowed = STRENGTHS.get(wanted.kind)
    if allowed is None:
        if wanted.strength is not None:
            raise Invalid(f"A scenario {wanted.kind.value} has no strength.", code="invalid_strength")
        return 0
    if wanted.strength is None or wanted.strength not in allowed:
        told = f"from {allowed.start} to {allowed.stop - 1}"
        raise Invalid(f"A {wanted.kind.value} has a strength {told}.", code="invalid_strength")
    return wanted.strength


def _save(venue: Venue, scenarios: list[Scenario]) -> None:
    venue.config = {**venue.config, "scenarios": [_row(each) for each in sorted(scenarios)]}
    venue.save(update_fields=["config"])


def _row(scenario: Scenario) -> dict[str, Any]:
    return {
        "kind": scenario.kind.value,
        "starts_at": moment(scenario.first).isoformat(),
        "ends_at": moment(scenario.end).isoformat(),
        "planned_until": moment(scenario.planned).isoformat(),
        "strength": scenario.strength,
    }


def _announce(venue: Venue, scenario: Scenario) -> None:
    changed = MarketScenarioChanged(
        venue=venue.slug,
        kind=scenario.kind,
        starts_at=moment(scenario.first),
        ends_at=moment(scenario.end),
        strength=scenario.strength or None,
    )
    append_event(changed, audience=None)
