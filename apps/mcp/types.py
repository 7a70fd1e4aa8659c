"""What tools are handed, what they hand back, and what can come of a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import TextChoices
from django.utils.functional import cached_property
from pydantic import BaseModel

from apps.mcp.digests import compact
from apps.mcp.jsonable import jsonable
from apps.mcp.progress import Reporter
from apps.system.access.models import Actor
from apps.system.access.types import Caller
from apps.system.errors import CivalError


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


@dataclass(frozen=True)
class ToolContext:
    """For whom a tool runs, in which call, and when; `prepared` is what its `prepare` answered.

    `reporter` tells progress; a cheap tool, which is over at once, has none.
    """

    caller: Caller
    call_id: UUID
    now: datetime
    prepared: Any = None
    reporter: Reporter | None = None

    @property
    def actor(self) -> Actor:
        """The actor the call acts as."""
        return self.caller.actor

    def progress(self, done: float, total: float | None = None, message: str = "") -> None:
        """Say how far it has come. As often as one likes: it is told a few times a second at most."""
        if self.reporter is not None:
            self.reporter.report(done, total, message)

    def is_cancelled(self) -> bool:
        """Whether the call was called off: what takes long asks, and stops. Its outcome counts no more."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT status FROM mcp_tool_call WHERE id = %s", [self.call_id])
            row = cursor.fetchone()
        return row is not None and row[0] == CallStatus.CANCELLED


# A fleet makes thousands of these in a second, and a frozen one takes three times as long to make: nobody
# changes them all the same.


@dataclass
class Asked:
    """One of many calls that run together: its context, its parsed parameters, the story it is part of."""

    context: ToolContext
    parameters: BaseModel
    correlation_id: UUID


@dataclass
class CallOutcome:
    """What came of one call: a result that fits the tool's output model, or a code and a reason.

    A result may be its own JSON, as it is kept, where whoever wrote it has held it against the model.
    """

    call_id: UUID
    status: CallStatus
    result: Mapping[str, Any] | BaseModel | str | None = None
    code: str = ""
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    error_status: int | None = None

    @cached_property
    def text(self) -> str | None:
        """The result as it is kept: JSON, with nothing between."""
        if isinstance(self.result, BaseModel):
            return self.result.model_dump_json()
        if isinstance(self.result, str):
            return self.result
        return None if self.result is None else compact(jsonable(self.result))

    @property
    def size(self) -> int | None:
        """The characters of that."""
        return None if self.text is None else len(self.text)


@dataclass
class Deferred:
    """The answer of a tool whose result comes later: the thing (order, saga) that will finish the call.

    Of calls that run together, `outcome` is what it came to where that is known at once.
    """

    kind: str
    id: UUID
    outcome: CallOutcome | None = None


CameTo = Deferred | CivalError | None
"""What one of many calls that ran together came to; None where it is left to a worker."""
