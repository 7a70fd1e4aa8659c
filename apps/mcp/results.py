"""Results of any size: short ones come with the answer, long ones are fetched piece by piece."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, JSONField, QuerySet, Value, When

from apps.mcp.models import ToolCall
from apps.mcp.selectors import get_call
from apps.system.access.models import Actor
from apps.system.errors import Conflict, Invalid

INLINE = 65_536
"""Characters of JSON that come with an answer; what is longer stays where it is, and its address comes."""

PIECE = 65_536

_PIECE = "SELECT substr(result::text, %s, %s), length(result::text) FROM mcp_tool_call WHERE id = %s"


@dataclass(frozen=True)
class Piece:
    """A stretch of a result as JSON text, and where the next one begins (None: it was the last)."""

    text: str
    size: int
    next: int | None


def start_of(cursor: str | None) -> int:
    """The character that a cursor points to. Raises Invalid (`invalid_cursor`)."""
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 9):
        raise Invalid("Use a cursor as it was answered in `next`.", code="invalid_cursor")
    return int(cursor)


def comes_inline(call: ToolCall) -> bool:
    """Whether a call's result comes with the answer."""
    return call.result_size is None or call.result_size <= INLINE


def without_long_results(calls: "QuerySet[ToolCall]") -> "QuerySet[ToolCall]":
    """The same calls, with `short_result` in place of `result`: long ones are not even read."""
    short = Case(
        When(result_size__gt=INLINE, then=Value(None)), default=F("result"), output_field=JSONField()
    )
    return calls.defer("result").annotate(short_result=short)


def read_piece(actor: Actor, call_id: UUID, start: int) -> Piece:
    """A stretch of the result of a call that the asker sees, from a character on.

    Raises NotFound, Conflict (`no_result`) where there is none, Invalid (`invalid_cursor`) past its end.
    """
    call = get_call(actor, call_id)
    with connection.cursor() as cursor:
        cursor.execute(_PIECE, [start + 1, PIECE, call.id])
        text, size = cursor.fetchone() or (None, None)
    if text is None or size is None:
        raise Conflict(f"The execution has no result: it is {call.status}.", code="no_result")
    if start >= size:
        raise Invalid("The result ends before that.", code="invalid_cursor")
    end = start + len(text)
    return Piece(text, size, end if end < size else None)
