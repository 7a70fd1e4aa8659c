"""Finding sagas."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from apps.system.access.models import Actor
from apps.system.errors import NotFound
from apps.system.sagas.models import Saga

OPEN = (Saga.Status.RUNNING, Saga.Status.COMPENSATING)


def list_sagas(actor: Actor) -> QuerySet[Saga]:
    """The sagas of the owners that the asker sees, with their steps."""
    owners = Actor.objects.filter(lineage__overlap=actor.seats).values("id")
    return Saga.objects.filter(owner_id__in=owners).prefetch_related("steps")


def get_saga(actor: Actor, saga_id: UUID) -> Saga:
    """One saga that the asker sees. Raises NotFound."""
    found = list_sagas(actor).filter(id=saga_id).first()
    if found is None:
        raise NotFound(f"There is no saga {saga_id}.")
    return found


def list_untouched(now: datetime, age: timedelta) -> QuerySet[Saga]:
    """Open sagas that nobody has moved for a while, oldest first."""
    return Saga.objects.filter(status__in=OPEN, touched_at__lt=now - age).order_by("touched_at")
