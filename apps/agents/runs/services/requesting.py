"""Asking an agent for a run: recorded at once, run by a worker."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.dispatch import Signal

from apps.agents.errors import NotPossibleNow, RunUnderWay
from apps.agents.lifecycle import Status
from apps.agents.models import Agent, Conversation, Message, Run
from apps.system.access.models import Actor
from apps.system.correlation import current_correlation
from apps.system.errors import Conflict

run_due = Signal()
PUBLISH_AGAIN = timedelta(seconds=5)
LONGEST_TITLE = 120
UNDER_WAY = (Run.Status.QUEUED, Run.Status.RUNNING)


@dataclass(frozen=True)
class Wish:
    """What a run is asked for: a new message, answers to interrupts, or a decision to be explained."""

    thread_id: str
    external_id: str
    text: str = ""
    message_id: str = ""
    resume: list[dict[str, Any]] = field(default_factory=list)
    decision_id: UUID | None = None
    bar: dict[str, Any] | None = None

    def as_data(self) -> dict[str, Any]:
        """The wish as JSON, which also tells whether two are the same."""
        return {
            "text": self.text,
            "resume": self.resume,
            "decision_id": self.decision_id and str(self.decision_id),
            "bar": self.bar,
        }


def request_run(
    agent: Agent, wish: Wish, *, asker: Actor, now: datetime, trigger: Run.Trigger = Run.Trigger.PERSON
) -> Run:
    """Record a run and hand it to a worker; the same id with the same wish is the run that is there already.

    Raises Conflict for an id that was used for something else, RunUnderWay while the thread's earlier run
    goes on, NotPossibleNow for an archived agent.
    """
    if agent.status in (Status.ARCHIVING, Status.ARCHIVED):
        raise NotPossibleNow("An archived agent answers no more.")
    try:
        with transaction.atomic():
            conversation = _open_conversation(agent, wish, now)
            return _find_same(agent, wish) or _create(agent, conversation, wish, asker, now, trigger)
    except IntegrityError as error:
        raise Conflict("The same run is being recorded; send it again.") from error


def _open_conversation(agent: Agent, wish: Wish, now: datetime) -> Conversation:
    """The thread's conversation, locked: its runs follow one another."""
    title = " ".join(wish.text.split())[:LONGEST_TITLE] or "Untitled"
    made = {"title": title, "created_at": now, "updated_at": now}
    Conversation.objects.get_or_create(agent=agent, thread_id=wish.thread_id, defaults=made)
    return Conversation.objects.select_for_update().get(agent=agent, thread_id=wish.thread_id)


def _find_same(agent: Agent, wish: Wish) -> Run | None:
    found = (
        Run.objects.select_related("conversation").filter(agent=agent, external_id=wish.external_id).first()
    )
    if found is None:
        return None
    if found.asked != wish.as_data() or found.conversation.thread_id != wish.thread_id:
        raise Conflict("This run id was used for something else.", code="run_id_reused")
    return found


def _create(
    agent: Agent, conversation: Conversation, wish: Wish, asker: Actor, now: datetime, trigger: Run.Trigger
) -> Run:
    if conversation.runs.filter(status__in=UNDER_WAY).exists():
        raise RunUnderWay("The thread's earlier run has not ended; stop it, or wait for its end.")
    Conversation.objects.filter(pk=conversation.pk).update(updated_at=now)
    run = Run.objects.create(
        agent=agent,
        conversation=conversation,
        external_id=wish.external_id,
        asker=asker,
        trigger=trigger,
        asked=wish.as_data(),
        due_at=now + PUBLISH_AGAIN,
        correlation_id=current_correlation(),
        requested_at=now,
    )
    if wish.text:
        Message.objects.create(
            external_id=wish.message_id or f"{wish.external_id}:question",
            conversation=conversation,
            run=run,
            role=Message.Role.USER,
            content=wish.text,
            created_at=now,
        )
    transaction.on_commit(partial(run_due.send, Run, run_id=run.id), robust=True)
    return run
