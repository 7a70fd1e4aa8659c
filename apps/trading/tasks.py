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
