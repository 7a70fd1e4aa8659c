"""Finding alerts and the rules that make them."""

from uuid import UUID

from django.db.models import Q, QuerySet

from apps.system.access.models import Actor
from apps.system.alerts.models import Alert, AlertRule
from apps.system.errors import NotFound


def list_alerts(actor: Actor) -> "QuerySet[Alert]":
    """The platform's alerts, and those of the owners in whose seats the asker sits; an admin sees all."""
    if actor.lineage[0] in actor.seats:
        return Alert.objects.all()
    return Alert.objects.filter(Q(audience=None) | Q(audience__in=actor.seats))


def get_alert(actor: Actor, alert_id: UUID) -> Alert:
    """One alert that the asker sees. Raises NotFound."""
    found = list_alerts(actor).filter(id=alert_id).first()
    if found is None:
        raise NotFound(f"There is no alert {alert_id}.")
    return found


def list_rules() -> "QuerySet[AlertRule]":
    """All rules; they watch the platform, which is everybody's."""
    return AlertRule.objects.all()


def get_rule(rule_id: UUID) -> AlertRule:
    """One rule. Raises NotFound."""
    found = AlertRule.objects.filter(id=rule_id).first()
    if found is None:
        raise NotFound(f"There is no alert rule {rule_id}.")
    return found
