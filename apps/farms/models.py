"""Farms: agents that are run together."""

from django.db import models

from apps.system.models import Actor


class Farm(models.Model):
    """A group of agents. Its key is its actor's id; its members are the agents right below that actor."""

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, primary_key=True, related_name="farm")
    description = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"farm {self.pk}"
