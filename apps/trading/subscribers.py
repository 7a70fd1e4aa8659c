"""What trading learns from the log: fills for the journal, refused orders, losses past a limit."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from apps.system.events.items import one_by_one
from apps.system.events.models import Event
from apps.system.events.subscribers import subscriber
from apps.trading.services.journal import keep_journal
from apps.trading.services.news import tell_losses, tell_rejections


@subscriber("trading.journal", types=["trade.order_filled", "trade.orders_filled"], batch=500)
def record_round_trips(events: Sequence[Event]) -> None:
    """Bring the journals of the accounts up to date whose orders were filled."""
    keep_journal({UUID(said["accountId"]) for _, said in one_by_one(events)})


@subscriber("trading.rejections", types=["mcp.error", "mcp.errors"], batch=500)
def tell_of_rejections(events: Sequence[Event]) -> None:
    """Tell of orders that were refused."""
    tell_rejections(events, now=timezone.now())


@subscriber("trading.losses", types=["system.alert"])
def tell_of_losses(events: Sequence[Event]) -> None:
    """Tell of accounts that have lost as much as they may."""
    tell_losses(events, now=timezone.now())
