"""What came of an attempt: the delivery's next time or its end, and the standing of its webhook."""

from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from django.db import transaction

from apps.system.alerts.models import Alert
from apps.system.alerts.services import raise_alert, settle_alert
from apps.system.mesh.backoff import next_delay
from apps.system.webhooks.models import Webhook, WebhookDelivery
from apps.system.webhooks.retrying import DELAYS, GIVE_UP_ON_WEBHOOK
from apps.system.webhooks.services import ALERTS
from apps.system.webhooks.types import Attempt

GONE = 410
KEPT = timedelta(days=30)
LONGEST_LOG = 30
LEAST_REST = timedelta(seconds=1)

_random = SystemRandom()


@transaction.atomic
def record_attempt(delivery: WebhookDelivery, attempt: Attempt) -> bool:
    """Keep what came of a claimed delivery. False, changing nothing, where the claim had lapsed.

    The webhook is locked before its delivery, as by whoever deletes it.
    """
    webhook = Webhook.objects.select_for_update().filter(id=delivery.webhook_id).first()
    standing = WebhookDelivery.objects.select_for_update().filter(
        id=delivery.id, attempts=delivery.attempts, due_at=delivery.due_at, status=delivery.Status.PENDING
    )
    row = standing.first()
    if webhook is None or row is None:
        return False
    if not attempt.is_counted:
        _put_off(row, attempt)
        return True
    row.log = [*row.log, _entry(attempt)][-LONGEST_LOG:]
    row.response_code, row.milliseconds, row.error = attempt.code, attempt.milliseconds, attempt.error
    _judge(row, attempt)
    row.save()
    _succeed(webhook, attempt.at) if attempt.is_success else _fail(webhook, attempt)
    return True


def forget_deliveries(now: datetime) -> int:
    """Drop what is older than a month. Answers how many."""
    return WebhookDelivery.objects.filter(created_at__lt=now - KEPT).delete()[0]


def _put_off(row: WebhookDelivery, attempt: Attempt) -> None:
    """The mesh let nothing through: the delivery waits without having been tried."""
    rest = max(LEAST_REST, timedelta(seconds=attempt.retry_after or 0))
    WebhookDelivery.objects.filter(id=row.id).update(attempts=row.attempts - 1, due_at=attempt.at + rest)


def _entry(attempt: Attempt) -> dict[str, Any]:
    return {
        "at": attempt.at.isoformat(),
        "code": attempt.code,
        "milliseconds": attempt.milliseconds,
        "error": attempt.error,
    }


def _judge(row: WebhookDelivery, attempt: Attempt) -> None:
    if attempt.is_success:
        row.status, row.delivered_at, row.due_at = row.Status.DELIVERED, attempt.at, None
        return
    delay = next_delay(DELAYS, row.attempts, _random)
    if delay is None:
        row.status, row.due_at = row.Status.FAILED, None
    else:
        row.due_at = attempt.at + max(delay, timedelta(seconds=attempt.retry_after or 0))


def _succeed(webhook: Webhook, at: datetime) -> None:
    if webhook.failing_since is not None:
        settle_alert(source=ALERTS, subject=f"webhook:{webhook.id}", now=at)
    Webhook.objects.filter(id=webhook.id).update(failing_since=None, delivered_at=at)


def _fail(webhook: Webhook, attempt: Attempt) -> None:
    """Disable what is gone, or has failed for days without a success, and tell its owner."""
    since = webhook.failing_since or attempt.at
    if attempt.code == GONE:
        _disable(webhook, "The receiver answered 410: it is gone.", attempt, since)
    elif attempt.at - since >= GIVE_UP_ON_WEBHOOK:
        _disable(webhook, f"Nothing was delivered since {since:%Y-%m-%d %H:%M} UTC.", attempt, since)
    elif webhook.failing_since is None:
        Webhook.objects.filter(id=webhook.id).update(failing_since=since)


def _disable(webhook: Webhook, reason: str, attempt: Attempt, since: datetime) -> None:
    Webhook.objects.filter(id=webhook.id).update(enabled=False, disabled_because=reason, failing_since=since)
    raise_alert(
        source=ALERTS,
        subject=f"webhook:{webhook.id}",
        severity=Alert.Severity.WARNING,
        title="A webhook was disabled",
        detail=f"{webhook}: {reason} Enable it again once its receiver answers.",
        measured={"failing_since": since.isoformat(), "last_code": attempt.code},
        audience=webhook.owner.owner_id,
        now=attempt.at,
    )
