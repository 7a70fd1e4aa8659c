"""What trading learns from the log: fills that are not in the journal yet."""

from collections.abc import Sequence
from uuid import UUID

from apps.system.events.models import Event
from apps.system.events.subscribers import subscriber
from apps.trading.services.journal import keep_journal


@subscriber("trading.journal", types=["trade.order_filled"], batch=500)
def record_round_trips(events: Sequence[Event]) -> None:
    """Bring the journals of the accounts up to date whose orders were filled."""
    keep_journal({UUID(event.payload["accountId"]) for event in events})
