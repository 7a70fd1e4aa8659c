"""Writing down what was decided, in the transaction of the decision: rows, events, the agents' last bar."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from apps.agents.events import AgentDecided, AgentsDecided, FleetLagged
from apps.agents.made import Made
from apps.agents.metrics import count_decisions
from apps.system.bulk import Row, array_of, copy_rows
from apps.system.events.services import NewEvent, append_events

MOST_SINGLY = 100
"""So many decisions of one owner on one bar are told one by one; more of them are one event."""

_DECISION = """
    id uuid, agent_id uuid, venue varchar, symbol varchar, interval varchar, bar_at timestamptz, version int4,
    action varchar, quantity numeric, confidence numeric, inputs jsonb, sentence varchar, reasoning jsonb,
    limit_price numeric, snapshot varchar, calls uuid[], outcome varchar, outcome_details jsonb,
    recorded_at timestamptz
"""
# Agents are locked before balances, and in one order, as by whoever else locks both.
_LAST_BARS = """
    WITH written AS (
        SELECT actor_id FROM agents_agent WHERE actor_id = ANY(%s::uuid[]) ORDER BY actor_id FOR NO KEY UPDATE
    )
    UPDATE agents_agent SET last_bar_at = %s FROM written WHERE agents_agent.actor_id = written.actor_id
"""


def tell_decisions(decisions: Sequence[Made]) -> None:
    """Tell each decision; its id is that of the whole story, down to the fill."""
    by_owner: dict[UUID, list[Made]] = {}
    for each in decisions:
        by_owner.setdefault(each.agent.actor.owner_id, []).append(each)
    news: list[NewEvent] = []
    for owner, own in by_owner.items():
        news += [_news(each) for each in own] if len(own) <= MOST_SINGLY else [_bulletin(owner, own)]
    append_events(news)


def note_bar(decisions: Sequence[Made]) -> None:
    """Note on agents the last bar that they decided on. To be done before anything of theirs is locked."""
    if decisions:
        with connection.cursor() as cursor:
            cursor.execute(_LAST_BARS, [array_of({each.agent_id for each in decisions}), decisions[0].bar_at])


def write_decisions(decisions: Sequence[Made]) -> None:
    """Write decisions with what came of their requests. The database lets nobody decide twice on a bar."""
    if not decisions:
        return
    copy_rows("agents_decision", _DECISION, (_row(each) for each in decisions))
    count_decisions(decisions)


def tell_lag(lag: FleetLagged, owners: Sequence[UUID]) -> None:
    """Tell owners that their agents missed bars."""
    append_events([NewEvent(lag, audience=owner, source="agent") for owner in owners])


def _row(made: Made) -> Row:
    whose = (made.id, made.agent_id, made.venue, made.symbol, made.interval, made.bar_at, made.version)
    what = (made.action, made.quantity, made.confidence, Jsonb(made.inputs), made.sentence)
    why = (Jsonb(made.reasoning), made.limit_price, made.snapshot, made.calls)
    return (*whose, *what, *why, str(made.outcome), Jsonb(made.outcome_details), made.recorded_at)


def _news(decision: Made) -> NewEvent:
    names = ("venue", "symbol", "interval", "bar_at", "action", "quantity", "confidence", "sentence")
    facts: dict[str, Any] = {name: getattr(decision, name) for name in names}
    payload = AgentDecided(agent_id=decision.agent.pk, decision_id=decision.id, **facts)
    audience = decision.agent.actor.owner_id
    return NewEvent(payload, audience=audience, correlation_id=decision.id, source="agent")


def _bulletin(owner: UUID, decisions: Sequence[Made]) -> NewEvent:
    first, names = decisions[0], ("symbol", "action", "quantity", "confidence")
    told = [
        {"agent_id": each.agent_id, "decision_id": each.id, **{name: getattr(each, name) for name in names}}
        for each in decisions
    ]
    whole = {"venue": first.venue, "interval": first.interval, "bar_at": first.bar_at, "decisions": told}
    payload = AgentsDecided.model_validate(whole)
    return NewEvent(payload, audience=owner, source="agent")
