"""What the platform itself does about events."""

from apps.system.events.models import Event
from apps.system.events.subscribers import subscriber
from apps.system.webhooks.outbox import queue_events


@subscriber("system.webhooks", types=["*"], batch=500)
def tell_webhooks(events: list[Event]) -> None:
    """Put events into the outbox of the webhooks that asked for them."""
    queue_events(events)
