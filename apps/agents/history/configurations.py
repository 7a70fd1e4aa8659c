"""The versions of an agent's settings, what each changed, and going back to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.agents.hours import Hours
from apps.agents.models import Agent, AgentConfiguration
from apps.agents.services.configuration import configure_agent
from apps.system.access.models import Actor
from apps.system.errors import NotFound

MISSING = None
"""What a setting was before it existed, or is after it has gone."""


@dataclass(frozen=True)
class Change:
    """One setting that another version has otherwise."""

    name: str
    before: Any
    after: Any


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs between two versions, by name."""
    return [
        Change(name, before.get(name, MISSING), after.get(name, MISSING))
        for name in sorted({*before, *after})
        if before.get(name, MISSING) != after.get(name, MISSING)
    ]


def get_version(agent: Agent, version: int) -> AgentConfiguration:
    """One version of an agent's settings. Raises NotFound."""
    found = AgentConfiguration.objects.filter(agent=agent, version=version).first()
    if found is None:
        raise NotFound(f"The agent has no version {version}.", code="unknown_version")
    return found


def roll_back(agent: Agent, version: int, *, by: Actor, now: datetime) -> AgentConfiguration:
    """Have a locked agent decide by the settings of an earlier version, as a new one. Raises NotFound."""
    then = get_version(agent, version)
    hours = Hours.model_validate(then.hours) if then.hours else None
    return configure_agent(agent, changes=then.parameters, hours=hours, by=by, now=now)
