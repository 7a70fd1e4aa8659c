"""Telling many events of one kind at once: one by one, or together where each alone would be a flood."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from apps.system.events.catalogue import EventPayload
from apps.system.events.services import NewEvent, Written, append_events
from apps.system.events.spelling import spelt
from apps.system.ids import new_id

T = TypeVar("T")

MOST_SINGLY = 100
"""So many events of a kind are told to an audience one by one; more of them are items of events of many."""

MOST_ITEMS = 1_000
"""Items of one event of many, so that no message of a stream grows without bound."""

LONGEST = 786_432
"""Characters of their JSON, at most: many clients of sockets take no message beyond a mebibyte."""


class News(NamedTuple):
    """What one event says (the fields of its payload), to whom, in which story, and what caused it.

    The facts are of their fields' own types, for those of many are spelt as they are; an id may be its text.
    """

    facts: Mapping[str, Any]
    audience: UUID | None
    correlation_id: UUID | None = None
    causation_id: UUID | None = None


Told = tuple[type[EventPayload], News]
"""One event to tell."""


def parts_of(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Items in as many parts as keep an event short enough."""
    for start in range(0, len(items), MOST_ITEMS):
        yield items[start : start + MOST_ITEMS]


def tell_many(kind: type[EventPayload], news: Iterable[News], *, source: str = "backend") -> None:
    """Append events of one kind in one statement, as `tell_all` does."""
    tell_all([(kind, each) for each in news], source=source)


def tell_all(told: Sequence[Told], *, source: str = "backend") -> None:
    """Append events in one statement."""
    append_events(events_of(told, source=source))


def events_of(told: Sequence[Told], *, source: str = "backend") -> list[NewEvent]:
    """The events that tell this.

    Up to MOST_SINGLY of a kind and an audience are an event each, in their order. More are items of events of
    `kind.many` and come before those; where the items are of several stories, the event's is its own: an
    item's ids lead to each.
    """
    alike: defaultdict[tuple[type[EventPayload], UUID | None], list[News]] = defaultdict(list)
    for kind, news in told:
        alike[kind, news.audience].append(news)
    floods = {key: own for key, own in alike.items() if key[0].many is not None and len(own) > MOST_SINGLY}
    events = [event for (kind, _), own in floods.items() for event in _flood(kind, own, source)]
    return events + [_alone(kind, news, source) for kind, news in told if (kind, news.audience) not in floods]


def _alone(kind: type[EventPayload], news: News, source: str) -> NewEvent:
    return NewEvent(kind(**news.facts), news.audience, news.causation_id, news.correlation_id, source)


def _flood(kind: type[EventPayload], own: Sequence[News], source: str) -> Iterator[NewEvent]:
    assert kind.many is not None
    for some in parts_of(own):
        yield from _of_many(kind, kind.many, some, source)


def _of_many(
    kind: type[EventPayload], many: type[EventPayload], some: Sequence[News], source: str
) -> Iterator[NewEvent]:
    """One event; two or more where their text would be too long for one."""
    text = spelt(kind, [each.facts for each in some])
    if len(text) <= LONGEST or len(some) == 1:
        yield _together(Written(many.type, f'{{"items":{text}}}'), some, source)
        return
    middle = len(some) // 2
    for half in (some[:middle], some[middle:]):
        yield from _of_many(kind, many, half, source)


def _together(payload: Written, some: Sequence[News], source: str) -> NewEvent:
    stories = {each.correlation_id for each in some}
    story = stories.pop() if len(stories) == 1 else new_id()
    return NewEvent(payload, some[0].audience, correlation_id=story, source=source)
