"""Declaring figures: groups of rates and counts for people, each computed by the app that knows them.

@figures("trading")
def measure_trading(view: View) -> TradingFigures: ...
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

from django.db import connection

from apps.system.ids import id_floor
from apps.system.types import WireModel

RECENT, HOUR = timedelta(minutes=5), timedelta(hours=1)
"""The two windows that figures are over. Nothing older is ever read."""

RECENT_MINUTES = 5
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class View:
    """For whom figures are (the asker's seats in the tree; None: the whole platform), and when."""

    seats: Sequence[UUID] | None
    now: datetime

    @property
    def bounds(self) -> dict[str, Any]:
        """The parameters of a statement: who is counted, and the ids that the windows begin with."""
        return {
            "seats": None if self.seats is None else list(self.seats),
            "recent": id_floor(self.now - RECENT),
            "hour": id_floor(self.now - HOUR),
            "minute": id_floor(self.now - MINUTE),
        }


COUNTED = "(%(seats)s::uuid[] IS NULL OR actor.lineage && %(seats)s::uuid[])"
"""The condition of a statement that a row's `actor` is one of those who are counted."""

Headline = Mapping[str, float | None]
F = TypeVar("F", bound=Callable[[View], WireModel])
H = TypeVar("H", bound=Callable[[datetime], Headline])


@dataclass(frozen=True)
class Group:
    """One group of figures. `platform` ones are for those who may operate the platform."""

    name: str
    model: type[WireModel]
    platform: bool
    measure: Callable[[View], WireModel]


_groups: dict[str, Group] = {}
_headlines: dict[str, Callable[[datetime], Headline]] = {}


def figures(name: str, *, platform: bool = False) -> Callable[[F], F]:
    """Declare a group of figures; its annotated answer is its shape on the wire.

    It reads no more than the last hour, by index. `platform` groups know no owners and take the scope
    `operate`.
    """

    def register(measure: F) -> F:
        if name in _groups:
            raise ValueError(f"Two groups of figures are called {name}.")
        _groups[name] = Group(name, get_type_hints(measure)["return"], platform, measure)
        return measure

    return register


def headline(name: str) -> Callable[[H], H]:
    """Declare the few figures of a group that everybody's dashboard follows, read every few seconds."""

    def register(measure: H) -> H:
        if name in _headlines:
            raise ValueError(f"Two headlines are called {name}.")
        _headlines[name] = measure
        return measure

    return register


def read_rows(statement: str, parameters: Mapping[str, Any] | None = None) -> list[Any]:
    """The rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[Any] = cursor.fetchall()
    return rows


def list_groups() -> list[Group]:
    """Every group of figures, by name."""
    return [_groups[name] for name in sorted(_groups)]


def list_headlines() -> list[tuple[str, Callable[[datetime], Headline]]]:
    """Every headline, by name."""
    return sorted(_headlines.items())
