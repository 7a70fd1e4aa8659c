"""One id for a whole story, from click or prompt to fill."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID
from weakref import ref

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from apps.system.ids import new_id

_current: ContextVar[UUID | None] = ContextVar("correlation", default=None)


class _UnitOfWork:
    """One transaction that belongs to no story. Its hooks hold this, and let go of it where it ends."""

    def __init__(self) -> None:
        self.story = new_id()

    def __call__(self) -> None:
        """Nothing is left to do at the commit: being held until then is all."""


_unit: ContextVar[ref[_UnitOfWork] | None] = ContextVar("unit of work", default=None)


def current_correlation() -> UUID:
    """The id of the story that is being told; where none is, the transaction is one of its own.

    Processes live long, and what they do one after another has nothing in common.
    """
    return _current.get() or _unit_of_work().story


def _unit_of_work() -> _UnitOfWork:
    known = _unit.get()
    unit = known() if known is not None else None
    if unit is None:
        unit = _UnitOfWork()
        _unit.set(ref(unit))
        if transaction.get_connection().in_atomic_block:
            transaction.on_commit(unit)
    return unit


@contextmanager
def correlate(correlation_id: UUID | None = None) -> Iterator[UUID]:
    """Tell one story within the block, under the given id or a new one."""
    story = correlation_id or new_id()
    token = _current.set(story)
    try:
        yield story
    finally:
        _current.reset(token)


class CorrelationMiddleware:
    """Takes `X-Correlation-Id` (a UUID) or makes one, and answers with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with correlate(read_correlation(request.headers.get("X-Correlation-Id", ""))) as story:
            response = self.get_response(request)
            response["X-Correlation-Id"] = str(story)
            return response


def read_correlation(text: str) -> UUID | None:
    """A caller's id, or None where it is not a UUID (a label of theirs must not reach the logs raw)."""
    try:
        return UUID(text)
    except ValueError:
        return None


class CorrelationFilter(logging.Filter):
    """Adds the story's id to each log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.correlation_id = str(_current.get() or "-")
        return True
