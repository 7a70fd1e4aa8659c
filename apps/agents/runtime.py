"""Waking agents on closed bars: decide, record, and act through the gateway as any other caller."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from apps.agents.metrics import timed_tick
from apps.agents.models import Decision
from apps.agents.services.decisions import decide_on_markets
from apps.agents.services.outcomes import key_of, mark_refused, mark_requested
from apps.mcp.gateway import request_call
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.correlation import correlate
from apps.system.errors import CivalError
from apps.trading.market.types import Bar

PLACE_ORDER = "place_order"


@timed_tick
def decide_on_bars(venue_slug: str, bars: Sequence[Bar], *, now: datetime) -> list[UUID]:
    """Have every running agent of a venue decide on bars that have just closed, and request what it decided.

    Answers the ids of the requested calls. Running it again for the same bars, also after a crash, decides
    and requests nothing twice, and answers the same ids as long as the calls have not ended. To be called
    outside any transaction.
    """
    ordered = sorted(bars, key=lambda bar: (bar.closed_at, bar.interval.seconds, bar.symbol))
    calls: list[UUID] = []
    for _, closed in groupby(ordered, key=lambda bar: (bar.closed_at, bar.interval.seconds)):
        calls += _act(decide_on_markets(venue_slug, list(closed), now=now))
    return calls


def _act(decisions: Sequence[Decision]) -> list[UUID]:
    """Request the order of each decision; what a gate refuses is written on the decision."""
    requested: list[tuple[Decision, UUID]] = []
    refused: list[tuple[Decision, CivalError]] = []
    for decision in decisions:
        if decision.outcome == Decision.Outcome.REQUESTED:
            continue
        try:
            requested.append((decision, _request(decision)))
        except CivalError as refusal:
            refused.append((decision, refusal))
    mark_requested(requested)
    mark_refused([(decision, refusal.reason_code, refusal.detail) for decision, refusal in refused])
    return [call_id for decision in decisions for call_id in decision.calls]


def _request(decision: Decision) -> UUID:
    actor = decision.agent.actor
    caller = Caller(actor, actor, AGENT_SCOPES, Interface.AGENT)
    order = {
        "symbol": decision.symbol,
        "side": decision.action,
        "quantity": decision.quantity,
        "client_order_id": str(decision.id),
    }
    with correlate(decision.id):
        return request_call(caller, PLACE_ORDER, order, key=key_of(decision)).id
