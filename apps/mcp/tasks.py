"""Work for the workers: ids as text, one call each."""

import logging
from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from apps.mcp import runner, services

logger = logging.getLogger(__name__)


@shared_task(time_limit=60)
def run_call(*, call_id: str, **_: Any) -> None:
    """Run one queued call."""
    runner.run_call(UUID(call_id))


@shared_task
def sweep_calls(**_: Any) -> None:
    """Publish again what waited too long."""
    for call_id in services.take_waiting_calls(timezone.now()):
        publish_call(call_id)


@shared_task
def forget_keys(**_: Any) -> None:
    """Drop idempotency keys past their day."""
    services.forget_keys(timezone.now())


def publish_call(call_id: UUID) -> None:
    """Hand a call to the workers. A broker that does not answer loses nothing: the sweeper tries again."""
    try:
        run_call.apply_async(kwargs={"call_id": str(call_id)})
    except OperationalError as error:
        logger.warning("The broker does not take call %s: %s", call_id, error)
