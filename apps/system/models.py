"""The models of every area, where Django looks for them."""

from apps.system.access.models import Actor, ApiKey, BrowserSession, Membership, User
from apps.system.alerts.models import Alert
from apps.system.audit.models import AuditBlock, AuditEntry
from apps.system.controls.models import Halt
from apps.system.events.models import Counter, DeadLetter, Event, SubscriberCursor
from apps.system.health.models import Heartbeat
from apps.system.initialization.models import Initialization
from apps.system.sagas.models import Saga, SagaStep

__all__ = [
    "Actor",
    "Alert",
    "ApiKey",
    "AuditBlock",
    "AuditEntry",
    "BrowserSession",
    "Counter",
    "DeadLetter",
    "Event",
    "Halt",
    "Heartbeat",
    "Initialization",
    "Membership",
    "Saga",
    "SagaStep",
    "SubscriberCursor",
    "User",
]
