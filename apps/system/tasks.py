"""The platform's background work: each task is one service call."""

import logging
from typing import Any
from uuid import UUID

from celery import shared_task
from django.dispatch import receiver
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from kombu.exceptions import OperationalError

from apps.system.controls.services import enforcement, halt_due, triggers
from apps.system.events import subscribers
from apps.system.health.services import beat
from apps.system.partitions import ensure_partitions
from apps.system.sagas import services as sagas

logger = logging.getLogger(__name__)

PROOF_SECONDS = 5.0
"""A proof that no worker took until the next one is sent is dropped."""


@receiver(sagas.saga_due)
def queue_saga(*, saga_id: UUID, **_: Any) -> None:
    """Let a worker take up a saga that has just been committed."""
    advance_saga.delay(saga_id=str(saga_id))


@shared_task
def advance_saga(*, saga_id: str, resumed: bool = False, **_: Any) -> None:
    """Carry one saga as far as it goes."""
    sagas.advance_saga(UUID(saga_id), resumed=resumed)


@shared_task
def resume_sagas(**_: Any) -> None:
    """Take up sagas that a crash or a defect left standing."""
    for saga_id in sagas.resume_due(timezone.now()):
        advance_saga.delay(saga_id=str(saga_id), resumed=True)


@receiver(halt_due)
def queue_enforcement(**_: Any) -> None:
    """Let a worker begin to enforce a halt that has just been committed; beat would do so seconds later."""
    try:
        enforce_halts.delay()
    except OperationalError as error:
        logger.warning("No worker could be told of the halt, beat will find it: %s", error)


@shared_task
def enforce_halts(**_: Any) -> None:
    """Cancel and close what standing halts ask for."""
    enforcement.enforce_halts()


@shared_task
def evaluate_triggers(**_: Any) -> None:
    """Engage the kill switch where a limit is passed."""
    triggers.evaluate_triggers(timezone.now())


@shared_task
def deliver_events(**_: Any) -> None:
    """Bring each subscriber up to date with the log."""
    subscribers.deliver_due(timezone.now())


@shared_task
def prove_workers(*, queues: list[str], **_: Any) -> None:
    """Show that beat runs, and send a proof through each queue."""
    beat("beat", "beat", {"queues": queues})
    for queue in queues:
        sent_at = timezone.now().isoformat()
        record_proof.apply_async(
            kwargs={"queue": queue, "sent_at": sent_at}, queue=queue, expires=PROOF_SECONDS
        )


@shared_task
def record_proof(*, queue: str, sent_at: str, **_: Any) -> None:
    """Show that a worker takes from this queue, and how long the way was (seconds)."""
    sent = parse_datetime(sent_at)
    waited = (timezone.now() - sent).total_seconds() if sent else None
    beat(f"worker:{queue}", "worker", {"queue": queue, "round_trip_seconds": waited})


@shared_task
def keep_partitions(**_: Any) -> None:
    """Create the partitions of the coming months."""
    ensure_partitions(timezone.now())
