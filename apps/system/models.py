"""The models of every area, where Django looks for them."""

from apps.system.access.models import Actor, ApiKey, Membership, User
from apps.system.alerts.models import Alert
from apps.system.audit.models import AuditBlock, AuditEntry
from apps.system.controls.models import Halt
from apps.system.events.models import Counter, DeadLetter, Event, SubscriberCursor
from apps.system.health.models import Heartbeat
from apps.system.mesh.models import Endpoint, Service, ServiceInstance
from apps.system.sagas.models import Saga, SagaStep
from apps.system.webhooks.models import Webhook, WebhookDelivery

__all__ = [
    "Actor",
    "Alert",
    "ApiKey",
    "AuditBlock",
    "AuditEntry",
    "Counter",
    "DeadLetter",
    "Endpoint",
    "Event",
    "Halt",
    "Heartbeat",
    "Membership",
    "Saga",
    "SagaStep",
    "Service",
    "ServiceInstance",
    "SubscriberCursor",
    "User",
    "Webhook",
    "WebhookDelivery",
]
