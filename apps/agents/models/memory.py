"""What agents know and remember."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from apps.system.ids import new_id
from apps.system.models import Actor


class Memory(models.Model):
    """Something worth knowing, held by an agent, its farm or its owner, and who says so from what.

    How strongly it counts fades with its age: see `memory.fading`.
    """

    class Scope(models.TextChoices):
        AGENT = "agent", "agent: only the agent itself"
        FARM = "farm", "farm: every agent of the farm"
        GLOBAL = "global", "global: every agent of the owner"

    class Kind(models.TextChoices):
        FACT = "fact"
        LESSON = "lesson"
        OBSERVATION = "observation"
        DECISION = "decision"
        RISK = "risk"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.CharField(max_length=6, choices=Scope.choices)
    holder = models.ForeignKey(
        Actor,
        on_delete=models.CASCADE,
        related_name="memories",
        help_text="The agent, farm or owner whose it is.",
        db_index=False,
    )
    kind = models.CharField(max_length=11, choices=Kind.choices)
    title = models.CharField(max_length=200)
    content = models.TextField()
    digest = models.CharField(max_length=64, help_text="Of title and content: the same is kept once.")
    tags = ArrayField(models.CharField(max_length=40), default=list)
    symbol = models.CharField(max_length=21, blank=True)
    importance = models.FloatField(help_text="From 0 to 1.")
    half_life_days = models.FloatField(null=True, help_text="Null: it does not fade.")
    source = models.CharField(max_length=500, blank=True, help_text="What it was learnt from.")
    agent_id = models.UUIDField(null=True, help_text="The agent that stored it.")
    stored_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    call_id = models.UUIDField(help_text="The call that stored it.")
    created_at = models.DateTimeField()
    stored_at = models.DateTimeField(help_text="When it was stored last; it fades from then on.")
    words = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("content", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    holder_id: UUID
    stored_by_id: UUID

    class Meta:
        indexes = [
            models.Index(fields=["holder", "-stored_at"], name="memory_of_holder"),
            GinIndex(fields=["words"], name="memory_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["holder", "digest"], name="one_memory_of_a_text"),
            models.CheckConstraint(
                condition=Q(importance__gte=0, importance__lte=1), name="memory_importance"
            ),
            models.CheckConstraint(
                condition=Q(half_life_days=None) | Q(half_life_days__gt=0), name="memory_half_life"
            ),
        ]

    def __str__(self) -> str:
        return self.title
