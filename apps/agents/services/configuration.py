"""Changing an agent's settings: each change is a new version."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import transaction

from apps.agents.checkpoints.services import take_checkpoint
from apps.agents.errors import NotPossibleNow
from apps.agents.events import AgentUpdated
from apps.agents.hours import Hours
from apps.agents.lifecycle import Status
from apps.agents.models import Agent, AgentConfiguration, Checkpoint
from apps.agents.selectors.agents import get_configuration
from apps.agents.services.creation import check_pair, check_parameters
from apps.system.access.models import Actor
from apps.system.events.services import append_event


class Same(Enum):
    """Stands for what is not to change."""

    SAME = "same"


SAME = Same.SAME


@transaction.atomic
def configure_agent(
    agent: Agent,
    *,
    changes: Mapping[str, Any],
    by: Actor,
    now: datetime,
    hours: Hours | Same | None = SAME,
) -> AgentConfiguration:
    """Change some of a locked agent's strategy parameters from its next bar on; the others, its hours, stay.

    Its state before is kept as a checkpoint.
    Raises BadSettings, NotFound for an unknown other venue, and NotPossibleNow for an archived agent. Without
    any difference nothing happens.
    """
    if agent.status in (Status.ARCHIVING, Status.ARCHIVED):
        raise NotPossibleNow("An archived agent is not configured any more.")
    current = get_configuration(agent)
    parameters = check_parameters(agent.type, {**current.parameters, **changes})
    check_pair(agent.type, parameters, venue=agent.venue, symbols=agent.symbols)
    wanted = current.hours if isinstance(hours, Same) else hours and hours.model_dump(mode="json")
    if (parameters, wanted) == (current.parameters, current.hours):
        return current
    reason = f"Before version {agent.version + 1} of its configuration."
    take_checkpoint(agent, by=by, now=now, kind=Checkpoint.Kind.BEFORE_CHANGE, reason=reason)
    agent.version += 1
    agent.next_retry_at = agent.next_retry_at and now  # what stood in the way may be gone now
    agent.save(update_fields=["version", "next_retry_at"])
    changed = AgentConfiguration.objects.create(
        agent=agent, version=agent.version, parameters=parameters, hours=wanted, created_by=by
    )
    append_event(AgentUpdated(agent_id=agent.pk, version=agent.version), audience=agent.actor.owner_id)
    return changed
