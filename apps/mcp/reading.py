"""Cheap reads: run in the process that was asked, bounded and unable to write, and recorded when done."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.mcp.circuits import count_failure
from apps.mcp.finishing import fitting, outcome_of
from apps.mcp.models import ToolCall
from apps.mcp.records import end_reading, record_finished
from apps.mcp.request import Request
from apps.mcp.standing import looking, standing_of
from apps.mcp.types import CallOutcome, CallStatus, Deferred, ToolContext
from apps.system.prepared import ask_last, bounded_reading, bounds_of_reading


@contextmanager
def reading(request: Request) -> Iterator[None]:
    """Begin a read together with the look at what may stand in its way; `read_now` ends it with the record.

    A gate that refuses within ends it, too, and its refusal is recorded after that.
    """
    asked = looking(request.caller.actor.lineage, request.tool.name, request.now)
    with bounded_reading(request.tool.timeout, asked) as rows:
        request.learnt.standing, request.learnt.is_reading = standing_of(rows), True
        try:
            yield
        finally:
            request.learnt.is_reading = False


def read_now(request: Request) -> ToolCall:
    """Run a read, bounded, and record it finished."""
    if request.learnt.is_reading:
        call = read_within(request)
        end_reading([call])
    else:
        call = _run(request, _bounded(request.tool.timeout))
        record_finished(call)
    count_failures([call])
    return call


def read_within(request: Request) -> ToolCall:
    """Run a read in the transaction that `reading` began; it ends with the record."""
    return _run(request, nullcontext())


def count_failures(calls: Iterable[ToolCall]) -> None:
    """Have the circuits of their tools know of those recorded reads that failed."""
    for call in calls:
        if call.status == CallStatus.FAILED and call.finished_at is not None:
            count_failure(call.tool, call.finished_at)


def _run(request: Request, bounds: AbstractContextManager[object]) -> ToolCall:
    call = request.new_call()
    outcome = _read(request, call.id, bounds)
    call.started_at, call.finished_at = request.now, timezone.now()
    call.status, call.code, call.reason = outcome.status, outcome.code, outcome.reason
    call.result, call.result_size = outcome.result, outcome.size
    call.sealed = ""
    call.details, call.error_status = dict(outcome.details), outcome.error_status
    call.attempts = 1
    return call


def _read(request: Request, call_id: UUID, bounds: AbstractContextManager[object]) -> CallOutcome:
    tool = request.tool
    try:
        with bounds:
            answer = tool.call(ToolContext(request.caller, call_id, request.now), request.parameters)
            if isinstance(answer, Deferred):
                raise TypeError(f"{tool.name} is cheap and cannot defer.")
            result = tool.dump(answer)
        return fitting(CallOutcome(call_id, CallStatus.SUCCEEDED, result))
    except Exception as error:
        return outcome_of(error, call_id, tool.name)


def _bounded(seconds: float) -> AbstractContextManager[object]:
    return _bounded_within(seconds) if connection.in_atomic_block else bounded_reading(seconds)


@contextmanager
def _bounded_within(seconds: float) -> Iterator[None]:
    """Bound what a tool reads within a transaction, and keep it from writing."""
    with transaction.atomic():
        ask_last(bounds_of_reading(seconds))
        yield
        # The end of a nested transaction takes the bounds back only if it is rolled back.
        transaction.set_rollback(True)
