"""Agents for tests, made by the saga that makes them in the product."""

import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from apps.agents.models import Agent
from apps.agents.sagas import ARCHIVE_AGENT, CREATE_AGENT, archive, context_of
from apps.agents.sagas.archive import REST
from apps.agents.services.creation import NewAgent
from apps.mcp.models import ToolCall
from apps.mcp.runner import run_call
from apps.mcp.types import CallStatus
from apps.system.access.models import Actor, Role
from apps.system.access.roles import SCOPES
from apps.system.access.types import Caller, Interface
from apps.system.ids import new_id
from apps.system.sagas.models import Saga
from apps.system.sagas.services import advance_saga, start_saga
from apps.trading.models import Venue
from apps.trading.services import match_venue
from apps.trading.types import Interval

CAPITAL = Decimal(100_000)
WORKERS_PATIENCE = 30.0


def wanted(**changes: Any) -> NewAgent:
    """A momentum agent on simulated Bitcoin minutes."""
    facts: dict[str, Any] = {
        "name": "Test Agent",
        "type": "momentum",
        "initial_capital": CAPITAL,
        "enable_defi": True,
        "enable_mcp": True,
        "venue": "sim",
        "symbols": ["BTC/USD"],
        "interval": Interval.M1,
        "parameters": {},
    }
    return NewAgent(**(facts | changes))


def run_creation(owner: Actor, **changes: Any) -> Saga:
    """The saga of creation, carried to its end."""
    context = context_of(wanted(**changes), agent_id=new_id(), parent=owner, by=owner)
    saga = start_saga(CREATE_AGENT, context, owner_id=owner.owner_id)
    advance_saga(saga.id)
    saga.refresh_from_db()
    return saga


def make_agent(owner: Actor, **changes: Any) -> Agent:
    """A running agent of this owner, also where a worker of the scene carries out the saga before we do."""
    saga = run_creation(owner, **changes)
    deadline = time.monotonic() + WORKERS_PATIENCE
    while saga.status == Saga.Status.RUNNING and time.monotonic() < deadline:
        time.sleep(0.05)
        saga.refresh_from_db()
    assert saga.status == Saga.Status.COMPLETED, saga.error
    return Agent.objects.select_related("actor").get(pk=saga.context["agent_id"])


def begin_archive(agent: Agent, owner: Actor, *, close_positions: bool = False) -> Saga:
    """The saga that ends an agent, recorded and not yet run."""
    caller = Caller(owner, owner, SCOPES[Role.OPERATOR], Interface.REST)
    context = archive.context_of(agent, caller=caller, close_positions=close_positions)
    return start_saga(ARCHIVE_AGENT, context, owner_id=owner.owner_id)


def archive_agent(agent: Agent, owner: Actor, *, close_positions: bool = False) -> Saga:
    """The saga that ends an agent, carried as far as it goes without a market."""
    saga = begin_archive(agent, owner, close_positions=close_positions)
    advance_saga(saga.id)
    saga.refresh_from_db()
    return saga


def work_market(agent: Agent) -> None:
    """What workers and the market do meanwhile: queued calls run, orders are matched."""
    for call in ToolCall.objects.filter(status=CallStatus.QUEUED):
        run_call(call.id)
    match_venue(Venue.objects.get(slug=agent.venue_id), timezone.now())


def let_time_pass(by: timedelta) -> None:
    """As if the calls that have ended had ended so much earlier."""
    ToolCall.objects.exclude(finished_at=None).update(finished_at=F("finished_at") - by)


def finish_saga(saga: Saga, agent: Agent, rounds: int = 12) -> Saga:
    """Let the world and the saga go on in turn until the saga has ended."""
    for _ in range(rounds):
        saga.refresh_from_db()
        if saga.finished_at is not None:
            return saga
        work_market(agent)
        let_time_pass(REST)
        Saga.objects.filter(id=saga.id).update(retry_at=timezone.now())
        advance_saga(saga.id)
    saga.refresh_from_db()
    return saga
