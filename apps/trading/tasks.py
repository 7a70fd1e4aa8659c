"""Trading's background work: each task is one service call."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from apps.trading import services


@shared_task
def take_snapshots(**_: Any) -> None:
    """Record what every open account is worth in this minute."""
    services.take_snapshots(timezone.now())


@shared_task
def forget_candles(**_: Any) -> None:
    """Delete stored bars that are older than their length is kept for."""
    services.forget_candles()


@shared_task
def thin_snapshots(**_: Any) -> None:
    """Keep the minutes of equity curves for some days, and the last of each day for good."""
    services.thin_snapshots(timezone.now())


@shared_task
def forget_exports(**_: Any) -> None:
    """Remove stored exports that can no longer be fetched."""
    services.forget_exports(timezone.now())


@shared_task
def expire_price_alerts(**_: Any) -> None:
    """End the price alerts whose time is over."""
    services.expire_price_alerts(timezone.now())
