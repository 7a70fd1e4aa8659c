"""The models of every area, where Django looks for them."""

from apps.system.access.models import Actor, ApiKey, Membership, User
from apps.system.alerts.models import Alert
from apps.system.audit.models import AuditBlock, AuditEntry
from apps.system.controls.models import Halt, Schedule, SettingChange, SettingValue
from apps.system.events.models import Counter, DeadLetter, Event, SubscriberCursor
from apps.system.health.models import Heartbeat
from apps.system.sagas.models import Saga, SagaStep

__all__ = [
    "Actor",
    "Alert",
    "ApiKey",
    "AuditBlock",
    "AuditEntry",
    "Counter",
    "DeadLetter",
    "Event",
    "Halt",
    "Heartbeat",
    "Membership",
    "Saga",
    "SagaStep",
    "Schedule",
    "SettingChange",
    "SettingValue",
    "SubscriberCursor",
    "User",
]
