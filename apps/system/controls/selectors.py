"""Who is halted."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from apps.system.access.models import Actor
from apps.system.access.selectors import visible
from apps.system.controls.models import Halt


def list_halts(actor: Actor) -> QuerySet[Halt]:
    """The halts in force that the asker sees, and those of the actors above it."""
    own = visible(Halt.objects.filter(released_at=None), actor, path="target")
    above = Halt.objects.filter(released_at=None, target_id__in=actor.lineage)
    return (own | above).select_related("target", "engaged_by").order_by("-engaged_at")


def find_halt(lineage: Iterable[UUID]) -> Halt | None:
    """The halt that binds an actor of this lineage, nearest the root first; None if it is free."""
    return Halt.objects.filter(released_at=None, target_id__in=list(lineage)).order_by("engaged_at").first()


def halted_among(lineages: Sequence[Sequence[UUID]]) -> set[UUID]:
    """Which of these actors (last of each lineage) are halted; one query for any number."""
    every = {each for lineage in lineages for each in lineage}
    targets = set(
        Halt.objects.filter(released_at=None, target_id__in=every).values_list("target_id", flat=True)
    )
    return {lineage[-1] for lineage in lineages if targets.intersection(lineage)}
