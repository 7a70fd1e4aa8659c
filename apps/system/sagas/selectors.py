"""Finding sagas."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.system.access.models import Actor
from apps.system.errors import NotFound
from apps.system.sagas.models import Saga, SagaStep
from apps.system.sagas.registry import definition_of

OPEN = (Saga.Status.RUNNING, Saga.Status.COMPENSATING)
NEEDS_PERSON = Q(status=Saga.Status.FAILED, resolved_at=None)


def list_sagas(
    actor: Actor, *, status: str | None = None, name: str | None = None, needs_person: bool | None = None
) -> QuerySet[Saga]:
    """The sagas of the owners that the asker sees, with their steps; of one kind where that is asked for."""
    owners = Actor.objects.filter(lineage__overlap=actor.seats).values("id")
    rows = Saga.objects.filter(owner_id__in=owners).prefetch_related("steps")
    rows = rows if status is None else rows.filter(status=status)
    rows = rows if name is None else rows.filter(name=name)
    return rows if needs_person is None else rows.filter(NEEDS_PERSON if needs_person else ~NEEDS_PERSON)


def get_saga(actor: Actor, saga_id: UUID) -> Saga:
    """One saga that the asker sees. Raises NotFound."""
    found = list_sagas(actor).filter(id=saga_id).first()
    if found is None:
        raise NotFound(f"There is no saga {saga_id}.")
    return found


def list_due(now: datetime) -> QuerySet[Saga]:
    """Open sagas that are to be looked at, longest due first."""
    is_due = Q(retry_at=None) | Q(retry_at__lte=now)
    return Saga.objects.filter(is_due, status__in=OPEN).order_by("retry_at")


def list_untouched(now: datetime, age: timedelta) -> QuerySet[Saga]:
    """Open sagas that have been due for a while and that nobody has moved, longest due first."""
    return list_due(now - age).filter(touched_at__lt=now - age)


def current_step(saga: Saga) -> SagaStep | None:
    """The step to do next, or on the way back the step to undo next."""
    if saga.status == Saga.Status.RUNNING:
        ahead = (SagaStep.Status.PENDING, SagaStep.Status.WAITING)
        return saga.steps.filter(status__in=ahead).order_by("position").first()
    behind = (SagaStep.Status.DONE, SagaStep.Status.WAITING)
    return saga.steps.filter(status__in=behind).order_by("-position").first()


def has_passed_return(saga: Saga) -> bool:
    """Whether the step after which it turns back no more is done; a saga whose code is gone has none."""
    try:
        last = definition_of(saga.name).point_of_no_return
    except LookupError:
        return False
    return last is not None and any(
        step.name == last and step.status == SagaStep.Status.DONE for step in saga.steps.all()
    )


def lock_number(saga_id: UUID) -> int:
    """The advisory lock of a saga."""
    return saga_id.int & (1 << 63) - 1
