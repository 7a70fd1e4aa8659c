"""Doing one thing to many agents: batch after batch, each in a transaction of its own."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.agents.errors import NotPossibleNow
from apps.agents.lifecycle import Action
from apps.agents.models import Agent
from apps.agents.sagas.ending import tell_failure
from apps.agents.selectors.agents import list_agents
from apps.agents.services.transitions import change_status
from apps.mcp.services import finish_call
from apps.system.access.models import Actor
from apps.system.sagas.models import Saga
from apps.system.sagas.registry import Context, Definition, Step, Wait, saga

CHANGE_AGENTS = "change_agents"
BATCH = 200


@dataclass(frozen=True)
class Filter:
    """Which agents; what is None does not matter."""

    status: str | None = None
    type: str | None = None
    venue: str | None = None
    farm_id: UUID | None = None
    agent_ids: list[UUID] | None = None


def list_matching(actor: Actor, wanted: Filter) -> QuerySet[Agent]:
    """The agents of a filter that the asker sees."""
    named: dict[str, Any] = {
        "status": wanted.status,
        "type": wanted.type,
        "venue": wanted.venue,
        "actor__parent": wanted.farm_id,
        "pk__in": wanted.agent_ids,
    }
    return list_agents(actor).filter(**{name: value for name, value in named.items() if value is not None})


def context_of(wanted: Filter, action: Action, *, by: Actor, reason: str) -> Context:
    """What the saga starts from, as JSON values; the agents are those that match now."""
    ids = [str(each) for each in list_matching(by, wanted).order_by("pk").values_list("pk", flat=True)]
    return {"agents": ids, "action": action.value, "by_id": str(by.id), "reason": reason} | _COUNTS


_COUNTS = {"done": 0, "left": 0, "position": 0}


def change_batch(context: Context, saga: Saga) -> Context | Wait:
    """The next agents are what was asked for; those that cannot be are left as they are, and counted."""
    start, ids = context["position"], context["agents"]
    batch = ids[start : start + BATCH]
    by = Actor.objects.get(id=context["by_id"])
    rows = list_agents(by).select_for_update(of=("self",)).filter(pk__in=batch).order_by("pk")
    done = sum(_change(agent, Action(context["action"]), context["reason"]) for agent in rows)
    learnt: Context = {
        "done": context["done"] + done,
        "left": context["left"] + len(batch) - done,
        "position": start + len(batch),
    }
    if learnt["position"] >= len(ids):
        return learnt
    return Wait(until=f"{learnt['position']} of {len(ids)} agents are done", poll=0.0, learnt=learnt)


def _change(agent: Agent, action: Action, reason: str) -> bool:
    try:
        change_status(agent, action, reason=reason)
    except NotPossibleNow:
        return False
    return True


@saga(CHANGE_AGENTS)
class ChangeAgents(Definition):
    """One step, run until no agent is left. Where it breaks, what is done stays: each agent is its own."""

    steps = (Step("change", change_batch, timeout=3600.0),)
    deadline = timedelta(hours=2)

    def completed(self, saga: Saga) -> None:
        """Answer the call with how many there were."""
        if saga.call_id is not None:
            counts = {name: saga.context[name] for name in ("done", "left")}
            finish_call(saga.call_id, {**counts, "action": saga.context["action"]})

    def failed(self, saga: Saga) -> None:
        """Refuse the call with what stood in the way."""
        tell_failure(saga)
