"""News of the platform's health."""

from apps.system.events.catalogue import EventPayload
from apps.system.types import WireModel


class CheckChange(WireModel):
    """One probe that finds its thing otherwise than before; null where it was, or is, left out."""

    name: str
    status: str | None
    previous: str | None


class HealthChanged(EventPayload, type="system.health"):
    """The platform's health, or the status of one of its checks, is another than before."""

    overall: str
    previous: str | None
    score: int
    starting: bool
    reasons: list[str]
    changed: list[CheckChange]
