"""What people do with events that a subscriber could not take: hand them over again, or put them aside."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.system.errors import Conflict, NotFound, Refused
from apps.system.events.models import DeadLetter, Event
from apps.system.events.subscribers import hand_over, list_subscribers


@transaction.atomic
def retry_letter(letter_id: UUID, *, now: datetime) -> DeadLetter:
    """Hand a parked event to its subscriber once more, out of its turn; what it does commits with this.

    Raises NotFound, Conflict (`letter_resolved`, `event_gone`, `subscriber_gone`), and Refused
    (`still_failing`) where the subscriber cannot take it now either.
    """
    letter = _lock(letter_id)
    event = Event.objects.filter(id=letter.event_id).first()
    if event is None:
        raise Conflict("The event is past retention; resolve the letter.", code="event_gone")
    if letter.subscriber not in list_subscribers():
        raise Conflict(
            f"There is no {letter.subscriber} any more; resolve the letter.", code="subscriber_gone"
        )
    if error := hand_over(letter.subscriber, event):
        raise Refused(f"It failed again with {type(error).__name__}.", code="still_failing")
    return _resolve(letter, now)


@transaction.atomic
def resolve_letter(letter_id: UUID, *, now: datetime) -> DeadLetter:
    """Put a parked event aside: it was dealt with by hand. Raises NotFound, Conflict (`letter_resolved`)."""
    return _resolve(_lock(letter_id), now)


def _lock(letter_id: UUID) -> DeadLetter:
    letter = DeadLetter.objects.select_for_update().filter(id=letter_id).first()
    if letter is None:
        raise NotFound(f"There is no dead letter {letter_id}.", code="unknown_letter")
    if letter.resolved_at is not None:
        raise Conflict("It is dealt with already.", code="letter_resolved")
    return letter


def _resolve(letter: DeadLetter, now: datetime) -> DeadLetter:
    letter.resolved_at = now
    letter.save(update_fields=["resolved_at"])
    return letter
