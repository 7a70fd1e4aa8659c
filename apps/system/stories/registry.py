"""Telling stories: everything that one click or prompt led to, by the one correlation id of it all.

Apps say in `apps/<app>/stories.py` what they know of a story:

@teller("order")
class Orders:
    def tell(self, actor: Actor, story: Story) -> Iterable[Chapter]: ...
    def find(self, actor: Actor, thing_id: UUID) -> UUID | None: ...
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from apps.system.access.models import Actor

MOST_OF_A_KIND = 500
"""What a teller tells at most of a story; a story with more is told as incomplete."""


@dataclass(frozen=True)
class Chapter:
    """One thing of a story: an event, a call, an audit entry, an order, a fill.

    `title` says what it is in a few words, `outcome` what came of it, `details` what else there is to know.
    """

    kind: str
    id: UUID
    at: datetime
    title: str
    outcome: str = ""
    actor_id: UUID | None = None
    agent_id: UUID | None = None
    causation_id: UUID | None = None
    seq: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Story:
    """A story as it is told: tellers of lower apps go first, and leave the ids of what they come across.

    `named` holds them by the name of the field of an event's payload: `executionId`, `orderId`.
    """

    correlation_id: UUID
    named: dict[str, set[UUID]] = field(default_factory=dict)

    def note(self, name: str, thing_id: UUID) -> None:
        """Leave an id for the tellers that follow."""
        self.named.setdefault(name, set()).add(thing_id)

    def ids(self, name: str) -> set[UUID]:
        """The ids that were left under a name."""
        return self.named.get(name, set())


class Teller(Protocol):
    """What an app knows of stories."""

    def tell(self, actor: Actor, story: Story) -> Iterable[Chapter]:
        """The chapters of its kind that the actor sees, in order, MOST_OF_A_KIND + 1 at most."""

    def find(self, actor: Actor, thing_id: UUID) -> UUID | None:
        """The story of a thing of its kind that the actor sees; None where there is none."""


T = TypeVar("T", bound=type[Teller])

_tellers: dict[str, Teller] = {}


def teller(kind: str) -> Callable[[T], T]:
    """Declare who tells of one kind of thing."""

    def register(made: T) -> T:
        if kind in _tellers:
            raise ValueError(f"Two tellers tell of {kind}.")
        _tellers[kind] = made()
        return made

    return register


def list_tellers() -> list[Teller]:
    """All who tell, those of lower apps first."""
    return list(_tellers.values())
