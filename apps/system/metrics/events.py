"""News of the platform's figures."""

from datetime import datetime

from apps.system.events.catalogue import EventPayload


class SystemMeasured(EventPayload, type="system.metrics", ephemeral=True):
    """The platform's main figures at a moment, by group and name; null where nothing could be measured."""

    as_of: datetime
    figures: dict[str, dict[str, float | None]]
