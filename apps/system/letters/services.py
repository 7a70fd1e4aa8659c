"""What people do with events that a subscriber could not take: hand them over again, or put them aside."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.system.errors import Conflict, NotFound, Refused
from apps.system.events.models import DeadLetter, Event, SubscriberCursor
from apps.system.events.subscribers import describe_error, hand_over, is_subscriber
from apps.system.projections.selectors import find_running

AT_ONCE = 100


@dataclass(frozen=True)
class Retried:
    """What became of a subscriber's letters: how many it took, could not take, and how many are left."""

    taken: int
    failed: int
    parked: int


@transaction.atomic
def retry_letter(letter_id: UUID, *, now: datetime) -> DeadLetter:
    """Hand a parked event to its subscriber once more, out of its turn; what it does commits with this.

    Raises NotFound, Conflict (`letter_resolved`, `event_gone`, `subscriber_gone`, `rebuilding`), and Refused
    (`still_failing`) where the subscriber cannot take it now either.
    """
    for name in DeadLetter.objects.filter(id=letter_id).values_list("subscriber", flat=True):
        _hold(name)
    letter = _lock(letter_id)
    event = Event.objects.filter(id=letter.event_id).first()
    if event is None:
        raise Conflict("The event is past retention; resolve the letter.", code="event_gone")
    if error := hand_over(letter.subscriber, event):
        raise Refused(f"It failed again with {type(error).__name__}.", code="still_failing")
    return _resolve(letter, now)


@transaction.atomic
def retry_letters(subscriber: str, *, now: datetime) -> Retried:
    """Hand a subscriber all it has parked once more, in the order of the log, AT_ONCE of them at most.

    What it takes commits with this; what it cannot take now either stays parked, and comes last when this is
    asked again. Raises Conflict (`subscriber_gone`, `rebuilding`).
    """
    _hold(subscriber)
    parked = DeadLetter.objects.filter(subscriber=subscriber, resolved_at=None)
    letters = sorted(
        parked.select_for_update().order_by("attempts", "event_seq")[:AT_ONCE],
        key=lambda letter: letter.event_seq,
    )
    events = Event.objects.in_bulk([each.event_id for each in letters])
    taken = sum(_try_again(each, events.get(each.event_id), now) for each in letters)
    return Retried(taken, len(letters) - taken, parked.count())


@transaction.atomic
def resolve_letter(letter_id: UUID, *, now: datetime) -> DeadLetter:
    """Put a parked event aside: it was dealt with by hand. Raises NotFound, Conflict (`letter_resolved`)."""
    return _resolve(_lock(letter_id), now)


def _hold(subscriber: str) -> None:
    """Have the subscriber take nothing else meanwhile; a rebuild would take the event, too."""
    if not is_subscriber(subscriber):
        raise Conflict(f"There is no {subscriber} any more; resolve the letter.", code="subscriber_gone")
    SubscriberCursor.objects.get_or_create(name=subscriber)
    SubscriberCursor.objects.select_for_update().get(name=subscriber)
    if find_running(subscriber) is not None:
        raise Conflict("It is being built anew, which takes the event, too.", code="rebuilding")


def _try_again(letter: DeadLetter, event: Event | None, now: datetime) -> bool:
    error = hand_over(letter.subscriber, event) if event is not None else None
    if event is not None and error is None:
        _resolve(letter, now)
        return True
    letter.attempts += 1
    letter.error = describe_error(error) if error else "The event is past retention."
    letter.save(update_fields=["attempts", "error"])
    return False


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
