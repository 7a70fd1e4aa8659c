"""News of bringing the platform up."""

from typing import ClassVar
from uuid import UUID

from apps.system.events.catalogue import EventPayload


class InitializationStepped(EventPayload, type="system.initialization", ephemeral=True):
    """A step of a bring-up ended: `done`, `unchanged` or `failed`; it is number `position` of `of`."""

    apart_by: ClassVar[tuple[str, ...]] = ("initialization_id", "step")

    initialization_id: UUID
    step: str
    position: int
    of: int
    status: str
    detail: str
    changed: list[str]
    seconds: float
