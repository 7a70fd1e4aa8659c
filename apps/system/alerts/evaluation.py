"""Holding rules against a finding: alerts begin once a rule has been breached for long enough, and end alike.

What flips more often than a rule's `for_seconds` neither begins nor ends anything, and after an alert has
ended, by itself or by a person, the rule rests for its cooldown.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from apps.system.alerts.figures import is_beyond, read_figure, say_figure
from apps.system.alerts.models import Alert, AlertRule
from apps.system.alerts.services import raise_alert, settle_alert
from apps.system.health.judging import Health

SOURCE = "health"


@transaction.atomic
def evaluate_rules(found: Health) -> None:
    """Raise and settle the alerts of every enabled rule by what was found, at the moment it was found."""
    rules = list(AlertRule.objects.filter(is_enabled=True).order_by("id"))
    last = _last_alerts(rules)
    for rule in rules:
        value = read_figure(found, rule.what)
        if value is None and found.find(rule.what.partition(".")[0]) is not None:
            continue  # the probe could not measure it: nothing is known
        is_breached = value is not None and is_beyond(value, rule.comparison, rule.threshold)
        _turn(rule, found.as_of, is_breached=is_breached)
        _act(rule, found, value, last.get(subject_of(rule.id)))


def subject_of(rule_id: UUID) -> str:
    """The subject of a rule's alerts."""
    return f"rule:{rule_id}"


def _turn(rule: AlertRule, now: datetime, *, is_breached: bool) -> None:
    """Remember since when it has been so."""
    if rule.turned_at is not None and rule.is_breached == is_breached:
        return
    rule.is_breached, rule.turned_at = is_breached, now
    rule.save(update_fields=["is_breached", "turned_at"])


def _act(rule: AlertRule, found: Health, value: Decimal | None, last: Alert | None) -> None:
    now, is_open = found.as_of, last is not None and last.resolved_at is None
    has_lasted = rule.turned_at is not None and now - rule.turned_at >= timedelta(seconds=rule.for_seconds)
    if is_open and not rule.is_breached and has_lasted:
        settle_alert(source=SOURCE, subject=subject_of(rule.id), now=now)
    elif value is not None and rule.is_breached and (is_open or (has_lasted and not _rests(rule, last, now))):
        _raise(rule, found, value)


def _rests(rule: AlertRule, last: Alert | None, now: datetime) -> bool:
    ended = last.resolved_at if last else None
    return ended is not None and now - ended < timedelta(seconds=rule.cooldown_seconds)


def _raise(rule: AlertRule, found: Health, value: Decimal) -> None:
    check, said = found.find(rule.what.partition(".")[0]), say_figure(rule.what, value)
    limit = f"{rule.what} is {said}; the rule alerts at {rule.comparison} {rule.threshold}."
    raise_alert(
        source=SOURCE,
        subject=subject_of(rule.id),
        severity=Alert.Severity(rule.severity),
        title=rule.name,
        detail=f"{check.detail} {limit}" if check else limit,
        measured={"what": rule.what, "value": said, "threshold": rule.threshold},
        now=found.as_of,
    )


def _last_alerts(rules: Iterable[AlertRule]) -> dict[str, Alert]:
    """The newest alert of each of these rules, by its subject."""
    rows = Alert.objects.filter(source=SOURCE, subject__in=[subject_of(rule.id) for rule in rules])
    return {alert.subject: alert for alert in rows.order_by("subject", "-id").distinct("subject")}
