"""The running agents of a shard, as arrays.

They are kept in the process and held against the database at each tick, so that a tick reads what has changed
and not what has stayed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import F
from numpy.typing import NDArray
from pydantic import ValidationError

from apps.agents.hours import Hours
from apps.agents.language import LANGUAGE
from apps.agents.models import Agent, AgentConfiguration
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.bulk import read_rows
from apps.trading.strategies.deciding import columns_of
from apps.trading.strategies.registry import find_strategy
from apps.trading.strategies.types import Parameters, Strategy

Integers = NDArray[np.int64]
Key = tuple[UUID, int, int]
"""An agent, its version, and the version of its actor's row: what it stands under may change, too."""

Mark = tuple[int, int]
"""How many agents, and all of their keys as one number."""

# Agents made without tools trade by hand only, and never wake; language models are asked apart from this.
_RUNNING = """
    FROM agents_agent AS agent JOIN system_actor AS actor ON actor.id = agent.actor_id
    WHERE agent.venue_id = %s AND agent.interval = %s AND agent.status = 'running' AND agent.enable_mcp
        AND agent.type <> %s AND agent.slot %% %s = %s
"""
_MARK = f"""
    SELECT count(*),
        coalesce(bit_xor(hash_record_extended(ROW(agent.actor_id, agent.version, actor.xmin), 0)), 0),
        count(*) FILTER (WHERE agent.last_bar_at >= %s)
    {_RUNNING}
"""
_ROSTER = f"SELECT agent.actor_id, agent.version, actor.xmin::text::int8 {_RUNNING} ORDER BY agent.actor_id"
_DECIDED = f"SELECT agent.actor_id {_RUNNING} AND agent.last_bar_at >= %s"


@dataclass(frozen=True)
class Place:
    """Which part of which agents: those of a venue and an interval, `number` of `parts`."""

    venue: str
    interval: str
    parts: int
    number: int


@dataclass(frozen=True, eq=False)
class Member:
    """An agent that decides, with what it asks for orders as, its strategy and settings."""

    agent: Agent
    caller: Caller
    strategy: Strategy[Any]
    parameters: Parameters
    needed: int
    hours: Hours | None = None
    elsewhere: str = ""


@dataclass(frozen=True, eq=False)
class Rows:
    """The markets of all agents of one strategy, a row for each.

    Whose it is, which of the symbols that closed it is, which is the agent's other one (below zero: none),
    and the settings.
    """

    strategy: Strategy[Any]
    member: Integers
    market: Integers
    other: Integers
    needed: Integers
    slot: Integers
    settings: SimpleNamespace

    def only(self, places: Integers) -> "Rows":
        """Some of the rows."""
        settings = {name: values[places] for name, values in vars(self.settings).items()}
        return replace(
            self,
            member=self.member[places],
            market=self.market[places],
            other=self.other[places],
            needed=self.needed[places],
            slot=self.slot[places],
            settings=SimpleNamespace(**settings),
        )


@dataclass(eq=False)
class Crew:
    """The agents of one shard. `broken` are those whose strategy or settings do not exist any more."""

    mark: Mark
    known: dict[Key, Member] = field(default_factory=dict)
    broken: list[tuple[Agent, Exception]] = field(default_factory=list)
    _rows: dict[tuple[str, ...], list[Rows]] = field(default_factory=dict)

    @cached_property
    def members(self) -> list[Member]:
        """Whoever decides, in the order of their ids."""
        return list(self.known.values())

    @cached_property
    def accounts(self) -> list[UUID]:
        """The accounts of the members, in their order."""
        return [each.agent.account_id for each in self.members]

    @cached_property
    def with_hours(self) -> list[tuple[int, Hours]]:
        """The numbers of those that decide at certain hours only."""
        return [(number, each.hours) for number, each in enumerate(self.members) if each.hours]

    @cached_property
    def needed(self) -> int:
        """As many bars as anybody asks for."""
        return max((each.needed for each in self.members), default=1)

    @cached_property
    def elsewhere(self) -> list[str]:
        """The other venues whose prices some of the members compare with."""
        return sorted({each.elsewhere for each in self.members if each.elsewhere})

    def rows(self, symbols: tuple[str, ...]) -> list[Rows]:
        """The rows of these symbols, strategy by strategy; `place_elsewhere` names those of other venues."""
        if (found := self._rows.get(symbols)) is None:
            found = self._rows[symbols] = self._make_rows(symbols)
        return found

    def _make_rows(self, symbols: tuple[str, ...]) -> list[Rows]:
        places = {symbol: place for place, symbol in enumerate(symbols)}
        found: dict[str, list[tuple[int, int, int]]] = {}
        for number, member in enumerate(self.members):
            closed = [places[symbol] for symbol in member.agent.symbols if symbol in places]
            for place in sorted(closed):
                other = next((each for each in closed if each != place), -1)
                if member.elsewhere:
                    other = places.get(place_elsewhere(member.elsewhere, symbols[place]), -1)
                found.setdefault(member.strategy.kind, []).append((number, place, other))
        return [self._of_kind(rows) for _, rows in sorted(found.items())]

    def _of_kind(self, rows: Sequence[tuple[int, int, int]]) -> Rows:
        member, market, other = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
        whose = [self.members[number] for number, _, _ in rows]
        return Rows(
            strategy=whose[0].strategy,
            member=member,
            market=market,
            other=other,
            needed=np.array([each.needed for each in whose]),
            slot=np.array([each.agent.slot for each in whose]),
            settings=columns_of([each.parameters for each in whose]),
        )


def place_elsewhere(venue: str, symbol: str) -> str:
    """How the market of a symbol on another venue is called among those of one's own."""
    return f"{symbol} on {venue}"


_crews: dict[Place, Crew] = {}


def muster(place: Place, bar_at: datetime) -> tuple[Crew, set[UUID]]:
    """The agents of a shard that run now, and who of them has written a decision on this bar or later."""
    asked = _asked(place)
    count, keys, decided = read_rows(_MARK, [bar_at, *asked])[0]
    crew = _crews.get(place)
    if crew is None or crew.mark != (count, keys):
        crew = _crews[place] = _renewed(crew, (count, keys), read_rows(_ROSTER, asked))
    return crew, {row[0] for row in read_rows(_DECIDED, [*asked, bar_at])} if decided else set()


def _asked(place: Place) -> list[object]:
    return [place.venue, place.interval, LANGUAGE, place.parts, place.number]


def _renewed(before: Crew | None, mark: Mark, keys: list[Any]) -> Crew:
    """A crew of these agents; only what is new of them is read."""
    known = before.known if before else {}
    agents = Agent.objects.select_related("actor").in_bulk([key[0] for key in keys if key not in known])
    rows = AgentConfiguration.objects.filter(agent__in=agents, version=F("agent__version"))
    settings = {row[0]: row[1:] for row in rows.values_list("agent_id", "parameters", "hours")}
    crew = Crew(mark)
    for key in keys:
        if key in known:
            crew.known[key] = known[key]
        elif (agent := agents.get(key[0])) is not None:
            _enlist(crew, key, agent, *settings.get(agent.pk, (None, None)))
    return crew


def _enlist(
    crew: Crew, key: Key, agent: Agent, parameters: dict[str, Any] | None, hours: dict[str, Any] | None
) -> None:
    strategy = find_strategy(agent.type)
    if strategy is None:
        crew.broken.append((agent, LookupError(f"no strategy is called {agent.type}")))
        return
    try:
        settings = strategy.parameters.model_validate(parameters or {})
        when = Hours.model_validate(hours) if hours else None
    except ValidationError as error:
        crew.broken.append((agent, error))
        return
    other = strategy.elsewhere(settings) if strategy.elsewhere else ""
    caller = Caller(agent.actor, agent.actor, AGENT_SCOPES, Interface.AGENT)
    crew.known[key] = Member(agent, caller, strategy, settings, strategy.bars_needed(settings), when, other)
