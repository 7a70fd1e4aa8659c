"""What a reader asks for: types by wildcard, narrowed by agent, farm or symbol."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from apps.system.bodies import is_storable
from apps.system.errors import Invalid
from apps.system.events.catalogue import list_many_types
from apps.system.events.rows import EventRow, some_item

MAX_PATTERNS = 100
MAX_FILTERED = 1000
_PATTERN = re.compile(r"\*|[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*(\.\*)?")
_FILTERS = {"agentId", "farmId", "symbol"}
_COLUMNS = {"agentId": "agent_id", "symbol": "symbol"}


@lru_cache(maxsize=4096)
def type_matches(pattern: str, event_type: str) -> bool:
    """Whether `agent.*`, `agent.status` or `*` covers a type."""
    if pattern.endswith("*"):
        return event_type.startswith(pattern[:-1])
    return pattern == event_type


@dataclass(frozen=True)
class Interest:
    """Patterns of types and, where a filter is not empty, the only agents, farms or symbols of interest."""

    patterns: tuple[str, ...]
    agents: frozenset[UUID] = frozenset()
    farms: frozenset[UUID] = frozenset()
    symbols: frozenset[str] = frozenset()

    def covers(self, row: EventRow) -> bool:
        """Whether an event is asked for."""
        if not any(type_matches(pattern, row.type) for pattern in self.patterns):
            return False
        return (
            (not self.agents or row.agent_id in self.agents)
            and (not self.farms or row.farm_id in self.farms)
            and (not self.symbols or row.symbol in self.symbols)
        )

    def without(self, patterns: Iterable[str]) -> "Interest":
        """The same, with these patterns given up."""
        given_up = set(patterns)
        return Interest(
            tuple(each for each in self.patterns if each not in given_up),
            self.agents,
            self.farms,
            self.symbols,
        )

    def condition(self) -> tuple[str, dict[str, Any]]:
        """The same as SQL over `system_event`; of many things told at once, some may not be covered."""
        parts: list[str] = []
        values: dict[str, Any] = {}
        if "*" not in self.patterns:
            parts.append("type ~ %(types)s")
            values["types"] = "^(" + "|".join(map(_expression, self.patterns)) + ")$"
        for name, wanted in (("agentId", self.agents), ("symbol", self.symbols)):
            if wanted:
                texts = f"%(only_{name})s"
                item = some_item(f"item ->> '{name}' = ANY({texts})")
                parts.append(f"({_COLUMNS[name]}::text = ANY({texts}) OR {item})")
                values |= {f"only_{name}": list(map(str, wanted)), "many": list_many_types()}
        if self.farms:
            parts.append("farm_id = ANY(%(only_farms)s)")
            values["only_farms"] = list(self.farms)
        return " AND ".join(parts) or "TRUE", values


def read_patterns(given: object) -> tuple[str, ...]:
    """Patterns as a client sent them. Raises Invalid (`invalid_pattern`)."""
    if not isinstance(given, list) or not 1 <= len(given) <= MAX_PATTERNS:
        raise Invalid(f"`events` is a list of 1 to {MAX_PATTERNS} types or patterns.", code="invalid_pattern")
    for each in given:
        if not isinstance(each, str) or len(each) > 64 or not _PATTERN.fullmatch(each):
            raise Invalid(
                f"{str(each)[:64]!r} is not a type like `agent.status` or a pattern like `agent.*`.",
                code="invalid_pattern",
            )
    return tuple(dict.fromkeys(given))


def read_interest(events: object, filters: object) -> Interest:
    """What a client asks for. Raises Invalid (`invalid_pattern`, `invalid_filter`)."""
    patterns = read_patterns(events)
    given = {} if filters is None else filters
    if not isinstance(given, Mapping) or set(given) - _FILTERS:
        raise Invalid("`filters` has no keys but agentId, farmId and symbol.", code="invalid_filter")
    return Interest(
        patterns,
        frozenset(_ids(given.get("agentId"), "agentId")),
        frozenset(_ids(given.get("farmId"), "farmId")),
        frozenset(_texts(given.get("symbol"), "symbol")),
    )


def _ids(given: object, name: str) -> list[UUID]:
    try:
        return [UUID(text) for text in _texts(given, name)]
    except ValueError as error:
        raise Invalid(f"`{name}` is an id or a list of ids.", code="invalid_filter") from error


def _texts(given: object, name: str) -> list[str]:
    several = [] if given is None else given if isinstance(given, list) else [given]
    found = [each for each in several if isinstance(each, str) and each and is_storable(each)]
    if len(found) > MAX_FILTERED or len(found) < len(several):
        raise Invalid(f"`{name}` is a text, or a list of {MAX_FILTERED} at most.", code="invalid_filter")
    return found


def _expression(pattern: str) -> str:
    return re.escape(pattern[:-1]) + ".*" if pattern.endswith("*") else re.escape(pattern)
