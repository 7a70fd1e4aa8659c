"""The platform's background work: each task is one service call."""

import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import before_task_publish
from django.conf import settings
from django.dispatch import receiver
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from kombu.exceptions import OperationalError

from apps.system import retention
from apps.system.access import services as access
from apps.system.access.selectors import root_actor
from apps.system.audit import cutting as auditing
from apps.system.controls.reading import read_setting
from apps.system.controls.services import enforcement, halt_due, triggers
from apps.system.controls.settings import AUDIT_KEPT
from apps.system.events import subscribers
from apps.system.health.findings import forget_findings
from apps.system.health.services import beat
from apps.system.initialization import services as initialization
from apps.system.mesh import watching
from apps.system.metrics.services import publish_headlines
from apps.system.notices.mailing import send_due_mails
from apps.system.partitions import ensure_partitions, months_before
from apps.system.probes.queues import PUBLISHED_AT
from apps.system.projections import services as projections
from apps.system.reconciliation import services as reconciliation
from apps.system.sagas import services as sagas
from apps.system.watching import watch_health
from apps.system.webhooks.recording import forget_deliveries
from apps.system.webhooks.sending import send_due

logger = logging.getLogger(__name__)

RESUMED_SECONDS = 10.0
"""A message that takes work up again is dropped where no worker took it until the next one is sent."""

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
    """Take up sagas whose time has come, and those that a crash or a defect left standing."""
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


@receiver(projections.rebuild_due)
def queue_rebuild(*, rebuild_id: UUID, **_: Any) -> None:
    """Let a worker begin a rebuild that has just been asked for; beat would do so seconds later."""
    try:
        rebuild_projection.delay(rebuild_id=str(rebuild_id))
    except OperationalError as error:
        logger.warning("No worker could be told of the rebuild, beat will find it: %s", error)


@shared_task
def rebuild_projection(*, rebuild_id: str, **_: Any) -> None:
    """Carry one rebuild of a projection to its end."""
    projections.carry_out(UUID(rebuild_id))


@shared_task
def resume_rebuilds(**_: Any) -> None:
    """Take up rebuilds whose process was killed, or whose message was lost.

    One that waits behind other heavy work is left standing, too: its messages end before the next is sent.
    """
    for rebuild in projections.list_left(timezone.now()):
        rebuild_projection.apply_async(kwargs={"rebuild_id": str(rebuild.id)}, expires=RESUMED_SECONDS)


@shared_task
def cut_events(**_: Any) -> None:
    """Drop the months of events that are kept no longer."""
    retention.cut_events(timezone.now())


@receiver(initialization.initialization_due)
def queue_initialization(*, run_id: UUID, **_: Any) -> None:
    """Let a worker bring the platform up as has just been asked for."""
    run_initialization.delay(run_id=str(run_id))


@shared_task
def run_initialization(*, run_id: str, **_: Any) -> None:
    """Do every step of one initialization."""
    initialization.resume_run(UUID(run_id))


@shared_task
def resume_initialization(**_: Any) -> None:
    """Take up an initialization whose process was killed, or whose message was lost."""
    if run_id := initialization.find_left_run(timezone.now()):
        run_initialization.delay(run_id=str(run_id))


@shared_task
def publish_metrics(**_: Any) -> None:
    """Tell the platform's main figures to whoever may see everything."""
    publish_headlines(timezone.now())


@before_task_publish.connect
def stamp_message(*, headers: dict[str, Any], **_: Any) -> None:
    """Write into each message when it was sent, so that it can be told how long it waits."""
    headers[PUBLISHED_AT] = timezone.now().isoformat()


@shared_task
def prove_workers(*, queues: list[str], heavy: Sequence[str] = (), **_: Any) -> None:
    """Show that beat runs, and send a proof through each queue but the heavy ones, where work takes long."""
    beat("beat", "beat", {"queues": queues, "heavy": list(heavy)})
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
def forget_sessions(**_: Any) -> None:
    """Drop the sessions that have ended by themselves."""
    access.forget_sessions(timezone.now())


@shared_task
def check_health(**_: Any) -> None:
    """Run every probe, and act on what they found."""
    watch_health()


@shared_task
def forget_health(**_: Any) -> None:
    """Drop the history of health past its time."""
    forget_findings(timezone.now())


@shared_task
def keep_partitions(**_: Any) -> None:
    """Create the partitions of the coming months."""
    ensure_partitions(timezone.now())


@shared_task
def cut_audit(**_: Any) -> None:
    """Drop the audit entries past their months, the chain left intact."""
    now = timezone.now()
    before = months_before(now, read_setting(AUDIT_KEPT))
    auditing.cut_audit(before, by=root_actor().id, audit_key=settings.AUDIT_KEY, now=now)


@shared_task
def reconcile_due(**_: Any) -> None:
    """Hold records against each other where it is time to."""
    reconciliation.run_due(timezone.now())


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


@shared_task(time_limit=60)
def send_mails(**_: Any) -> None:
    """Send the e-mails of alerts that wait."""
    send_due_mails(timezone.now())
