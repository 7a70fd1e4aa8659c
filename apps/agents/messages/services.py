"""Writing to agents, and reading what was written."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.agents.errors import NotPossibleNow
from apps.agents.lifecycle import Status
from apps.agents.messages.errors import InboxFull, ToItself
from apps.agents.messages.events import AgentMessaged
from apps.agents.models import Agent, AgentMessage
from apps.system.access.models import Actor
from apps.system.events.services import append_event

MOST_UNREAD = 200
MOST_KEPT = 1000
"""In one inbox; of those that were read, the oldest make room."""


@transaction.atomic
def send_message(
    recipient: Agent,
    *,
    sender: Actor,
    subject: str,
    body: str,
    reply_to: AgentMessage | None,
    call_id: UUID,
    now: datetime,
) -> AgentMessage:
    """Put a message into an agent's inbox. Raises ToItself, InboxFull, NotPossibleNow for an archived one."""
    if recipient.pk == sender.id:
        raise ToItself("Write to another agent; for yourself, note a to-do or remember it.")
    locked = Agent.objects.select_for_update(of=("self",)).select_related("actor").get(pk=recipient.pk)
    if locked.status in (Status.ARCHIVING, Status.ARCHIVED):
        raise NotPossibleNow("An archived agent reads no messages.")
    inbox = AgentMessage.objects.filter(recipient=locked)
    if inbox.filter(read_at=None).count() >= MOST_UNREAD:
        raise InboxFull(f"It has left {MOST_UNREAD} messages unread.", details={"most": MOST_UNREAD})
    beyond = inbox.order_by("-id").values_list("id", flat=True)[MOST_KEPT - 1 :]
    AgentMessage.objects.filter(id__in=list(beyond)).exclude(read_at=None).delete()
    sent = AgentMessage.objects.create(
        recipient=locked,
        sender=sender,
        subject=subject,
        body=body,
        reply_to=reply_to,
        call_id=call_id,
        sent_at=now,
    )
    news = AgentMessaged(
        agent_id=locked.pk, message_id=sent.id, sender_id=sender.id, sender_name=sender.name, subject=subject
    )
    append_event(news, audience=locked.actor.owner_id)
    return sent


@transaction.atomic
def take_unread(agent: Agent, *, limit: int, now: datetime) -> list[AgentMessage]:
    """The oldest messages that an agent has not read, which it has by then; each is taken once."""
    rows = AgentMessage.objects.select_for_update(of=("self",)).select_related("sender")
    taken = list(rows.filter(recipient=agent, read_at=None).order_by("id")[:limit])
    AgentMessage.objects.filter(id__in=[each.id for each in taken]).update(read_at=now)
    for each in taken:
        each.read_at = now
    return taken
