"""News of events that could not be taken."""

from uuid import UUID

from apps.system.events.catalogue import EventPayload


class EventParked(EventPayload, type="system.error"):
    """A subscriber could not take an event, which waits as a dead letter for a person.

    `event_id` is the event's. One that tells of such a failure, and cannot be taken itself, is parked in
    silence: it never begets another.
    """

    subscriber: str
    event_id: UUID
    event_type: str
    error: str
    attempts: int
