"""Webhooks on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apps.system.types import WireModel
from apps.system.webhooks.models import Webhook, WebhookDelivery


class WebhookOut(WireModel):
    """A webhook. `disabled_because` says why the platform disabled it; its secret is never shown here."""

    id: UUID
    owner_id: UUID
    url: str
    events: list[str]
    description: str
    enabled: bool
    disabled_because: str
    failing_since: datetime | None
    delivered_at: datetime | None
    created_at: datetime


class DeliveryOut(WireModel):
    """One event on its way to a webhook: PENDING until `due_at`, DELIVERED, or FAILED for good.

    `message_id` is what the receiver reads in `webhook-id`, the same at each attempt; `log` lists them.
    """

    id: UUID
    message_id: str
    event_id: UUID
    event_type: str
    status: str
    attempts: int
    due_at: datetime | None
    response_code: int | None
    milliseconds: float | None
    error: str
    log: list[dict[str, Any]]
    created_at: datetime
    delivered_at: datetime | None


class WebhookSecretOut(WireModel):
    """The secret that signs what a webhook is sent, shown only now, as receivers' libraries take it."""

    webhook_id: UUID
    secret: str


def present_webhook(row: Webhook) -> WebhookOut:
    """A webhook without its secret."""
    return WebhookOut(
        id=row.id,
        owner_id=row.owner_id,
        url=row.url,
        events=row.patterns,
        description=row.description,
        enabled=row.enabled,
        disabled_because=row.disabled_because,
        failing_since=row.failing_since,
        delivered_at=row.delivered_at,
        created_at=row.created_at,
    )


def present_delivery(row: WebhookDelivery) -> DeliveryOut:
    """A delivery with its attempts."""
    facts = {name: getattr(row, name) for name in DeliveryOut.model_fields if name != "message_id"}
    return DeliveryOut(message_id=row.message_id, **facts)
