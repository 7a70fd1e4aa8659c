"""Projections: subscribers whose tables say nothing but what the log says, so that they can be built anew.

@projection("system.activity", types=["*"], tables=[EventTally], dated="starts_at")
def tally_events(events: list[Event]) -> None: ...
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Model

from apps.system.errors import NotFound
from apps.system.events.subscribers import Subscriber, T, find_subscriber, subscriber


@dataclass(frozen=True)
class Projection:
    """A declared projection: its subscriber and the tables that it owns."""

    subscriber: Subscriber
    tables: tuple[type[Model], ...]
    dated: str

    @property
    def name(self) -> str:
        """That of its subscriber."""
        return self.subscriber.name


_projections: dict[str, Projection] = {}


def projection(
    name: str, *, types: Sequence[str], tables: Sequence[type[Model]], batch: int = 500, dated: str = ""
) -> Callable[[T], T]:
    """Declare a subscriber that owns tables: it alone writes them, and writes nothing else.

    What it writes follows from the events and from what it wrote before: no clock, no chance, no other table.
    It names tables without their schema, for a rebuild runs it on tables beside the live ones. `dated` is the
    column that tells of which time a row is, where old rows are to outlive the events that they came from.
    """

    def register(take: T) -> T:
        subscriber(name, types=types, batch=batch)(take)
        _projections[name] = Projection(find_subscriber(name), tuple(tables), dated)
        return take

    return register


def list_projections() -> list[Projection]:
    """Every declared projection, by name."""
    return [_projections[name] for name in sorted(_projections)]


def find_projection(name: str) -> Projection | None:
    """A projection, or None where no one of that name is declared."""
    return _projections.get(name)


def get_projection(name: str) -> Projection:
    """A projection. Raises NotFound (`unknown_projection`)."""
    found = find_projection(name)
    if found is None:
        known = sorted(_projections)
        raise NotFound(
            f"There is no projection {name[:64]!a}.", code="unknown_projection", details={"known": known}
        )
    return found
