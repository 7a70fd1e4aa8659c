"""Finding rebuilds, and what happened when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, Sum

from apps.system.access.models import Actor
from apps.system.events.sights import sight_of
from apps.system.projections.models import EventTally, ProjectionRebuild


@dataclass(frozen=True)
class HourOfType:
    """How often a type of event happened within the hour that starts then."""

    starts_at: datetime
    type: str
    count: int


def find_running(projection: str) -> ProjectionRebuild | None:
    """The rebuild of a projection that is under way."""
    running = ProjectionRebuild.objects.filter(status=ProjectionRebuild.Status.RUNNING)
    return running.filter(projection=projection).first()


def find_last(projection: str) -> ProjectionRebuild | None:
    """The latest rebuild of a projection."""
    return ProjectionRebuild.objects.filter(projection=projection).order_by("-id").first()


def list_untouched(now: datetime, age: timedelta) -> list[ProjectionRebuild]:
    """The rebuilds that nothing has moved for a while."""
    running = ProjectionRebuild.objects.filter(status=ProjectionRebuild.Status.RUNNING)
    return list(running.filter(touched_at__lt=now - age).order_by("id"))


def list_activity(
    actor: Actor, since: datetime, until: datetime, patterns: Sequence[str]
) -> list[HourOfType]:
    """The hours in which something happened that the actor sees by its seats, type by type.

    What is told hour by hour is not told agent by agent: an agent's own key sees what is public.
    """
    sight = sight_of(actor)
    seen = Q() if sight.everything else Q(audience=None) | Q(audience__in=sight.audiences)
    wanted = Q()
    for each in patterns:
        wanted |= Q(type__startswith=each[:-1]) if each.endswith("*") else Q(type=each)
    rows = EventTally.objects.filter(seen, wanted, starts_at__gte=since, starts_at__lt=until)
    counted = rows.values("starts_at", "type").annotate(total=Sum("count")).order_by("starts_at", "type")
    return [HourOfType(each["starts_at"], each["type"], each["total"]) for each in counted]
