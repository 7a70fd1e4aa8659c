"""Sending what is due, at least once: claim, send outside of any transaction, record.

A claim moves a delivery's time ahead, so that nobody else takes it meanwhile and a killed sender's is taken
again. What came of an attempt is recorded only while the claim is still the sender's.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import connection
from django.utils import timezone

from apps.system.errors import CivalError
from apps.system.locks import if_free
from apps.system.mesh.services import call_outside
from apps.system.sealing import unseal
from apps.system.webhooks.models import WebhookDelivery
from apps.system.webhooks.recording import record_attempt
from apps.system.webhooks.signing import sign
from apps.system.webhooks.types import Attempt

logger = logging.getLogger(__name__)

CLAIM = timedelta(seconds=60)
BATCH = 16
PER_WEBHOOK = 4
SENDING = "cival:webhooks"
WORK_SECONDS = 5.0
TIMEOUT_SECONDS = 5.0
MOST_ANSWERED = 10_000
NOT_SENT = frozenset({"circuit_open", "bulkhead_full"})
"""Refusals by the mesh before anything was sent: no attempt of the delivery."""

_CLAIM = """
    UPDATE system_webhook_delivery SET attempts = attempts + 1, due_at = %(until)s
    WHERE id IN (
        SELECT d.id FROM system_webhook w
        JOIN system_actor owner ON owner.id = w.owner_id
        LEFT JOIN "system_user" person ON person.actor_id = w.owner_id
        CROSS JOIN LATERAL (
            SELECT id, due_at FROM system_webhook_delivery
            WHERE webhook_id = w.id AND status = 'PENDING' AND due_at <= %(now)s
            ORDER BY due_at LIMIT %(each)s FOR UPDATE SKIP LOCKED
        ) AS d
        WHERE w.enabled AND owner.archived_at IS NULL AND coalesce(person.is_active, true)
        ORDER BY d.due_at LIMIT %(batch)s
    )
    RETURNING id
"""


def send_due(now: datetime) -> int:
    """Send what is due, for some seconds at most. Answers how many attempts were made.

    One process does it at a time: receivers may take their time, and workers have other things to do.
    """
    with if_free(SENDING) as is_ours:
        return _send_for_a_while(now) if is_ours else 0


def _send_for_a_while(now: datetime) -> int:
    ends_at, done = monotonic() + WORK_SECONDS, 0
    with ThreadPoolExecutor(BATCH, thread_name_prefix="webhook") as pool:
        while monotonic() < ends_at and (claimed := claim_due(now)):
            sent = {pool.submit(send, delivery): delivery for delivery in claimed}
            for future in as_completed(sent):
                attempt = future.result()
                record_attempt(sent[future], attempt)
                done += attempt.is_counted
    return done


def claim_due(now: datetime) -> Sequence[WebhookDelivery]:
    """Take what is due for a minute, the longest due first, of no webhook more than a few."""
    facts: dict[str, datetime | int] = {
        "now": now,
        "until": now + CLAIM,
        "batch": BATCH,
        "each": PER_WEBHOOK,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, facts)
        ids = [row[0] for row in cursor.fetchall()]
    return list(WebhookDelivery.objects.filter(id__in=ids).select_related("webhook").order_by("created_at"))


def send(delivery: WebhookDelivery) -> Attempt:
    """Send a delivery once. The id in its headers is the same each time, so that a receiver sees a repeat.

    It never raises: what breaks is an attempt too, or it would be made for ever, and the batch lost with it.
    """
    began, at = monotonic(), timezone.now()
    try:
        answer = call_outside(
            "webhook",
            "POST",
            delivery.webhook.url,
            content=delivery.body.encode(),
            headers=_headers(delivery, at),
            timeout=TIMEOUT_SECONDS,
            max_bytes=MOST_ANSWERED,
            allow_loopback=settings.WEBHOOKS_TO_LOOPBACK,
        )
    except CivalError as refusal:
        return _refused(refusal, at, began)
    except Exception:
        logger.exception("Delivery %s broke", delivery.id)
        return Attempt(at, None, _since(began), "It broke on our side; the log has the trace.")
    error = "" if 200 <= answer.status < 300 else f"It answered {answer.status}."
    return Attempt(at, answer.status, _since(began), error)


def _headers(delivery: WebhookDelivery, at: datetime) -> dict[str, str]:
    secret = unseal(delivery.webhook.sealed_secret)
    signature = sign(
        secret, message_id=delivery.message_id, timestamp=int(at.timestamp()), body=delivery.body.encode()
    )
    return {"Content-Type": "application/json", **signature}


def _refused(refusal: CivalError, at: datetime, began: float) -> Attempt:
    return Attempt(
        at,
        refusal.details.get("status"),
        _since(began),
        refusal.detail[:500],
        is_counted=refusal.reason_code not in NOT_SENT,
        retry_after=refusal.retry_after,
    )


def _since(began: float) -> float:
    return round((monotonic() - began) * 1000, 1)
