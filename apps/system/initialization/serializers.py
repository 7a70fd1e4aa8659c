"""Initializations on the wire."""

from datetime import datetime
from uuid import UUID

from apps.system.initialization.models import Initialization
from apps.system.types import WireModel


class InitializationStepOut(WireModel):
    """One step: `done`, `unchanged` or `failed`; what it found, what it changed, and how long it took."""

    name: str
    status: str
    detail: str
    changed: list[str]
    seconds: float


class InitializationOut(WireModel):
    """One bring-up of the platform; `askedBy` is null where a command did it, as in a release."""

    id: UUID
    status: str
    asked_by: UUID | None
    attempts: int
    started_at: datetime
    finished_at: datetime | None
    steps: list[InitializationStepOut]


def present_initialization(run: Initialization) -> InitializationOut:
    """An initialization and its report."""
    return InitializationOut.model_validate(run)
