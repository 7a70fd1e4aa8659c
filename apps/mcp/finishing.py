"""How calls end: what they come to, and the one statement that says so."""

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
from apps.mcp.jsonable import jsonable
from apps.mcp.models import ToolCall
from apps.mcp.registry import find_tool
from apps.mcp.types import CallOutcome, CallStatus
from apps.system.bulk import array_of, read_rows
from apps.system.errors import CivalError

logger = logging.getLogger(__name__)

MOST_RESULT = 16_777_216
"""Characters of JSON that a result may have. A longer one is no result: nothing is ever cut off."""

_CLOSE = """
    UPDATE mcp_tool_call AS call
    SET status = o.status, result = o.result::jsonb, code = o.code, reason = o.reason,
        details = o.details::jsonb, error_status = o.error_status, finished_at = %s, retry_at = NULL,
        result_size = length(o.result), sealed = ''
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::smallint[])
        AS o(id, status, result, code, reason, details, error_status)
    WHERE call.id = o.id AND call.status = %s
    RETURNING call.*
"""
_TOOLS_OF = "SELECT id, tool FROM mcp_tool_call WHERE id = ANY(%s::uuid[])"
ERRORS = "errors"
"""Where the details of a refused call keep which parts of its parameters were wrong."""

BROKEN = "Something broke on our side. The log has it under this correlation id."


def close_calls(outcomes: Sequence[CallOutcome], standing: CallStatus, now: datetime) -> list[ToolCall]:
    """Give calls that stand as expected their outcome; answers those that did."""
    outcomes = [fitting(each) for each in outcomes]
    columns: list[list[Any]] = [
        [each.call_id for each in outcomes],
        [str(each.status) for each in outcomes],
        [each.text for each in outcomes],
        [each.code[:64] for each in outcomes],
        [each.reason for each in outcomes],
        [json.dumps(jsonable(each.details)) for each in outcomes],
        [each.error_status for each in outcomes],
    ]
    return list(ToolCall.objects.raw(_CLOSE, [now, *map(array_of, columns), str(standing)]))


def fitting(outcome: CallOutcome) -> CallOutcome:
    """The same outcome; a broken one (`result_too_large`) where the result is longer than any may be."""
    size = outcome.size or 0
    if size <= MOST_RESULT:
        return outcome
    reason = f"The result has {size} characters, {MOST_RESULT} at most are kept: ask for less at a time."
    details = {"size": size, "most": MOST_RESULT}
    return CallOutcome(outcome.call_id, CallStatus.FAILED, None, "result_too_large", reason, details, 500)


def check_results(outcomes: Sequence[CallOutcome]) -> list[CallOutcome]:
    """The outcomes with their results held against the tools' output models; a misfit is a broken call."""
    names: dict[UUID, str] = dict(read_rows(_TOOLS_OF, [array_of(each.call_id for each in outcomes)]))
    return [_checked(each, names[each.call_id]) for each in outcomes if each.call_id in names]


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


def _checked(outcome: CallOutcome, tool_name: str) -> CallOutcome:
    tool = find_tool(tool_name)
    if outcome.result is None or tool is None:
        return outcome
    try:
        return CallOutcome(outcome.call_id, outcome.status, tool.dump(outcome.result))
    except ValidationError as error:
        return outcome_of(error, outcome.call_id, tool_name)
