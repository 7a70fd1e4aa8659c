"""The platform's background work: each task is one service call."""

from typing import Any
from uuid import UUID

from celery import shared_task
from django.dispatch import receiver
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from apps.system.events import subscribers
from apps.system.health.services import beat
from apps.system.mesh import watching
from apps.system.partitions import ensure_partitions
from apps.system.sagas import services as sagas
from apps.system.webhooks.recording import forget_deliveries
from apps.system.webhooks.sending import send_due

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


@shared_task
def poll_services(**_: Any) -> None:
    """Look at the health URLs of processes and services, and take away the dead."""
    watching.remove_expired(timezone.now())
    watching.poll_health(timezone.now())


@shared_task
def send_webhooks(**_: Any) -> None:
    """Send what waits for webhooks."""
    send_due(timezone.now())


@shared_task
def forget_webhook_deliveries(**_: Any) -> None:
    """Drop the log of deliveries past its month."""
    forget_deliveries(timezone.now())
