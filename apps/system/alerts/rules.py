"""The rules by which health makes alerts: their defaults, and changing them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from apps.system.access.models import Actor
from apps.system.alerts.evaluation import SOURCE, subject_of
from apps.system.alerts.figures import check_figure
from apps.system.alerts.models import Alert, AlertRule
from apps.system.alerts.services import settle_alert
from apps.system.errors import Conflict, Invalid
from apps.system.health.registry import list_probes

_WATCHED = frozenset({"what", "comparison", "threshold"})


@dataclass(frozen=True)
class Default:
    """A rule that every platform begins with."""

    seed: str
    name: str
    what: str
    comparison: str
    threshold: str
    severity: Alert.Severity
    for_seconds: int


_WARNING, _CRITICAL = Alert.Severity.WARNING, Alert.Severity.CRITICAL
DEFAULTS = (
    Default("critical", "The platform is critical", "score", "<", "70", _CRITICAL, 15),
    Default("degraded", "The platform is degraded", "score", "<", "90", _WARNING, 60),
    Default("ledger", "The ledger does not balance", "ledger.status", ">=", "degraded", _CRITICAL, 0),
    Default("market", "The market stands still", "market.status", ">=", "critical", _CRITICAL, 10),
    Default("workers", "A queue is not served", "workers.status", ">=", "critical", _CRITICAL, 10),
    Default("sequencer", "Events are not numbered", "sequencer.status", ">=", "critical", _CRITICAL, 10),
    Default("subscribers", "A subscriber falls behind", "subscribers.status", ">=", "critical", _WARNING, 10),
    Default("letters", "Events are parked", "dead-letters.measured.total", ">", "0", _WARNING, 0),
    Default("queues", "Work piles up", "queues.measured.deepest", ">", "1000", _WARNING, 30),
    Default("calls", "Calls wait for a worker", "tool-calls.status", ">=", "degraded", _WARNING, 10),
    Default("sagas", "A long operation is stuck", "sagas.status", ">=", "degraded", _WARNING, 30),
    Default("schedules", "A schedule is overdue", "schedules.status", ">=", "degraded", _WARNING, 30),
    Default("disk", "A disk runs full", "disk.measured.least_free_share", "<", "0.1", _WARNING, 30),
    Default("partitions", "Partitions are missing", "partitions.status", ">=", "degraded", _WARNING, 60),
)


def seed_rules() -> list[str]:
    """Have every default rule, as it was edited where it was. Answers the names of the new ones."""
    known = set(AlertRule.objects.exclude(seed="").values_list("seed", flat=True))
    new = [AlertRule(**vars(each)) for each in DEFAULTS if each.seed not in known]
    AlertRule.objects.bulk_create(new, ignore_conflicts=True)
    return [each.name for each in new]


@transaction.atomic
def create_rule(*, by: Actor, **fields: Any) -> AlertRule:
    """Watch a figure. Raises Invalid where there is no such figure, Conflict where the name is taken."""
    rule = AlertRule(**fields, updated_by=by.id)
    _check(rule)
    return _save(rule)


@transaction.atomic
def update_rule(*, by: Actor, rule: AlertRule, changes: Mapping[str, Any], now: datetime) -> AlertRule:
    """Change a rule. One that watches something else now, or is switched off, ends its alert and begins anew.

    Raises Invalid and Conflict as creating does.
    """
    rule = AlertRule.objects.select_for_update().get(id=rule.id)
    for name, value in changes.items():
        setattr(rule, name, value)
    rule.updated_by = by.id
    _check(rule)
    if _WATCHED & changes.keys() or not rule.is_enabled:
        _begin_anew(rule, now)
    return _save(rule)


@transaction.atomic
def delete_rule(*, rule: AlertRule, now: datetime) -> None:
    """Watch it no longer; its alert ends. Raises Conflict for a default: it would come back."""
    if rule.seed:
        raise Conflict("A default rule cannot be deleted; disable it.", code="default_rule")
    _begin_anew(rule, now)
    rule.delete()


def _begin_anew(rule: AlertRule, now: datetime) -> None:
    rule.is_breached, rule.turned_at = False, None
    settle_alert(source=SOURCE, subject=subject_of(rule.id), now=now)


def _check(rule: AlertRule) -> None:
    if wrong := check_figure(rule.what, rule.threshold, {each.name for each in list_probes()}):
        raise Invalid(wrong, code="unknown_figure", errors=[{"pointer": "/what", "reason": wrong}])


def _save(rule: AlertRule) -> AlertRule:
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError as error:
        raise Conflict(f"There is a rule called {rule.name} already.", code="name_taken") from error
    return rule
