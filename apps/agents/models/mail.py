"""What agents of one owner write to each other, and people to them."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from apps.agents.models.agent import Agent
from apps.system.ids import new_id
from apps.system.models import Actor


class AgentMessage(models.Model):
    """One message in an agent's inbox; without `read_at` it has not read it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="inbox", db_index=False)
    sender = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="+", help_text="An agent, or a person."
    )
    subject = models.CharField(max_length=150)
    body = models.TextField(blank=True)
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="replies")
    call_id = models.UUIDField(help_text="The call that sent it.")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    recipient_id: UUID
    sender_id: UUID
    reply_to_id: UUID | None

    class Meta:
        db_table = "agents_agent_message"
        indexes = [
            models.Index(fields=["recipient", "-id"], name="message_of_inbox"),
            models.Index(fields=["recipient", "id"], condition=Q(read_at=None), name="message_unread"),
        ]

    def __str__(self) -> str:
        return self.subject
