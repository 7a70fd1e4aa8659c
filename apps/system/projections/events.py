"""News of projections."""

from typing import ClassVar
from uuid import UUID

from apps.system.events.catalogue import EventPayload


class ProjectionRebuilding(EventPayload, type="system.projection_progress", ephemeral=True):
    """How far a rebuild is: `done` numbers of the log, of which the live tables have taken `total`."""

    apart_by: ClassVar[tuple[str, ...]] = ("rebuild_id",)

    rebuild_id: UUID
    projection: str
    done: int
    total: int


class ProjectionRebuilt(EventPayload, type="system.projection"):
    """A projection was built anew from the log; `changed` rows of it were not as they should have been."""

    rebuild_id: UUID
    projection: str
    status: str
    events: int
    skipped: int
    changed: int | None
    digest_before: str
    digest_after: str
    reason: str
