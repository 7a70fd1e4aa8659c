"""Finding notices, and whom an actor may tell."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from apps.system.access.models import Actor, Membership
from apps.system.access.selectors import visible
from apps.system.alerts.models import Alert
from apps.system.errors import NotFound
from apps.system.events.interests import type_matches
from apps.system.notices.models import Notice
from apps.system.webhooks.models import Webhook, WebhookDelivery
from apps.system.webhooks.selectors import list_listening

ALERT_EVENT = "system.alert"

Outcome = tuple[str, int, str, datetime | None]
"""Status, attempts, error, and when it was delivered."""


def people_of(actor: Actor) -> list[Actor]:
    """Whom an actor may tell: its owner, or the members of the team that owns it."""
    owner = Actor.objects.get(id=actor.owner_id)
    if owner.kind == Actor.Kind.PERSON:
        return [owner]
    members = Membership.objects.filter(team=owner).select_related("person").order_by("id")
    return [each.person for each in members]


def webhooks_of(actor: Actor) -> list[Webhook]:
    """The webhooks of an actor's owner that are told of alerts."""
    return [
        each
        for each in list_listening()
        if each.owner_id == actor.owner_id
        and any(type_matches(pattern, ALERT_EVENT) for pattern in each.patterns)
    ]


def list_notices(actor: Actor, alert_id: UUID) -> "QuerySet[Notice]":
    """How an alert was told, where one sees who sent it. Raises NotFound."""
    rows = visible(Notice.objects.filter(alert_id=alert_id), actor, path="sent_by")
    if not rows.exists():
        raise NotFound(f"There is no alert {alert_id} that somebody sent.", code="unknown_alert")
    return rows.select_related("recipient", "webhook")


def outcomes_of(notices: Sequence[Notice]) -> Mapping[UUID, Outcome]:
    """What became of each; of those of webhooks, what became of the delivery of their event."""
    told = {
        (each.webhook_id, each.event_id): each
        for each in WebhookDelivery.objects.filter(
            webhook_id__in=_given(each.webhook_id for each in notices),
            event_id__in=_given(each.event_id for each in notices),
        )
    }
    return {each.id: _outcome(each, told.get((each.webhook_id, each.event_id))) for each in notices}  # type: ignore[arg-type]


def sent_since(actor: Actor, since: datetime) -> int:
    """How many alerts an actor has begun to tell since then."""
    return Alert.objects.filter(notices__sent_by=actor, notices__created_at__gt=since).distinct().count()


def mails_since(person: Actor, since: datetime) -> int:
    """How many e-mails were written to a person since then."""
    return Notice.objects.filter(
        recipient=person,
        created_at__gt=since,
        status__in=[Notice.Status.PENDING, Notice.Status.DELIVERED],
    ).count()


def _given(ids: Iterable[UUID | None]) -> set[UUID]:
    return {each for each in ids if each is not None}


def _outcome(notice: Notice, delivery: WebhookDelivery | None) -> Outcome:
    row = notice if delivery is None else delivery
    return str(row.status), row.attempts, row.error, row.delivered_at
