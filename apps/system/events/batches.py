"""Telling many events of one kind at once: one by one, or together where each alone would be a flood."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar
from uuid import UUID

from apps.system.events.catalogue import EventPayload
from apps.system.events.services import NewEvent, Written, append_events
from apps.system.events.spelling import Facts, modelled, spelt_together
from apps.system.ids import new_id

T = TypeVar("T")

NOTHING: Facts = {}

MOST_SINGLY = 100
"""So many events of a kind are told to an audience one by one; more of them are items of events of many."""

MOST_ITEMS = 1_000
"""Items of one event of many, so that no message of a stream grows without bound."""

LONGEST = 786_432
"""Characters of their JSON, at most: many clients of sockets take no message beyond a mebibyte."""


class News(NamedTuple):
    """What one event says, to whom, in which story, and what caused it.

    The facts are fields of its payload as `spelling` takes them.
    """

    facts: Facts
    audience: UUID | None
    correlation_id: UUID | None = None
    causation_id: UUID | None = None


Told = tuple[type[EventPayload], News]
"""One event to tell."""


def parts_of(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Items in as many parts as keep an event short enough."""
    for start in range(0, len(items), MOST_ITEMS):
        yield items[start : start + MOST_ITEMS]


def tell_many(kind: type[EventPayload], news: Iterable[News], *, same: Facts = NOTHING) -> None:
    """Append events of one kind in one statement, as `events_of` makes them."""
    append_events(events_of([(kind, each) for each in news], same=same))


def events_of(told: Sequence[Told], *, same: Facts = NOTHING) -> list[NewEvent]:
    """The events that tell this; `same` is what each says beside its own facts.

    Up to MOST_SINGLY of a kind and an audience are an event each, in their order. More are items of events of
    `kind.many` and come before those; where the items are of several stories, the event's is its own: an
    item's ids lead to each.
    """
    alike: defaultdict[tuple[type[EventPayload], UUID | None], list[News]] = defaultdict(list)
    for kind, news in told:
        alike[kind, news.audience].append(news)
    floods = {key: own for key, own in alike.items() if key[0].many is not None and len(own) > MOST_SINGLY}
    events = [event for (kind, _), own in floods.items() for event in _flood(kind, own, same)]
    if len(floods) == len(alike):
        return events
    return events + [_alone(kind, news, same) for kind, news in told if (kind, news.audience) not in floods]


def _alone(kind: type[EventPayload], news: News, same: Facts) -> NewEvent:
    payload = modelled(kind, {**same, **news.facts})
    return NewEvent(payload, news.audience, news.causation_id, news.correlation_id)


def _flood(kind: type[EventPayload], own: Sequence[News], same: Facts) -> Iterator[NewEvent]:
    assert kind.many is not None
    for some in parts_of(own):
        yield from _of_many(kind, kind.many, some, same)


def _of_many(
    kind: type[EventPayload], many: type[EventPayload], some: Sequence[News], same: Facts
) -> Iterator[NewEvent]:
    """One event; two or more where their text would be too long for one."""
    text = spelt_together(kind, [each.facts for each in some], same)
    if len(text) <= LONGEST or len(some) == 1:
        yield _together(Written(many.type, text), some)
        return
    middle = len(some) // 2
    for half in (some[:middle], some[middle:]):
        yield from _of_many(kind, many, half, same)


def _together(payload: Written, some: Sequence[News]) -> NewEvent:
    story = some[0].correlation_id
    is_one = all(each.correlation_id == story for each in some)
    return NewEvent(payload, some[0].audience, correlation_id=story if is_one else new_id())
