"""Telling people, when an actor has something to tell: once, within limits, and never beyond its owner."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from apps.system.access.models import Actor
from apps.system.alerts.models import Alert
from apps.system.alerts.services import raise_alert, tell_again
from apps.system.errors import Invalid, Refused
from apps.system.notices.models import Notice
from apps.system.notices.selectors import mails_since, people_of, sent_since, webhooks_of

SOURCE = "agent"
HOUR = timedelta(hours=1)
ALERTS_PER_HOUR = 20
"""What one actor may begin to tell in an hour."""

MAILS_PER_HOUR = 30
"""What one person is sent in an hour, whoever sends it."""

QUIET = timedelta(minutes=15)
"""For so long after it was told, the same again is only counted."""

Channel = Notice.Channel


@dataclass(frozen=True)
class Message:
    """What to tell, by which channels, and to whom (nobody named: everybody whom the sender may tell)."""

    title: str
    text: str
    severity: Alert.Severity
    channels: Sequence[str]
    recipients: Sequence[UUID]
    key: str = ""


@dataclass(frozen=True)
class Sent:
    """The alert, how it is told, and whether it was only counted, because it was told a moment ago."""

    alert: Alert
    notices: Sequence[Notice]
    is_repeated: bool


@transaction.atomic
def send_alert(*, by: Actor, message: Message, now: datetime) -> Sent:
    """Have an alert for the sender's owner, and tell it. The same `key` (or title) is the same alert.

    Raises Refused (`email_not_configured`, `no_webhook`, `too_many_alerts`) and Invalid
    (`unknown_recipient`); then nothing is told at all.
    """
    Actor.objects.select_for_update().get(id=by.owner_id)
    people = _recipients(by, message.recipients)
    _check_channels(by, message.channels)
    told = Notice.objects.filter(
        alert__source=SOURCE, alert__subject=_subject(by, message), alert__resolved_at=None
    )
    is_repeated = told.filter(created_at__gt=now - QUIET).exists()
    if not is_repeated:
        _check_rate(by, now)
    alert = raise_alert(
        source=SOURCE,
        subject=_subject(by, message),
        severity=message.severity,
        title=message.title,
        detail=message.text,
        measured={"sent_by": str(by.id), "sender": by.name},
        audience=by.owner_id,
        now=now,
    )
    if is_repeated:
        return Sent(alert, list(told.select_related("recipient", "webhook").order_by("id")), True)
    if told.exists():
        tell_again(alert)
    rows = list(_notices(by, alert, message.channels, people, now))
    return Sent(alert, Notice.objects.bulk_create(rows), False)


def _subject(by: Actor, message: Message) -> str:
    """What makes two messages of one sender the same alert."""
    said = message.key or f"{message.severity}:{message.title}"
    return f"{by.id}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _recipients(by: Actor, wanted: Iterable[UUID]) -> list[Actor]:
    reachable = {each.id: each for each in people_of(by)}
    if strangers := [str(each) for each in wanted if each not in reachable]:
        raise Invalid(
            f"Only your owner, or the members of its team, can be told; not {', '.join(strangers)}.",
            code="unknown_recipient",
        )
    return [reachable[each] for each in dict.fromkeys(wanted)] or list(reachable.values())


def _check_channels(by: Actor, channels: Sequence[str]) -> None:
    if Channel.EMAIL in channels and not settings.EMAIL_CONFIGURED:
        raise Refused("E-mail is not set up here: EMAIL_URL is missing.", code="email_not_configured")
    if Channel.WEBHOOK in channels and not webhooks_of(by):
        raise Refused("Your owner has no webhook that is told of `system.alert`.", code="no_webhook")


def _check_rate(by: Actor, now: datetime) -> None:
    if sent_since(by, now - HOUR) >= ALERTS_PER_HOUR:
        raise Refused(
            f"{ALERTS_PER_HOUR} alerts in an hour are enough; put together what belongs together.",
            code="too_many_alerts",
            details={"per_hour": ALERTS_PER_HOUR},
        )


def _notices(
    by: Actor, alert: Alert, channels: Sequence[str], people: Sequence[Actor], now: datetime
) -> Iterator[Notice]:
    """The console always shows it; the others as asked."""
    done = Notice.Status.DELIVERED
    yield Notice(
        alert=alert, sent_by=by, channel=Channel.IN_APP, status=done, created_at=now, delivered_at=now
    )
    if Channel.WEBHOOK in channels:
        for webhook in webhooks_of(by):
            yield Notice(
                alert=alert,
                sent_by=by,
                channel=Channel.WEBHOOK,
                webhook=webhook,
                event_id=alert.event_id,
                created_at=now,
            )
    if Channel.EMAIL in channels:
        for person in people:
            yield _mail(by, alert, person, now)


def _mail(by: Actor, alert: Alert, person: Actor, now: datetime) -> Notice:
    mail = Notice(
        alert=alert, sent_by=by, channel=Channel.EMAIL, recipient=person, created_at=now, due_at=now
    )
    user = person.person
    if user is None or not user.is_active or not user.email:
        mail.status, mail.due_at, mail.error = Notice.Status.FAILED, None, "No e-mail address is known."
    elif mails_since(person, now - HOUR) >= MAILS_PER_HOUR:
        mail.status, mail.due_at = Notice.Status.HELD_BACK, None
        mail.error = f"{MAILS_PER_HOUR} e-mails in an hour are enough for anybody."
    return mail
