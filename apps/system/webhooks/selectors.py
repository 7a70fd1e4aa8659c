"""Finding webhooks and their deliveries; whoever asks comes first."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.errors import NotFound
from apps.system.webhooks.models import Webhook, WebhookDelivery


def list_webhooks(actor: Actor) -> "QuerySet[Webhook]":
    """The webhooks of the actors that the asker sees."""
    return visible(Webhook.objects.all(), actor, path="owner")


def get_webhook(actor: Actor, webhook_id: UUID) -> Webhook:
    """One webhook that the asker sees. Raises NotFound."""
    found = list_webhooks(actor).filter(id=webhook_id).first()
    if found is None:
        raise NotFound(f"There is no webhook {webhook_id}.", code="unknown_webhook")
    return found


def lock_webhook(actor: Actor, webhook_id: UUID) -> Webhook:
    """The same, kept from being changed by others until the transaction ends."""
    return Webhook.objects.select_for_update().get(id=get_webhook(actor, webhook_id).id)


def list_deliveries(webhook: Webhook) -> "QuerySet[WebhookDelivery]":
    """What was, or will be, sent to a webhook."""
    return WebhookDelivery.objects.filter(webhook=webhook)


def get_delivery(webhook: Webhook, delivery_id: UUID) -> WebhookDelivery:
    """One delivery of a webhook. Raises NotFound."""
    found = list_deliveries(webhook).filter(id=delivery_id).first()
    if found is None:
        raise NotFound(f"There is no delivery {delivery_id}.", code="unknown_delivery")
    return found


def list_listening() -> Iterable[Webhook]:
    """Every webhook that is to be told of events, with its owner, who may still sign in."""
    rows = Webhook.objects.filter(enabled=True, owner__archived_at=None)
    return rows.exclude(owner__user__is_active=False).select_related("owner").order_by("id")
