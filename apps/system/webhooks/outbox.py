"""From the log to the outbox: who is to be told of an event, and in which words."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.system.access.models import Actor
from apps.system.events.cursors import encode_cursor
from apps.system.events.interests import type_matches
from apps.system.events.models import Event
from apps.system.events.rows import EventRow
from apps.system.events.sights import Sight, sight_of
from apps.system.webhooks.models import Webhook, WebhookDelivery
from apps.system.webhooks.selectors import list_listening


def queue_events(events: Sequence[Event]) -> int:
    """Write a delivery for each webhook whose owner sees an event of a type it asked for; once for each.

    Answers how many were written. Events from before a webhook was made are not for it.
    """
    now, sights = timezone.now(), _Sights()
    wanted = [
        _delivery(webhook, event, now)
        for webhook in list_listening()
        for event in events
        if _asks_for(webhook, event) and sights.of(webhook.owner).sees(_row(event))
    ]
    return len(WebhookDelivery.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=500))


def write_body(
    *, event_id: UUID, event_type: str, at: datetime, payload: Mapping[str, Any], seq: int | None
) -> str:
    """What a receiver reads: `id`, `type`, `timestamp`, `data`, and the event's `seq` in the log."""
    told = {
        "id": str(event_id),
        "type": event_type,
        "timestamp": at.isoformat().replace("+00:00", "Z"),
        "data": payload,
        "seq": None if seq is None else encode_cursor(seq),
    }
    return json.dumps(told, separators=(",", ":"))


class _Sights:
    """What each owner sees, asked once per batch."""

    def __init__(self) -> None:
        self._known: dict[UUID, Sight] = {}

    def of(self, owner: Actor) -> Sight:
        """What an owner sees."""
        if owner.id not in self._known:
            self._known[owner.id] = sight_of(owner)
        return self._known[owner.id]


def _asks_for(webhook: Webhook, event: Event) -> bool:
    is_later = event.recorded_at >= webhook.created_at
    return is_later and any(type_matches(pattern, event.type) for pattern in webhook.patterns)


def _delivery(webhook: Webhook, event: Event, now: datetime) -> WebhookDelivery:
    return WebhookDelivery(
        webhook=webhook,
        event_id=event.id,
        event_seq=event.seq,
        event_type=event.type,
        body=write_body(
            event_id=event.id,
            event_type=event.type,
            at=event.recorded_at,
            payload=event.payload,
            seq=event.seq,
        ),
        due_at=now,
        created_at=now,
    )


def _row(event: Event) -> EventRow:
    """The event as sights judge it; its payload plays no part in that."""
    return EventRow(
        event.seq,
        event.id,
        event.type,
        event.audience,
        event.agent_id,
        event.farm_id,
        event.symbol,
        event.source,
        "",
        event.correlation_id,
        event.causation_id,
        event.recorded_at,
    )
