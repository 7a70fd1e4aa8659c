"""What waits for calls learns from the log that they have ended."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from apps.system.events.items import one_by_one
from apps.system.events.models import Event
from apps.system.events.subscribers import subscriber
from apps.system.sagas.services import wake_sagas


@subscriber("mcp.waiting-sagas", types=["mcp.result", "mcp.results", "mcp.error", "mcp.errors"])
def wake_waiting_sagas(events: Sequence[Event]) -> None:
    """Have the sagas looked at that wait on calls which have ended."""
    wake_sagas([UUID(said["executionId"]) for _, said in one_by_one(events)], now=timezone.now())
