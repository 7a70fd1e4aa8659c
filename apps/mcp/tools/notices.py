"""The agents' tool that tells people something."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from apps.mcp.registry import tool
from apps.mcp.tool import Example
from apps.mcp.types import ToolContext
from apps.system.alerts.models import Alert
from apps.system.bodies import Text
from apps.system.notices import services
from apps.system.notices.serializers import present_notices

Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=150, pattern=r"^[^\x00-\x1f\x7f]+$"),
    Field(description="What it is about, in one line.", examples=["BTC/USD fell through its stop"]),
]
Message = Annotated[
    Text,
    Field(
        min_length=1,
        max_length=4000,
        description="What happened, the figures, and what should be done about it.",
    ),
]
Severity = Annotated[
    Literal["INFO", "WARNING", "CRITICAL"],
    Field(description="CRITICAL: somebody must act now; WARNING: somebody should look; INFO: good to know."),
]
Channels = Annotated[
    list[Literal["in_app", "webhook", "email"]],
    Field(
        max_length=3,
        description="How to tell it. The console always shows it; `webhook` goes to your owner's webhooks "
        "that listen to `system.alert`, `email` to the recipients.",
    ),
]
Recipients = Annotated[
    list[UUID],
    Field(
        max_length=20,
        description="Whom to send e-mails: your owner, or members of its team, by actor id. Empty: all.",
    ),
]
Key = Annotated[
    Text,
    Field(
        max_length=120,
        description="What makes it the same alert as an earlier one; severity and title if left out.",
        examples=["drawdown:BTC/USD"],
    ),
]


class NoticeState(BaseModel):
    """One way by which it is told, and how that stands: PENDING, DELIVERED, FAILED or HELD_BACK."""

    channel: str
    recipient: UUID | None
    webhook_id: UUID | None
    status: str
    error: str


class AlertSent(BaseModel):
    """The alert, and how it is told. `repeated`: told in the last 15 minutes, so it was only counted."""

    alert_id: UUID
    status: str
    severity: str
    times_seen: int
    repeated: bool
    deliveries: list[NoticeState]
    as_of: datetime


@tool(
    category="communication",
    kind="command",
    scope="trade",
    destructive=False,
    idempotent=False,
    per_minute=20,
    reduces_risk=True,
    examples=[
        Example(
            "Tell your owner",
            {
                "title": "BTC/USD fell through its stop",
                "message": "Sold 0.5 BTC at the market; the account is flat.",
                "severity": "WARNING",
                "key": "stop:BTC/USD",
            },
        ),
    ],
)
def send_alert(
    context: ToolContext,
    *,
    title: Title,
    message: Message,
    severity: Severity = "WARNING",
    channels: Channels = ["in_app"],  # noqa: B006 - a default of the schema, never changed
    recipients: Recipients = [],  # noqa: B006 - the same
    key: Key = "",
) -> AlertSent:
    """Tell the people who are responsible for you something they should know. It expects no answer.

    Use `request_human_input` where you need one. Nobody but your owner, or its team, is told. The same alert
    within 15 minutes is counted and not told again. What becomes of each e-mail and webhook is to be read at
    `/system/alerts/{alert_id}/deliveries`; they are tried again for hours.

    Refused with `email_not_configured`, `no_webhook`, `unknown_recipient` (then nothing is told), and
    `too_many_alerts` beyond 20 in an hour. A person gets 30 e-mails in an hour at most (`HELD_BACK`).
    """
    asked = services.Message(
        title=title,
        text=message,
        severity=Alert.Severity(severity),
        channels=channels,
        recipients=recipients,
        key=key,
    )
    sent = services.send_alert(by=context.actor, message=asked, now=context.now)
    return AlertSent(
        alert_id=sent.alert.id,
        status=sent.alert.status,
        severity=sent.alert.severity,
        times_seen=sent.alert.times_seen,
        repeated=sent.is_repeated,
        deliveries=[
            NoticeState(
                channel=each.channel,
                recipient=each.recipient,
                webhook_id=each.webhook_id,
                status=each.status,
                error=each.error,
            )
            for each in present_notices(sent.notices)
        ],
        as_of=context.now,
    )
