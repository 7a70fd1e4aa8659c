"""Moments of agents to which they can be brought back."""

from uuid import UUID

from django.db import models

from apps.agents.models.agent import Agent
from apps.system.ids import new_id
from apps.system.models import Actor


class Checkpoint(models.Model):
    """An agent's whole state at a moment, never changed.

    `digest` is the SHA-256 of the state's canonical JSON.
    """

    class Kind(models.TextChoices):
        MANUAL = "manual", "manual: somebody asked for it"
        BEFORE_CHANGE = "before_change", "before change: its configuration was about to change"
        BEFORE_RESTORE = "before_restore", "before restore: it was about to be brought back to another"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="checkpoints", db_index=False)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(help_text="Of the configuration in force.")
    last_bar_at = models.DateTimeField(null=True)
    state = models.JSONField()
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes of the state's canonical JSON.")
    created_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    agent_id: UUID
    created_by_id: UUID

    class Meta:
        indexes = [models.Index(fields=["agent", "-id"], name="checkpoint_of_agent")]

    def __str__(self) -> str:
        return f"{self.kind} checkpoint of {self.agent_id} at {self.created_at}"
