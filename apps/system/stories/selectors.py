"""Whole stories, as far as whoever asks sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from apps.system.access.models import Actor
from apps.system.errors import NotFound
from apps.system.stories.registry import MOST_OF_A_KIND, Chapter, Story, list_tellers


@dataclass(frozen=True)
class Told:
    """A story in the order in which it happened."""

    correlation_id: UUID
    chapters: Sequence[Chapter]
    is_complete: bool


def get_story(actor: Actor, thing_id: UUID) -> Told:
    """The story of this correlation id, or the one that an event, call, order or fill belongs to.

    Raises NotFound where the actor sees nothing of it.
    """
    told = _tell(actor, thing_id)
    if not told.chapters and (correlation_id := _find(actor, thing_id)) is not None:
        told = _tell(actor, correlation_id)
    if not told.chapters:
        raise NotFound(f"There is no story of {thing_id}.", code="unknown_story")
    return told


def _tell(actor: Actor, correlation_id: UUID) -> Told:
    story, chapters, is_complete = Story(correlation_id), list[Chapter](), True
    for each in list_tellers():
        found = list(islice(each.tell(actor, story), MOST_OF_A_KIND + 1))
        is_complete = is_complete and len(found) <= MOST_OF_A_KIND
        chapters += found[:MOST_OF_A_KIND]
    return Told(correlation_id, sorted(chapters, key=lambda each: each.at), is_complete)


def _find(actor: Actor, thing_id: UUID) -> UUID | None:
    found = (each.find(actor, thing_id) for each in list_tellers())
    return next((each for each in found if each is not None), None)
