"""What may be done to each of many agents, and why one of them refuses."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.agents.lifecycle import Action
from apps.agents.models import Agent
from apps.agents.sagas import archive
from apps.agents.services.archiving import check_archivable
from apps.agents.services.configuration import configure_agent
from apps.agents.services.transitions import change_status
from apps.system.access.models import Actor
from apps.system.access.types import Caller, Interface
from apps.system.errors import CivalError, Unavailable
from apps.system.sagas.services import start_saga

CONFIGURE = "configure"


@dataclass(frozen=True)
class Change:
    """What is done to each: a lifecycle action, or `configure` with those settings that change."""

    action: str
    reason: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    close_positions: bool = False
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """An agent that was left as it was, and why."""

    agent_id: str
    name: str
    code: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What came of one agent: what it refused, or the saga that ends it where it is archived."""

    refusal: dict[str, str] | None = None
    saga_id: str | None = None


def apply_change(agent: Agent, change: Change, *, by: Actor, now: datetime) -> Outcome:
    """Do it to a locked agent. What only passes (Unavailable) is raised; other refusals are answered."""
    try:
        found = _WAYS.get(change.action, _move)(agent, change, by, now)
    except Unavailable:
        raise
    except CivalError as refused:
        return Outcome(refusal=refusal_of(agent, refused.reason_code, refused.detail))
    return Outcome(saga_id=str(found) if found else None)


def refusal_of(agent: Agent, code: str, reason: str) -> dict[str, str]:
    """A refusal as JSON values."""
    return asdict(Refusal(str(agent.pk), agent.actor.name, code, reason))


def _move(agent: Agent, change: Change, by: Actor, now: datetime) -> None:
    change_status(agent, Action(change.action), reason=change.reason)


def _configure(agent: Agent, change: Change, by: Actor, now: datetime) -> None:
    configure_agent(agent, changes=change.parameters, by=by, now=now)


def _archive(agent: Agent, change: Change, by: Actor, now: datetime) -> UUID:
    """Each agent is ended by a saga of its own, which can be called off by itself."""
    check_archivable(agent, close_positions=change.close_positions)
    caller = Caller(by, by, frozenset(change.scopes), Interface.SYSTEM)
    start = archive.context_of(agent, caller=caller, close_positions=change.close_positions)
    return start_saga(archive.ARCHIVE_AGENT, start, owner_id=agent.actor.owner_id).id


_Way = Callable[[Agent, Change, Actor, datetime], UUID | None]
_WAYS: Mapping[str, _Way] = {CONFIGURE: _configure, Action.ARCHIVE.value: _archive}
