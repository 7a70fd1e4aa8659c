"""Events that a subscriber could not take."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.events.models import DeadLetter
from apps.system.letters import services as letters

LetterId = Annotated[UUID, Field(description="The letter, as `GET /system/dead-letters` lists it.")]
Reason = Annotated[
    str, Field(min_length=1, max_length=500, pattern=r"\S", description="What was done, for the record.")
]


class LetterState(BaseModel):
    """A parked event, and when it was dealt with."""

    id: UUID
    subscriber: str
    event_id: UUID
    resolved_at: datetime | None


@operator_command(scope="operate", idempotent=False, reduces_risk=True)
def retry_dead_letter(context: ToolContext, *, letter_id: LetterId) -> LetterState:
    """Hand a parked event to its subscriber once more, after what stood in the way was mended.

    Refused with `still_failing` where it fails again, `letter_resolved`, `event_gone` past retention, and
    `subscriber_gone`.
    """
    return _state(letters.retry_letter(letter_id, now=context.now))


class LettersState(BaseModel):
    """What became of a subscriber's parked events; `parked` is how many are left, of which `failed` again."""

    subscriber: str
    taken: int
    failed: int
    parked: int


@operator_command(scope="operate", idempotent=True, reduces_risk=True)
def retry_dead_letters(
    context: ToolContext,
    *,
    subscriber: Annotated[
        str, Field(max_length=64, description="The subscriber, as `GET /system/subscribers` lists it.")
    ],
) -> LettersState:
    """Hand a subscriber all that it has parked once more, in order, a hundred events at a time.

    Each is taken once, however often this is asked; one that fails again stays parked and holds no other up.
    Ask again while `parked` falls. Refused with `subscriber_gone`, and `rebuilding` while a rebuild runs.
    """
    done = letters.retry_letters(subscriber, now=context.now)
    return LettersState(subscriber=subscriber, taken=done.taken, failed=done.failed, parked=done.parked)


@operator_command(scope="operate", idempotent=False, reduces_risk=True)
def resolve_dead_letter(context: ToolContext, *, letter_id: LetterId, reason: Reason) -> LetterState:
    """State that a parked event was dealt with by hand, or does not matter; health then counts it no more."""
    return _state(letters.resolve_letter(letter_id, now=context.now))


def _state(letter: DeadLetter) -> LetterState:
    return LetterState(
        id=letter.id,
        subscriber=letter.subscriber,
        event_id=letter.event_id,
        resolved_at=letter.resolved_at,
    )
