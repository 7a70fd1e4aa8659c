"""News of long operations. They go to the owner of the saga."""

from uuid import UUID

from apps.system.events.catalogue import EventPayload


class SagaStarted(EventPayload, type="saga.started"):
    """A long operation began; `steps` are the names of what it will do, in order."""

    saga_id: UUID
    name: str
    steps: list[str]


class SagaStepped(EventPayload, type="saga.step"):
    """A step ended: DONE, FAILED (with its reason), or COMPENSATED when its effect was taken back."""

    saga_id: UUID
    name: str
    step: str
    position: int
    status: str
    reason: str = ""


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
    """The operation could not be taken back either: a person must look."""

    saga_id: UUID
    name: str
    code: str
    reason: str
