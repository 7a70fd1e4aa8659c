"""The models of every area, where Django looks for them."""

from apps.system.access.models import Actor, ApiKey, BrowserSession, Membership, User
from apps.system.alerts.models import Alert, AlertRule
from apps.system.audit.models import AuditAnchor, AuditBlock, AuditEntry
from apps.system.controls.models import Halt, Schedule, SettingChange, SettingValue
from apps.system.events.models import Counter, DeadLetter, Event, SubscriberCursor
from apps.system.health.models import HealthSnapshot, Heartbeat
from apps.system.initialization.models import Initialization
from apps.system.mesh.models import Endpoint, Service, ServiceInstance
from apps.system.notices.models import Notice
from apps.system.projections.models import EventTally, ProjectionRebuild
from apps.system.reconciliation.models import ReconciliationRun
from apps.system.sagas.models import Saga, SagaStep
from apps.system.webhooks.models import Webhook, WebhookDelivery

__all__ = [
    "Actor",
    "Alert",
    "AlertRule",
    "ApiKey",
    "AuditAnchor",
    "AuditBlock",
    "AuditEntry",
    "BrowserSession",
    "Counter",
    "DeadLetter",
    "Endpoint",
    "Event",
    "EventTally",
    "Halt",
    "HealthSnapshot",
    "Heartbeat",
    "Initialization",
    "Membership",
    "Notice",
    "ProjectionRebuild",
    "ReconciliationRun",
    "Saga",
    "SagaStep",
    "Schedule",
    "Service",
    "ServiceInstance",
    "SettingChange",
    "SettingValue",
    "SubscriberCursor",
    "User",
    "Webhook",
    "WebhookDelivery",
]
