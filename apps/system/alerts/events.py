"""News of alerts."""

from uuid import UUID

from apps.system.events.catalogue import EventPayload


class AlertChanged(EventPayload, type="system.alert"):
    """An alert was raised (OPEN), acknowledged, or resolved (by a person, or because it is no longer so)."""

    alert_id: UUID
    source: str
    subject: str
    severity: str
    status: str
    title: str
    detail: str
