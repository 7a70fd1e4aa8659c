"""What an approval is bound to: the exact arguments, and figures that may only move so far."""

from collections.abc import Mapping
from decimal import Decimal, localcontext

from apps.mcp.digests import digest
from apps.mcp.models import ToolCall
from apps.system.types import plain

PRECISION = 50
STEP = Decimal("0.0001")


def digest_of(call: ToolCall) -> str:
    """SHA-256 of whose call it is, of which tool, with which parameters."""
    return digest([str(call.actor_id), call.tool, call.exact_parameters])


def told(facts: Mapping[str, Decimal]) -> dict[str, str]:
    """Facts as they are kept: exact decimals as text."""
    return {name: plain(amount) for name, amount in facts.items()}


def drift_of(then: Mapping[str, str], now: Mapping[str, Decimal]) -> Decimal | None:
    """How far the facts have moved since then, in percent of what they were: the most of them, rounded up.

    None where one is missing now, was not asked about then, or was zero and is not any more: that is beyond
    any limit.
    """
    if set(then) != set(now):
        return None
    with localcontext() as context:
        context.prec, context.rounding = PRECISION, "ROUND_UP"
        drifts = [_drift(Decimal(then[name]), now[name]) for name in then]
        if any(each is None for each in drifts):
            return None
        return max((each for each in drifts if each is not None), default=Decimal(0)).quantize(STEP)


def _drift(then: Decimal, now: Decimal) -> Decimal | None:
    if then == now:
        return Decimal(0)
    return abs(now - then) / abs(then) * 100 if then else None
