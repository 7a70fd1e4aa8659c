"""News of long operations. They go to the owner of the saga."""

from datetime import datetime
from uuid import UUID

from apps.system.events.catalogue import EventPayload


class SagaStarted(EventPayload, type="saga.started"):
    """A long operation began; `steps` are the names of what it will do, in order."""

    saga_id: UUID
    name: str
    steps: list[str]
    deadline: datetime | None = None


class SagaStepped(EventPayload, type="saga.step"):
    """A step went on: WAITING (`reason` says for what), DONE, FAILED (with its reason), or COMPENSATED.

    COMPENSATED means that its effect was taken back. `attempts` counts the tries that it took.
    """

    saga_id: UUID
    name: str
    step: str
    position: int
    status: str
    reason: str = ""
    attempts: int = 0
    started_at: datetime | None = None


class SagaCompensated(EventPayload, type="saga.compensated"):
    """The operation could not be done, and everything it had done was taken back."""

    saga_id: UUID
    name: str
    code: str
    reason: str


class SagaCompleted(EventPayload, type="saga.completed"):
    """Every step was done."""

    saga_id: UUID
    name: str


class SagaFailed(EventPayload, type="saga.failed"):
    """The operation can go neither on nor back: a person must look."""

    saga_id: UUID
    name: str
    code: str
    reason: str


class SagaRetried(EventPayload, type="saga.retried"):
    """A person had a failed operation go on from where it stands."""

    saga_id: UUID
    name: str
    status: str
    by: UUID


class SagaResolved(EventPayload, type="saga.resolved"):
    """A person stated how a failed operation was dealt with."""

    saga_id: UUID
    name: str
    by: UUID
    resolution: str
