"""Stories as they are answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apps.system.stories.selectors import Told
from apps.system.types import WireModel


class ChapterOut(WireModel):
    """A thing of a story, of a kind: `event`, `call`, `audit`, `decision`, `run`, `order` or `fill`.

    `seq` is the cursor behind an event, `causationId` what caused it; `details` depend on the kind.
    """

    kind: str
    id: UUID
    at: datetime
    title: str
    outcome: str
    actor_id: UUID | None
    agent_id: UUID | None
    causation_id: UUID | None
    seq: str | None
    details: dict[str, Any]


class StoryOut(WireModel):
    """All that one click or prompt led to, in the order in which it was recorded.

    `isComplete` is false where there is more of a kind than 500.
    """

    correlation_id: UUID
    began_at: datetime
    ended_at: datetime
    chapters: list[ChapterOut]
    is_complete: bool


def present_story(told: Told) -> StoryOut:
    """A story with something in it."""
    return StoryOut(
        correlation_id=told.correlation_id,
        began_at=told.chapters[0].at,
        ended_at=told.chapters[-1].at,
        chapters=[ChapterOut.model_validate(each) for each in told.chapters],
        is_complete=told.is_complete,
    )
