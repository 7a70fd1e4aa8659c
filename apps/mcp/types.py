"""What tools are handed, what they hand back, and what can come of a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from pydantic import BaseModel

from apps.system.access.models import Actor
from apps.system.access.types import Caller


class CallStatus(TextChoices):
    """Where a call stands. The first three are open; the others are final."""

    AWAITING_APPROVAL = "AWAITING_APPROVAL", "Awaiting approval: a person is asked before it may run"
    QUEUED = "QUEUED", "Queued: waits for a worker, or is with one"
    DEFERRED = "DEFERRED", "Deferred: what it started will finish it"
    SUCCEEDED = "SUCCEEDED"
    REFUSED = "REFUSED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


RUNNING = frozenset({CallStatus.QUEUED, CallStatus.DEFERRED})
"""Open, and nobody has to be asked any more."""

OPEN = RUNNING | {CallStatus.AWAITING_APPROVAL}


class ApprovalState(TextChoices):
    """What came of asking people about a call. All but the first are final."""

    PENDING = "PENDING", "Pending: people can decide"
    APPROVED = "APPROVED", "Approved: the call was let run"
    REJECTED = "REJECTED", "Rejected by a person"
    EXPIRED = "EXPIRED", "Expired: nobody decided in time"
    VOID = "VOID", "Void: the facts have changed too much since it was asked"
    CANCELLED = "CANCELLED", "Cancelled: the call was called off"


@dataclass(frozen=True)
class ToolContext:
    """For whom a tool runs, in which call, and when; `prepared` is what its `prepare` answered."""

    caller: Caller
    call_id: UUID
    now: datetime
    prepared: Any = None

    @property
    def actor(self) -> Actor:
        """The actor the call acts as."""
        return self.caller.actor


@dataclass(frozen=True)
class Deferred:
    """The answer of a tool whose result comes later: the thing (order, saga) that will finish the call."""

    kind: str
    id: UUID


@dataclass(frozen=True)
class CallOutcome:
    """What came of one call: a result that fits the tool's output model, or a code and a reason."""

    call_id: UUID
    status: CallStatus
    result: Mapping[str, Any] | BaseModel | None = None
    code: str = ""
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    error_status: int | None = None
