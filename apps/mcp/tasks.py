"""Work for the workers: ids as text, one call each."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import shared_task
from django.dispatch import receiver
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis import RedisError

from apps.mcp import approving, floods, runner, services, tallying
from apps.mcp.exports import services as exports
from apps.mcp.publishing import hand_over
from apps.mcp.questions import services as questions
from apps.mcp.registry import find_tool

logger = logging.getLogger(__name__)

MOST_BATCHES = 20


@shared_task(time_limit=60)
def run_call(*, call_id: str, tool: str = "", **_: Any) -> None:
    """Run one queued call. One that is to be tried again comes back after its delay."""
    delay = runner.run_call(UUID(call_id))
    if delay is not None:
        publish_call(UUID(call_id), tool, delay=delay)


@shared_task
def sweep_calls(**_: Any) -> None:
    """Publish again what waited too long."""
    for call_id, tool in services.take_waiting_calls(timezone.now()):
        publish_call(call_id, tool)


@shared_task
def tally_calls(**_: Any) -> None:
    """Count what has ended since the last time, a bounded number of batches."""
    for _batch in range(MOST_BATCHES):
        if not tallying.tally_calls():
            return


@shared_task
def forget_calls(**_: Any) -> None:
    """Drop the months of calls that are past their time."""
    services.forget_calls(timezone.now())


@shared_task
def forget_keys(**_: Any) -> None:
    """Drop idempotency keys past their day."""
    services.forget_keys(timezone.now())


@shared_task
def expire_approvals(**_: Any) -> None:
    """Refuse the calls that nobody decided about in time."""
    approving.expire_approvals(timezone.now())


@shared_task
def tell_refusals(**_: Any) -> None:
    """Audit how many refusals there were beyond those that were audited singly."""
    floods.tell_refusals(timezone.now())


@shared_task
def close_questions(**_: Any) -> None:
    """End questions to people that nobody answered in time."""
    questions.close_questions(timezone.now())


@receiver(exports.export_due)
def queue_export(*, export_id: UUID, **_: Any) -> None:
    """Hand an export to the workers. A broker that does not answer loses nothing: it is sent again."""
    try:
        write_export.delay(export_id=str(export_id))
    except OperationalError as error:
        logger.warning("The broker does not take export %s: %s", export_id, error)


@shared_task
def write_export(*, export_id: str, **_: Any) -> None:
    """Write one export of the audit log."""
    from apps.mcp.exports import writing  # noqa: PLC0415 - what presents rows is not for every start of a process

    writing.write_export(UUID(export_id), timezone.now())


@shared_task
def resume_exports(**_: Any) -> None:
    """Queue again the exports that a killed worker left, and those that waited too long."""
    for export_id in exports.take_left_exports(timezone.now()):
        queue_export(export_id=export_id)


@shared_task
def forget_exports(**_: Any) -> None:
    """Remove exports of the audit log that can no longer be fetched."""
    exports.forget_exports(timezone.now())


def publish_call(call_id: UUID, tool: str, *, delay: timedelta = timedelta(), has_news: bool = False) -> None:
    """Hand a call to the workers of its tool; `has_news` wakes the sequencer, too.

    Without a broker nothing is lost: the sweeper tries again.
    """
    said = {"call_id": str(call_id), "tool": tool}
    try:
        if delay:
            run_call.apply_async(kwargs=said, queue=_queue_of(tool), countdown=delay.total_seconds())
        else:
            hand_over(run_call.name, said, queue=_queue_of(tool), has_news=has_news)
    except (OperationalError, RedisError) as error:
        logger.warning("The broker does not take call %s: %s", call_id, error)


def _queue_of(tool: str) -> str:
    """A tool that a later version took away fails with the short ones."""
    known = find_tool(tool)
    return known.queue if known else "tools"
