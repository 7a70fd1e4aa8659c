"""How an alert was told, on the wire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from apps.system.notices.models import Notice
from apps.system.notices.selectors import outcomes_of
from apps.system.types import WireModel


class NoticeOut(WireModel):
    """One way by which an alert is told: PENDING, DELIVERED, FAILED for good, or HELD_BACK (enough for now).

    `recipient` is the person of an e-mail, by id and never by address; `webhookId` the webhook.
    """

    id: UUID
    channel: Literal["in_app", "webhook", "email"]
    recipient: UUID | None
    recipient_name: str | None
    webhook_id: UUID | None
    status: Literal["PENDING", "DELIVERED", "FAILED", "HELD_BACK"]
    attempts: int
    error: str
    due_at: datetime | None
    created_at: datetime
    delivered_at: datetime | None


class NoticesOut(WireModel):
    """Everything by which an alert was told, the first first."""

    alert_id: UUID
    deliveries: list[NoticeOut]


def present_notices(notices: Sequence[Notice]) -> list[NoticeOut]:
    """Notices with what has become of each by now."""
    outcomes = outcomes_of(notices)
    return [_present(each, *outcomes[each.id]) for each in notices]


def _present(
    notice: Notice, status: str, attempts: int, error: str, delivered_at: datetime | None
) -> NoticeOut:
    return NoticeOut.model_validate(
        {
            "id": notice.id,
            "channel": notice.channel,
            "recipient": notice.recipient_id,
            "recipient_name": notice.recipient and notice.recipient.name,
            "webhook_id": notice.webhook_id,
            "status": status,
            "attempts": attempts,
            "error": error,
            "due_at": notice.due_at,
            "created_at": notice.created_at,
            "delivered_at": delivered_at,
        }
    )
