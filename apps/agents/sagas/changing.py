"""Doing one thing to many agents: batch after batch, each in a transaction of its own."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.agents.models import Agent
from apps.agents.sagas.changes import Change, Outcome, apply_change, refusal_of
from apps.agents.sagas.ending import tell_failure
from apps.agents.selectors.agents import list_agents
from apps.agents.selectors.matching import Filter, matching
from apps.mcp.progress import Reporter
from apps.mcp.services import finish_call
from apps.system.access.models import Actor
from apps.system.sagas.models import Saga
from apps.system.sagas.registry import Context, Definition, Step, Wait, saga
from apps.system.sagas.selectors import OPEN

CHANGE_AGENTS = "change_agents"
BATCH = 200
MOST_LISTED = 100
"""Refusals that are told with their reasons; the others are counted."""

LOOK_EVERY = 2.0
"""Seconds between two looks at what is being archived."""


def context_of(wanted: Filter, change: Change, *, by: Actor, principal: Actor) -> Context:
    """What the saga starts from, as JSON values; the agents are those that match now."""
    ids = matching(list_agents(by), wanted).order_by("pk").values_list("pk", flat=True)
    who = {"by_id": str(by.id), "principal_id": str(principal.id)}
    return {"agents": [str(each) for each in ids], "change": asdict(change), **who} | _NOTHING_DONE


_NOTHING_DONE: Context = {"done": 0, "left": 0, "position": 0, "refused": [], "sagas": []}


def change_batch(context: Context, saga: Saga) -> Context | Wait:
    """The next agents are what was asked for; those that cannot be are left as they are, and told why."""
    start, ids = context["position"], context["agents"]
    batch = ids[start : start + BATCH]
    outcomes = _change(context, batch)
    refused = [each.refusal for each in outcomes if each.refusal is not None]
    done = len(outcomes) - len(refused)
    learnt: Context = {
        "done": context["done"] + done,
        "left": context["left"] + len(batch) - done,
        "position": start + len(batch),
        "refused": _listed(context, refused),
        "sagas": context["sagas"] + [each.saga_id for each in outcomes if each.saga_id is not None],
    }
    _tell(context, saga, learnt["position"])
    if learnt["position"] >= len(ids):
        return learnt
    return Wait(until=f"{learnt['position']} of {len(ids)} agents are done", poll=0.0, learnt=learnt)


def settle(context: Context, saga: Saga) -> Context | Wait | None:
    """Those that are archived have ended; whoever could not be is among those that refused."""
    sagas = Saga.objects.filter(id__in=[UUID(each) for each in context["sagas"]])
    if still := sagas.filter(status__in=OPEN).count():
        total = len(context["sagas"])
        return Wait(until=f"{total - still} of {total} agents are archived", poll=LOOK_EVERY)
    turned = {each.context["agent_id"]: each for each in sagas.exclude(status=Saga.Status.COMPLETED)}
    agents = Agent.objects.filter(pk__in=turned).select_related("actor").order_by("pk")
    ends = [(agent, turned[str(agent.pk)]) for agent in agents]
    refused = [refusal_of(agent, ended.error_code, ended.error) for agent, ended in ends]
    counts = {"done": context["done"] - len(refused), "left": context["left"] + len(refused)}
    return {**counts, "refused": _listed(context, refused)}


def _change(context: Context, batch: Sequence[str]) -> list[Outcome]:
    by, principal = (Actor.objects.get(id=context[name]) for name in ("by_id", "principal_id"))
    rows = list_agents(by).select_for_update(of=("self",)).select_related("account")
    change, now = Change(**context["change"]), timezone.now()
    found = rows.filter(pk__in=[UUID(each) for each in batch]).order_by("pk")
    return [apply_change(agent, change, by=principal, now=now) for agent in found]


def _listed(context: Context, more: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    return [*context["refused"], *more][:MOST_LISTED]


def _tell(context: Context, saga: Saga, position: int) -> None:
    """Whoever waits for the call hears how far it has come."""
    if saga.call_id is not None:
        reporter = Reporter(saga.call_id, Actor.objects.get(id=context["by_id"]))
        total = len(context["agents"])
        reporter.report(position, total, f"{position} of {total} agents are done")


def answer_of(context: Context) -> dict[str, Any]:
    """How many there were, and why some were left."""
    counts = {name: context[name] for name in ("done", "left", "refused")}
    return {**counts, "action": context["change"]["action"]}


@saga(CHANGE_AGENTS)
class ChangeAgents(Definition):
    """Change until no agent is left, and wait for what that began. What is done stays: each is its own."""

    steps = (Step("change", change_batch, timeout=3600.0), Step("settle", settle, timeout=3600.0))
    deadline = timedelta(hours=2)

    def completed(self, saga: Saga) -> None:
        """Answer the call with what came of it."""
        if saga.call_id is not None:
            finish_call(saga.call_id, answer_of(saga.context))

    def failed(self, saga: Saga) -> None:
        """Refuse the call with what stood in the way, and say what stays."""
        tell_failure(saga, details=answer_of(saga.context))
