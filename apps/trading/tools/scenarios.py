"""Operators' tools for simulated markets: what befalls them, to see how agents bear it."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.trading.market.scenarios import Scenario, ScenarioKind
from apps.trading.market.simulated import moment
from apps.trading.selectors.venues import DEFAULT_VENUE, get_venue
from apps.trading.services import NewScenario
from apps.trading.services import clear_market_scenario as end_scenarios
from apps.trading.services import set_market_scenario as lay_over

SimulatedVenue = Annotated[
    str, Field(max_length=64, description="A simulated venue: `sim`, or `sim:<name>`.")
]
Length = Annotated[
    int, Field(ge=1, le=86_400, description="How long it lasts, in seconds of the market's own time.")
]
StartsAt = Annotated[
    AwareDatetime | None,
    Field(description="When it begins, in the market's own time; as soon as possible if left out."),
]
Strength = Annotated[
    int | None,
    Field(
        ge=1,
        le=100,
        description="Of a `flash_crash`: by how many percent coins fall (1 to 90); of a `wide_spread`: how "
        "many times as wide spreads are (2 to 100); left out for the others.",
    ),
]


class ScenarioResult(BaseModel):
    """A scenario of a simulated market, in market time."""

    model_config = ConfigDict(extra="forbid")

    venue: str
    kind: ScenarioKind
    starts_at: datetime
    ends_at: datetime
    strength: int | None

    @classmethod
    def of(cls, venue: str, scenario: Scenario) -> "ScenarioResult":
        """Of a venue's scenario."""
        return cls(
            venue=venue,
            kind=scenario.kind,
            starts_at=moment(scenario.first),
            ends_at=moment(scenario.end),
            strength=scenario.strength or None,
        )


class ScenarioResults(BaseModel):
    """Scenarios that were ended, as they had been set."""

    model_config = ConfigDict(extra="forbid")

    ended: list[ScenarioResult]


@operator_command(
    category="trading",
    scope="operate",
    destructive=True,
    idempotent=False,
)
def set_market_scenario(
    context: ToolContext,
    *,
    kind: ScenarioKind,
    length_seconds: Length,
    venue: SimulatedVenue = DEFAULT_VENUE,
    starts_at: StartsAt = None,
    strength: Strength = None,
) -> ScenarioResult:
    """Lay a scenario over a simulated market; it ends by itself.

    `flash_crash`: coins fall within a tenth of its length and recover in the rest. `outage`: there is no
    market, so nothing is quoted, nothing trades, and no bar closes. `stale_feed`: the last prices stay and
    age, nothing trades. `wide_spread`: spreads widen. Quotes, books and candles name it while it lasts.

    Refused with `not_simulated`, `too_soon` (what has been told is not changed), `scenario_overlaps` (one of
    the same kind) and `too_many_scenarios`.
    """
    place = get_venue(venue)
    wanted = NewScenario(kind, timedelta(seconds=length_seconds), starts_at, strength)
    return ScenarioResult.of(place.slug, lay_over(venue=place, wanted=wanted, now=context.now))


@operator_command(
    category="trading",
    scope="operate",
    destructive=True,
    idempotent=True,
)
def clear_market_scenario(
    context: ToolContext,
    *,
    venue: SimulatedVenue = DEFAULT_VENUE,
    kind: Annotated[ScenarioKind | None, Field(description="Of which kind; all if left out.")] = None,
) -> ScenarioResults:
    """End the scenarios of a simulated market that last, and drop those that have not begun.

    Refused with `not_simulated`.
    """
    place = get_venue(venue)
    ended = end_scenarios(venue=place, kind=kind, now=context.now)
    return ScenarioResults(ended=[ScenarioResult.of(place.slug, each) for each in ended])
