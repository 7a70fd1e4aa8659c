"""Keeping agents' states and bringing agents back to them."""

from datetime import datetime

from django.db import transaction

from apps.agents.checkpoints.errors import CannotRestore, MustStandStill, TooMuch
from apps.agents.checkpoints.events import CheckpointChanged
from apps.agents.checkpoints.state import canonical, digest_of, gather_state, restore_state
from apps.agents.errors import NotPossibleNow
from apps.agents.events import AgentUpdated
from apps.agents.lifecycle import Status
from apps.agents.models import Agent, Checkpoint
from apps.system.access.models import Actor
from apps.system.events.services import append_event

MOST_MANUAL = 50
MOST_AUTOMATIC = 50
"""Of an agent. Of automatic ones the oldest make room; those that somebody asked for are kept."""

LARGEST = 1_000_000


@transaction.atomic
def take_checkpoint(
    agent: Agent, *, by: Actor, now: datetime, kind: str = Checkpoint.Kind.MANUAL, reason: str = ""
) -> Checkpoint:
    """Keep a locked agent's state. Raises TooMuch."""
    state = gather_state(agent)
    size = len(canonical(state))
    if size > LARGEST:
        raise TooMuch(
            f"Its state takes {size} bytes; {LARGEST} are kept at most.", code="checkpoint_too_large"
        )
    _make_room(agent, kind)
    taken = Checkpoint.objects.create(
        agent=agent,
        kind=kind,
        reason=reason,
        version=agent.version,
        last_bar_at=agent.last_bar_at,
        state=state,
        digest=digest_of(state),
        size=size,
        created_by=by,
        created_at=now,
    )
    _tell(agent, taken, "taken")
    return taken


@transaction.atomic
def restore_checkpoint(agent: Agent, checkpoint: Checkpoint, *, by: Actor, now: datetime) -> Checkpoint:
    """Bring a locked agent back to a checkpoint of its own; answers that of the moment before.

    Raises MustStandStill while it runs, NotPossibleNow for an archived one, and CannotRestore where the state
    does not fit or is not what was kept.
    """
    if agent.status in (Status.ARCHIVING, Status.ARCHIVED):
        raise NotPossibleNow("An archived agent is not restored.")
    if agent.status == Status.RUNNING:
        raise MustStandStill("It could decide while it is being restored: pause it first.")
    if digest_of(checkpoint.state) != checkpoint.digest:
        raise CannotRestore("Its state is not what was kept.", code="checkpoint_changed")
    reason = f"Before it was brought back to {checkpoint.id}."
    before = take_checkpoint(agent, by=by, now=now, kind=Checkpoint.Kind.BEFORE_RESTORE, reason=reason)
    version = agent.version
    restore_state(agent, checkpoint.state, by=by)
    if agent.version != version:
        append_event(AgentUpdated(agent_id=agent.pk, version=agent.version), audience=agent.actor.owner_id)
    _tell(agent, checkpoint, "restored")
    return before


def delete_checkpoint(checkpoint: Checkpoint) -> None:
    """Keep it no longer."""
    checkpoint.delete()


def _make_room(agent: Agent, kind: str) -> None:
    rows = Checkpoint.objects.filter(agent=agent)
    if kind == Checkpoint.Kind.MANUAL:
        if rows.filter(kind=kind).count() >= MOST_MANUAL:
            raise TooMuch(
                f"{MOST_MANUAL} checkpoints are the most; delete some.", details={"most": MOST_MANUAL}
            )
        return
    automatic = rows.exclude(kind=Checkpoint.Kind.MANUAL).order_by("-id").values_list("id", flat=True)
    Checkpoint.objects.filter(id__in=list(automatic[MOST_AUTOMATIC - 1 :])).delete()


def _tell(agent: Agent, checkpoint: Checkpoint, action: str) -> None:
    news = CheckpointChanged(
        agent_id=agent.pk,
        checkpoint_id=checkpoint.id,
        action=action,
        kind=checkpoint.kind,
        version=agent.version,
    )
    append_event(news, audience=agent.actor.owner_id)
