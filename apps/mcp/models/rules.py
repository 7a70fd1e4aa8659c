"""The rows that decide who may call what, and how far an agent goes without a person."""

from django.db import models
from django.db.models import Q

from apps.system.access.models import Actor


class ToolPermission(models.Model):
    """What an actor, and all below it, may do with one tool, one toolset (category) or every tool."""

    class Effect(models.TextChoices):
        ALLOW = "ALLOW"
        ASK = "ASK", "Ask a person each time"
        DENY = "DENY"

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="tool_permissions")
    category = models.CharField(max_length=32, blank=True)
    tool = models.CharField(max_length=64, blank=True, help_text="Without tool and category: every tool.")
    effect = models.CharField(max_length=5, choices=Effect.choices)

    class Meta:
        db_table = "mcp_tool_permission"
        constraints = [
            models.UniqueConstraint(fields=["actor", "category", "tool"], name="one_permission_per_target"),
            models.CheckConstraint(condition=Q(category="") | Q(tool=""), name="not_category_and_tool"),
        ]

    def __str__(self) -> str:
        return f"{self.effect} {self.tool or self.category or 'every tool'}"


class ToolAutonomy(models.Model):
    """How far an actor, and each one below it, goes without a person; no row means all the way."""

    class Level(models.IntegerChoices):
        OBSERVE = 0, "observe: it only reads"
        PROPOSE = 1, "propose: each command waits for a person"
        ACT_WITH_APPROVAL = 2, "act with approval: what adds risk or destroys waits for a person"
        ACT = 3, "act: its permissions decide"

    actor = models.OneToOneField(Actor, on_delete=models.CASCADE, related_name="tool_autonomy")
    level = models.PositiveSmallIntegerField(choices=Level.choices)

    class Meta:
        db_table = "mcp_tool_autonomy"

    def __str__(self) -> str:
        return self.Level(self.level).name.lower()
