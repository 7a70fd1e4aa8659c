"""Making, changing and removing webhooks, and asking for deliveries."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from apps.system.access.models import Actor
from apps.system.alerts.services import settle_alert
from apps.system.audit.services import record_audit
from apps.system.errors import Conflict
from apps.system.events.interests import read_patterns
from apps.system.ids import new_id
from apps.system.mesh.destinations import check_url
from apps.system.sealing import seal
from apps.system.webhooks.models import Webhook, WebhookDelivery
from apps.system.webhooks.outbox import write_body
from apps.system.webhooks.selectors import get_delivery, get_webhook, lock_webhook
from apps.system.webhooks.signing import new_secret, show_secret

MOST_PER_OWNER = 50
TEST_TYPE = "webhook.test"
ALERTS = "webhooks"


@transaction.atomic
def create_webhook(
    *, owner: Actor, url: str, events: Sequence[str], description: str = "", now: datetime
) -> Webhook:
    """Have a URL told of the owner's events of these types from now on.

    Raises Invalid (`destination_refused`, `invalid_pattern`) and Conflict (`too_many_webhooks`). Its signing
    secret has been seen by nobody: `renew_secret` makes one and shows it.
    """
    Actor.objects.select_for_update().get(id=owner.id)
    if Webhook.objects.filter(owner=owner).count() >= MOST_PER_OWNER:
        raise Conflict(f"{MOST_PER_OWNER} webhooks are enough.", code="too_many_webhooks")
    return Webhook.objects.create(
        owner=owner,
        url=check_url(url, allow_loopback=settings.WEBHOOKS_TO_LOOPBACK),
        patterns=list(read_patterns(list(events))),
        description=description,
        sealed_secret=seal(new_secret()),
        created_at=now,
    )


@transaction.atomic
def update_webhook(
    actor: Actor,
    webhook_id: UUID,
    *,
    url: str | None = None,
    events: Sequence[str] | None = None,
    description: str | None = None,
    enabled: bool | None = None,
    now: datetime,
) -> Webhook:
    """Change what is given. Enabling one that was disabled for failing gives it another chance."""
    webhook = lock_webhook(actor, webhook_id)
    if url is not None:
        webhook.url = check_url(url, allow_loopback=settings.WEBHOOKS_TO_LOOPBACK)
    if events is not None:
        webhook.patterns = list(read_patterns(list(events)))
    if description is not None:
        webhook.description = description
    if enabled is not None and enabled != webhook.enabled:
        webhook.enabled, webhook.disabled_because, webhook.failing_since = enabled, "", None
        settle_alert(source=ALERTS, subject=f"webhook:{webhook.id}", now=now)
    webhook.save()
    return webhook


@transaction.atomic
def delete_webhook(actor: Actor, webhook_id: UUID, *, now: datetime) -> None:
    """Remove a webhook with its deliveries; what waits is not sent any more."""
    webhook = lock_webhook(actor, webhook_id)
    settle_alert(source=ALERTS, subject=f"webhook:{webhook.id}", now=now)
    webhook.delete()


@transaction.atomic
def renew_secret(actor: Actor, webhook_id: UUID) -> str:
    """Give a webhook another signing secret, and show it, only now. What waits is signed with it.

    An audited service and no tool, for a tool's result is kept.
    """
    webhook, secret = lock_webhook(actor, webhook_id), new_secret()
    webhook.sealed_secret = seal(secret)
    webhook.save(update_fields=["sealed_secret"])
    record_audit(
        actor_id=actor.id,
        principal_id=actor.id,
        interface="system",
        action="renew_webhook_secret",
        outcome="SUCCEEDED",
        subject=f"webhook:{webhook.id}",
        details={},
    )
    return show_secret(secret)


@transaction.atomic
def test_webhook(actor: Actor, webhook_id: UUID, *, now: datetime) -> WebhookDelivery:
    """Send a webhook an event that means nothing, soon. Raises Conflict (`webhook_disabled`)."""
    webhook, event_id = _listening(actor, webhook_id), new_id()
    return WebhookDelivery.objects.create(
        webhook=webhook,
        event_id=event_id,
        event_type=TEST_TYPE,
        body=write_body(event_id=event_id, event_type=TEST_TYPE, at=now, payload={}, seq=None),
        due_at=now,
        created_at=now,
    )


@transaction.atomic
def redeliver_webhook(actor: Actor, webhook_id: UUID, delivery_id: UUID, *, now: datetime) -> WebhookDelivery:
    """Send a delivery again, under its id, from the first attempt on, whatever came of it before.

    Raises Conflict (`webhook_disabled`).
    """
    delivery = get_delivery(_listening(actor, webhook_id), delivery_id)
    delivery.status, delivery.attempts, delivery.due_at = WebhookDelivery.Status.PENDING, 0, now
    delivery.save(update_fields=["status", "attempts", "due_at"])
    return delivery


def _listening(actor: Actor, webhook_id: UUID) -> Webhook:
    webhook = get_webhook(actor, webhook_id)
    if not webhook.enabled:
        raise Conflict("This webhook is disabled; enable it first.", code="webhook_disabled")
    return webhook
