"""Being told of events by HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.bodies import Text
from apps.system.webhooks import services
from apps.system.webhooks.models import Webhook, WebhookDelivery

Url = Annotated[
    str, Field(min_length=1, max_length=2000, description="Public `https` URL that takes a POST per event.")
]
Events = Annotated[
    list[str],
    Field(min_length=1, max_length=100, description="Types like `trade.order_filled`, or `agent.*`, or `*`."),
]
Description = Annotated[Text, Field(max_length=200, description="What it is for.")]


class WebhookResult(BaseModel):
    """A webhook. Its signing secret is shown by `POST /system/webhooks/{id}/secret` only, once."""

    id: UUID
    url: str
    events: list[str]
    description: str
    enabled: bool


class WebhookRemoved(BaseModel):
    """A webhook is gone."""

    id: UUID


class DeliveryResult(BaseModel):
    """A delivery that will be tried at `due_at`; `message_id` is what the receiver reads."""

    id: UUID
    message_id: str
    event_type: str
    status: str
    due_at: datetime | None


@operator_command(scope="operate", idempotent=False, per_minute=30)
def create_webhook(
    context: ToolContext, *, url: Url, events: Events, description: Description = ""
) -> WebhookResult:
    """Have a URL told of the events that you see, from now on: signed, at least once each, in no set order.

    Answer 2xx within 5 seconds; anything else is tried again for about a day. The signature is that of
    Standard Webhooks; get its secret from `POST /system/webhooks/{id}/secret`.
    """
    made = services.create_webhook(
        owner=context.actor, url=url, events=events, description=description, now=context.now
    )
    return _result(made)


@operator_command(scope="operate", idempotent=True)
def update_webhook(
    context: ToolContext,
    *,
    webhook_id: UUID,
    url: Url | None = None,
    events: Events | None = None,
    description: Description | None = None,
    enabled: bool | None = None,
) -> WebhookResult:
    """Change what is given. One that was disabled for failing is enabled again so; what waits is sent."""
    changed = services.update_webhook(
        context.actor,
        webhook_id,
        url=url,
        events=events,
        description=description,
        enabled=enabled,
        now=context.now,
    )
    return _result(changed)


@operator_command(scope="operate", destructive=True, idempotent=False)
def delete_webhook(context: ToolContext, *, webhook_id: UUID) -> WebhookRemoved:
    """Remove a webhook and the log of its deliveries; what waits is not sent any more."""
    services.delete_webhook(context.actor, webhook_id, now=context.now)
    return WebhookRemoved(id=webhook_id)


@operator_command(scope="operate", idempotent=False, per_minute=30)
def test_webhook(context: ToolContext, *, webhook_id: UUID) -> DeliveryResult:
    """Send a webhook an event of type `webhook.test`; its deliveries soon show what was answered."""
    return _delivery(services.test_webhook(context.actor, webhook_id, now=context.now))


@operator_command(scope="operate", idempotent=True)
def redeliver_webhook(context: ToolContext, *, webhook_id: UUID, delivery_id: UUID) -> DeliveryResult:
    """Send a delivery again under the same id, whether it had failed, succeeded or still waits."""
    return _delivery(services.redeliver_webhook(context.actor, webhook_id, delivery_id, now=context.now))


def _result(row: Webhook) -> WebhookResult:
    return WebhookResult(
        id=row.id, url=row.url, events=row.patterns, description=row.description, enabled=row.enabled
    )


def _delivery(row: WebhookDelivery) -> DeliveryResult:
    return DeliveryResult(
        id=row.id,
        message_id=row.message_id,
        event_type=row.event_type,
        status=row.status,
        due_at=row.due_at,
    )
