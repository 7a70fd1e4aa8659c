"""Trading's background work: each task is one service call."""

import logging
from typing import Any
from uuid import UUID

from celery import shared_task
from django.dispatch import receiver
from django.utils import timezone
from kombu.exceptions import OperationalError

from apps.trading import services
from apps.trading.services import backtests

logger = logging.getLogger(__name__)


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


@receiver(backtests.backtest_due)
def queue_backtest(*, backtest_id: UUID, **_: Any) -> None:
    """Hand a backtest to the workers. A broker that does not answer loses nothing: it is sent again."""
    try:
        run_backtest.delay(backtest_id=str(backtest_id))
    except OperationalError as error:
        logger.warning("The broker does not take backtest %s: %s", backtest_id, error)


@shared_task
def run_backtest(*, backtest_id: str, **_: Any) -> None:
    """Run one queued backtest."""
    backtests.run_backtest(UUID(backtest_id))


@shared_task
def resume_backtests(**_: Any) -> None:
    """Queue again what a killed worker left, and what waited too long."""
    for backtest_id in backtests.take_left_backtests(timezone.now()):
        queue_backtest(backtest_id=backtest_id)


@shared_task
def forget_backtests(**_: Any) -> None:
    """Drop backtests that ended long ago."""
    backtests.forget_backtests(timezone.now())
