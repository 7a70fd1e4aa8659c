"""How calls end: what they come to, and the statements that say so."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError
from psycopg.errors import QueryCanceled
from pydantic import ValidationError

from apps.mcp.cancelling import was_interrupted
from apps.mcp.digests import NOTHING, Digested, digest_exact, digest_text
from apps.mcp.ended import EndedCall
from apps.mcp.jsonable import jsonable
from apps.mcp.registry import find_tool
from apps.mcp.types import CallOutcome, CallStatus
from apps.system.bulk import Row, Texts, array_of, read_rows
from apps.system.errors import CivalError

logger = logging.getLogger(__name__)

MOST_RESULT = 16_777_216
"""Characters of JSON that a result may have. A longer one is no result: nothing is ever cut off."""

_CLOSE = """
    UPDATE mcp_tool_call AS call
    SET status = o.status, result = o.result::jsonb, code = o.code, reason = o.reason,
        details = o.details::jsonb, error_status = o.error_status, finished_at = %s, retry_at = NULL,
        result_size = length(o.result), sealed = ''
    FROM unnest(
        %s::uuid[], %s::smallint[], %s::boolean[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[]
    ) WITH ORDINALITY AS o(id, error_status, is_exact, status, result, code, reason, details, place)
    WHERE call.id = o.id AND call.id BETWEEN %s AND %s AND call.status = %s
    RETURNING o.place, call.status, call.code, call.result_size, call.started_at,
        CASE WHEN NOT o.is_exact THEN call.result::text END
"""
_FACTS = """
    SELECT o.place, call.tool, call.interface, call.actor_id, call.principal_id, call.correlation_id,
        call.recorded_at, actor.owner_id, actor.kind, call.parameters::text
    FROM unnest(%s::uuid[]) WITH ORDINALITY AS o(id, place)
    JOIN mcp_tool_call AS call ON call.id = o.id JOIN system_actor AS actor ON actor.id = call.actor_id
    WHERE call.id BETWEEN %s AND %s
"""
"""The bounds, which say nothing new, keep PostgreSQL to the partition and the stretch of it that calls of one
time are in: of thousands at once it would rather read all that are kept.
"""

Ending = tuple[CallOutcome, Row]
"""What a call comes to, beside what was known of it: the columns of _FACTS after the first."""

ERRORS = "errors"
"""Where the details of a refused call keep which parts of its parameters were wrong."""

BROKEN = "Something broke on our side. The log has it under this correlation id."


def look_up(outcomes: Sequence[CallOutcome]) -> list[Ending]:
    """The outcomes with what is known of their calls; without those whose call is not there."""
    if not outcomes:
        return []
    ids = [each.call_id for each in outcomes]
    rows = read_rows(_FACTS, [array_of(ids), *_bounds(ids)])
    return [(outcomes[row[0] - 1], row[1:]) for row in rows]


def close_calls(endings: Sequence[Ending], standing: CallStatus, now: datetime) -> list[EndedCall]:
    """Give those calls that stand as expected their outcome; answers those that did."""
    if not endings:
        return []
    endings = [(fitting(outcome), call) for outcome, call in endings]
    outcomes = [outcome for outcome, _ in endings]
    results = [NOTHING if each.text is None else digest_exact(each.text) for each in outcomes]
    ids = [each.call_id for each in outcomes]
    columns: list[list[Any]] = [
        ids,
        [each.error_status for each in outcomes],
        [each is not None for each in results],
    ]
    texts: list[list[str | None]] = [
        [each.status for each in outcomes],
        [each.text for each in outcomes],
        [each.code[:64] for each in outcomes],
        [each.reason for each in outcomes],
        [json.dumps(jsonable(each.details)) if each.details else "{}" for each in outcomes],
    ]
    given = [now, *map(array_of, columns), *map(Texts, texts), *_bounds(ids), str(standing)]
    closed = read_rows(_CLOSE, given)
    places = [(row[0] - 1, row[1:]) for row in closed]
    return [_ended(endings[place], came, results[place], now) for place, came in places]


def fitting(outcome: CallOutcome) -> CallOutcome:
    """The same outcome; a broken one (`result_too_large`) where the result is longer than any may be."""
    size = outcome.size or 0
    if size <= MOST_RESULT:
        return outcome
    reason = f"The result has {size} characters, {MOST_RESULT} at most are kept: ask for less at a time."
    details = {"size": size, "most": MOST_RESULT}
    return CallOutcome(outcome.call_id, CallStatus.FAILED, None, "result_too_large", reason, details, 500)


def check_results(endings: Sequence[Ending]) -> list[Ending]:
    """The outcomes with their results held against the tools' output models; a misfit is a broken call."""
    return [(checked(outcome, call[0]), call) for outcome, call in endings]


def outcome_of(error: Exception, call_id: UUID, tool_name: str) -> CallOutcome:
    """What a call comes to whose tool raised. A lost database, and a statement stopped by hand, raise on: the
    call is to run again, unless it was called off."""
    if isinstance(error, CivalError):
        reason, code = error.detail, error.reason_code
        details = error.details | ({ERRORS: error.errors} if error.errors else {})
        return CallOutcome(call_id, CallStatus.REFUSED, None, code, reason, details, error.status)
    if isinstance(error, OperationalError):
        if not isinstance(error.__cause__, QueryCanceled) or was_interrupted(error):
            raise error
        return CallOutcome(call_id, CallStatus.FAILED, None, "timeout", "The tool took too long.", {}, 503)
    logger.error("%s broke in call %s", tool_name, call_id, exc_info=error)
    return CallOutcome(call_id, CallStatus.FAILED, None, "internal_error", BROKEN, {}, 500)


def _bounds(ids: Sequence[UUID]) -> tuple[UUID, UUID]:
    numbers = [each.int for each in ids]  # are compared in a tenth of the time
    return UUID(int=min(numbers)), UUID(int=max(numbers))


def checked(outcome: CallOutcome, tool_name: str) -> CallOutcome:
    """The same outcome; a broken one where the result does not fit the tool's output model."""
    tool = find_tool(tool_name)
    if outcome.result is None or tool is None or isinstance(outcome.result, tool.result | str):
        return outcome
    try:
        return CallOutcome(outcome.call_id, outcome.status, tool.result.model_validate(outcome.result))
    except ValidationError as error:
        return outcome_of(error, outcome.call_id, tool_name)


def _ended(ending: Ending, came: Row, result: Digested | None, now: datetime) -> EndedCall:
    """A call as it ended; parameters and result as they are kept, for it is these that digests are of."""
    outcome, (*what, parameters) = ending
    status, code, size, started_at, kept = came
    data, of_result = result or digest_text(kept)
    end = (digest_text(parameters).digest, status, code, outcome.reason, outcome.details)
    return EndedCall._make((outcome.call_id, *what, *end, data, of_result or None, size, started_at, now))
