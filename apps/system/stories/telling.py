"""What the platform tells of a story: its events."""

import json
from collections.abc import Iterator
from uuid import UUID

from apps.system.access.models import Actor
from apps.system.events.cursors import encode_cursor
from apps.system.events.rows import EventRow
from apps.system.events.selectors import find_event, list_story
from apps.system.events.sights import sight_of
from apps.system.stories.registry import MOST_OF_A_KIND, Chapter, Story, teller


@teller("event")
class Events:
    """The events that carry the story's id."""

    def tell(self, actor: Actor, story: Story) -> Iterator[Chapter]:
        """Those that the actor sees."""
        for row in list_story(sight_of(actor), story.correlation_id, limit=MOST_OF_A_KIND + 1):
            chapter = _chapter(row)
            for name, value in chapter.details.items():
                if (name == "id" or name.endswith("Id")) and (thing_id := _uuid(value)) is not None:
                    story.note(name, thing_id)
            yield chapter

    def find(self, actor: Actor, thing_id: UUID) -> UUID | None:
        """The story of an event."""
        row = find_event(thing_id)
        return row.correlation_id if row is not None and sight_of(actor).sees(row) else None


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _chapter(row: EventRow) -> Chapter:
    return Chapter(
        kind="event",
        id=row.id,
        at=row.recorded_at,
        title=row.type,
        agent_id=row.agent_id,
        causation_id=row.causation_id,
        seq=None if row.seq is None else encode_cursor(row.seq),
        details=json.loads(row.payload),
    )
