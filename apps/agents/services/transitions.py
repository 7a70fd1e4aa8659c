"""Moving agents from one state to another."""

from datetime import datetime

from django.db import transaction

from apps.agents.errors import NotPossibleNow
from apps.agents.events import AgentStatusChanged
from apps.agents.lifecycle import Action, NoWay, Status, actions_from, after
from apps.agents.models import Agent
from apps.system.access.models import Actor
from apps.system.events.services import append_event
from apps.trading.services.cancelling import cancel_live_orders


@transaction.atomic
def change_status(agent: Agent, action: Action, *, reason: str = "") -> Agent:
    """Do something to an agent (locked, or not yet seen by others). Raises NotPossibleNow."""
    previous = Status(agent.status)
    try:
        agent.status = after(previous, action)
    except NoWay as refusal:
        details = {"status": previous.value, "possible": [each.value for each in actions_from(previous)]}
        raise NotPossibleNow(str(refusal), details=details) from refusal
    agent.error = reason if action is Action.FAIL else ""
    agent.save(update_fields=["status", "error"])
    news = AgentStatusChanged(agent_id=agent.pk, status=agent.status, previous=previous, reason=reason)
    append_event(news, audience=agent.actor.owner_id)
    return agent


@transaction.atomic
def archive_agent(agent: Agent, *, now: datetime) -> Agent:
    """End an agent for good: it decides no more, its keys end, its live orders are cancelled.

    Its account, its positions and its records stay.
    """
    agent = change_status(agent, Action.ARCHIVE)
    cancel_live_orders(agent.account, now=now)
    Actor.objects.filter(id=agent.pk).update(archived_at=now)
    return agent
