"""What the platform itself does about events."""

from apps.system.events.models import Event
from apps.system.events.subscribers import subscriber
from apps.system.projections import activity
from apps.system.projections.models import EventTally
from apps.system.projections.registry import projection
from apps.system.webhooks.outbox import queue_events


@subscriber("system.webhooks", types=["*"], batch=500)
def tell_webhooks(events: list[Event]) -> None:
    """Put events into the outbox of the webhooks that asked for them."""
    queue_events(events)


@projection("system.activity", types=["*"], tables=[EventTally], dated="starts_at")
def tally_activity(events: list[Event]) -> None:
    """Count what happened, hour by hour."""
    activity.tally_events(events)
