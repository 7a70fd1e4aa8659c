"""Moving agents from one state to another."""

from django.db import transaction

from apps.agents.errors import NotPossibleNow
from apps.agents.events import AgentStatusChanged
from apps.agents.lifecycle import Action, NoWay, Status, actions_from, after
from apps.agents.models import Agent
from apps.system.events.services import append_event


def check_way(agent: Agent, action: Action) -> Status:
    """The state that an action leads to. Raises NotPossibleNow, with what is possible."""
    present = Status(agent.status)
    try:
        return after(present, action)
    except NoWay as refusal:
        details = {"status": present.value, "possible": [each.value for each in actions_from(present)]}
        raise NotPossibleNow(str(refusal), details=details) from refusal


@transaction.atomic
def change_status(agent: Agent, action: Action, *, reason: str = "") -> Agent:
    """Do something to an agent (locked, or not yet seen by others). Raises NotPossibleNow."""
    previous = Status(agent.status)
    agent.status = check_way(agent, action)
    _note_error(agent, action, reason)
    agent.save(update_fields=["status", "error", "error_code", "retries", "next_retry_at"])
    news = AgentStatusChanged(agent_id=agent.pk, status=agent.status, previous=previous, reason=reason)
    append_event(news, audience=agent.actor.owner_id)
    return agent


def _note_error(agent: Agent, action: Action, reason: str) -> None:
    """Only who failed has an error; who is archived keeps it, should that be called off. People who act on
    an agent have its retries counted anew."""
    agent.next_retry_at = None
    if action is Action.FAIL:
        agent.error = reason
    elif action is not Action.ARCHIVE:
        agent.error = agent.error_code = ""
        agent.retries = agent.retries if action is Action.RETRY else 0
