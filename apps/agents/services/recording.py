"""Writing down what was decided, in the transaction of the decision: rows, events, the agents' last bar."""

from collections.abc import Iterable, Iterator, Sequence, Set
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection
from orjson import dumps

from apps.agents.events import AgentDecided, AgentsDecided, FleetLagged
from apps.agents.made import Made
from apps.agents.metrics import count_decisions
from apps.system.bulk import array_of, read_rows
from apps.system.events.batches import parts_of
from apps.system.events.services import NewEvent, append_events
from apps.system.events.spelling import with_list
from apps.system.packing import Cells, Stencil, copy_packed, id_cell, ids_cell, json_cell, text_cell

MOST_SINGLY = 100
"""So many decisions of one owner on one bar are told one by one; more of them are told together."""

_DECISION = """
    id uuid, agent_id uuid, venue varchar, symbol varchar, interval varchar, bar_at timestamptz, version int4,
    action varchar, quantity numeric, confidence numeric, inputs jsonb, sentence varchar, reasoning jsonb,
    limit_price numeric, snapshot varchar, calls uuid[], outcome varchar, outcome_details jsonb,
    recorded_at timestamptz
"""
_SHARED = (
    *("venue", "symbol", "interval", "bar_at", "version", "action", "confidence", "limit_price", "outcome"),
    "recorded_at",
)
"""What many decisions of a bar have in common."""
_NO_DETAILS = json_cell(b"{}")

_shared = attrgetter(*_SHARED)
# Agents are locked before balances, and in one order, as by whoever else locks both.
_LOCK = (
    "SELECT actor_id FROM agents_agent WHERE actor_id = ANY(%s::uuid[]) ORDER BY actor_id FOR NO KEY UPDATE"
)
# Who was stopped while it was decided for it is not locked: the lock reads its state anew.
_LAST_BARS = """
    WITH deciding AS (
        SELECT actor_id FROM agents_agent
        WHERE actor_id = ANY(%s::uuid[]) AND status = 'running' AND enable_mcp
        ORDER BY actor_id FOR NO KEY UPDATE
    ), noted AS (
        UPDATE agents_agent SET last_bar_at = %s FROM deciding
        WHERE agents_agent.actor_id = deciding.actor_id
        RETURNING 1
    )
    SELECT count(*) FROM noted
"""
_NOTED = "SELECT actor_id FROM agents_agent WHERE actor_id = ANY(%s::uuid[]) AND last_bar_at = %s"


def tell_decisions(decisions: Sequence[Made]) -> None:
    """Tell each decision; its id is that of the whole story, down to the fill."""
    by_owner: dict[UUID, list[Made]] = {}
    for each in decisions:
        by_owner.setdefault(each.caller.actor.owner_id, []).append(each)
    news: list[NewEvent] = []
    for owner, own in by_owner.items():
        if len(own) <= MOST_SINGLY:
            news += [_news(each) for each in own]
        else:
            news += [_bulletin(owner, some) for some in parts_of(own)]
    append_events(news)


def lock_agents(ids: Set[UUID]) -> None:
    """Lock all agents that a tick is to change, before any of them is changed alone."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [array_of(ids)])


def note_bar(decisions: Sequence[Made]) -> list[Made]:
    """Note on agents the last bar that they decided on; answers the decisions of those that still run.

    They run until this transaction ends. To be done before anything of theirs is locked.
    """
    if not decisions:
        return []
    ids = {each.agent_id for each in decisions}
    asked = [array_of(ids), decisions[0].bar_at]
    ((noted,),) = read_rows(_LAST_BARS, asked)
    if noted == len(ids):  # as a rule all of them run still
        return list(decisions)
    running = {row[0] for row in read_rows(_NOTED, asked)}
    return [each for each in decisions if each.agent_id in running]


def write_decisions(decisions: Sequence[Made]) -> None:
    """Write decisions with what came of their requests. The database lets nobody decide twice on a bar."""
    if not decisions:
        return
    copy_packed("agents_decision", _DECISION, _rows(decisions))
    count_decisions(decisions)


def tell_lag(lag: FleetLagged, owners: Sequence[UUID]) -> None:
    """Tell owners that their agents missed bars."""
    append_events([NewEvent(lag, audience=owner, source="agent") for owner in owners])


def _rows(decisions: Iterable[Made]) -> Iterator[bytes]:
    """Decisions as rows; those that are alike are made with one stencil."""
    stencils: dict[tuple[Any, ...], Stencil] = {}
    amounts = Cells("numeric")
    for made in decisions:
        shared = _shared(made)
        if (stencil := stencils.get(shared)) is None:
            stencil = stencils[shared] = Stencil(_DECISION, dict(zip(_SHARED, shared, strict=True)))
        whose = (id_cell(made.id), id_cell(made.agent_id), amounts[made.quantity])
        why = (json_cell(dumps(made.inputs)), text_cell(made.sentence), json_cell(dumps(made.reasoning)))
        details = json_cell(dumps(made.own_details)) if made.own_details else _NO_DETAILS
        came = (ids_cell(made.calls), details)
        yield stencil.row(*whose, *why, text_cell(made.snapshot), *came)


def _news(decision: Made) -> NewEvent:
    names = ("venue", "symbol", "interval", "bar_at", "action", "quantity", "confidence", "sentence")
    facts: dict[str, Any] = {name: getattr(decision, name) for name in names}
    payload = AgentDecided(agent_id=decision.agent_id, decision_id=decision.id, **facts)
    audience = decision.caller.actor.owner_id
    return NewEvent(payload, audience=audience, correlation_id=decision.id, source="agent")


def _bulletin(owner: UUID, decisions: Sequence[Made]) -> NewEvent:
    first = decisions[0]
    told = [
        {
            "agentId": each.agent_id,
            "decisionId": each.id,
            "symbol": each.symbol,
            "action": each.action,
            "quantity": each.quantity,
            "confidence": each.confidence,
        }
        for each in decisions
    ]
    same = {"venue": first.venue, "interval": first.interval, "barAt": first.bar_at}
    payload = with_list(AgentsDecided, same, "decisions", told)
    return NewEvent(payload, audience=owner, source="agent")
