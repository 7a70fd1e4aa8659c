"""Recording sagas to be run, and waking those that wait."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from apps.system.correlation import current_correlation
from apps.system.sagas.events import SagaStarted
from apps.system.sagas.models import Saga, SagaStep
from apps.system.sagas.registry import Context, definition_of
from apps.system.sagas.services.telling import tell

RESUME_AFTER = timedelta(seconds=5)
"""How long nobody looks after a saga that has just moved: whoever moved it goes on with it."""

saga_due = Signal()
"""Sent with `saga_id` after a transaction that lets it go on has committed; whoever runs tasks listens."""


@transaction.atomic
def start_saga(name: str, context: Context, *, owner_id: UUID, call_id: UUID | None = None) -> Saga:
    """Record a saga to be run once this transaction has committed; `context` holds JSON values only."""
    definition, now = definition_of(name), timezone.now()
    names = [step.name for step in definition.steps]
    saga = Saga.objects.create(
        name=name,
        context=context,
        owner_id=owner_id,
        call_id=call_id,
        correlation_id=current_correlation(),
        started_at=now,
        touched_at=now,
        retry_at=now + RESUME_AFTER,
        deadline=now + definition.deadline,
    )
    SagaStep.objects.bulk_create(SagaStep(saga=saga, position=i, name=each) for i, each in enumerate(names))
    tell(saga, SagaStarted(saga_id=saga.id, name=name, steps=names, deadline=saga.deadline))
    send_due(saga.id)
    return saga


@transaction.atomic
def wake_sagas(ended: Sequence[UUID], *, now: datetime) -> int:
    """Look at once at the sagas that wait on one of these things (calls, orders); answers how many."""
    waiting = Saga.objects.filter(status=Saga.Status.RUNNING, waits_on__overlap=list(ended))
    due = list(waiting.values_list("id", flat=True))
    Saga.objects.filter(id__in=due).update(retry_at=now)
    for saga_id in due:
        send_due(saga_id)
    return len(due)


def send_due(saga_id: UUID) -> None:
    """Have a saga taken up once this transaction has committed."""
    transaction.on_commit(partial(saga_due.send, sender=Saga, saga_id=saga_id), robust=True)
