"""Which worker holds a run, and what becomes of those that nobody holds."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from apps.agents.events import RunStarted
from apps.agents.models import Run
from apps.agents.runs.log import news_of
from apps.agents.runs.metrics import count_started
from apps.system.events.services import append_events
from apps.system.ids import new_id

LEASE = timedelta(seconds=30)
"""A worker renews it every few seconds; after that long without, it is lost."""

PUBLISH_AGAIN = timedelta(seconds=30)
BATCH = 100


@transaction.atomic
def claim_run(run_id: UUID, *, now: datetime) -> Run | None:
    """Take a queued run; None where another worker has it, or it was cancelled."""
    queued = Run.objects.filter(id=run_id, status=Run.Status.QUEUED)
    taken = queued.update(status=Run.Status.RUNNING, lease=new_id(), due_at=now + LEASE, started_at=now)
    if not taken:
        return None
    run = _whole(Run.objects.filter(id=run_id)).get()
    started = RunStarted(
        agent_id=run.agent_id,
        id=run.id,
        run_id=run.external_id,
        thread_id=run.conversation.thread_id,
        trigger=run.trigger,
    )
    append_events([news_of(run, started)])
    count_started(run)
    return run


def renew_lease(run: Run, *, now: datetime) -> bool:
    """Keep a run for a while longer; False where it is no longer this worker's to go on with."""
    held = Run.objects.filter(id=run.id, lease=run.lease, status=Run.Status.RUNNING, cancelled_by=None)
    return bool(held.update(due_at=now + LEASE))


def take_queued_runs(now: datetime) -> list[UUID]:
    """Queued runs whose message was lost, to be published again."""
    due = Run.objects.filter(status=Run.Status.QUEUED, due_at__lte=now).order_by("due_at")
    found = list(due.values_list("id", flat=True)[:BATCH])
    Run.objects.filter(id__in=found, status=Run.Status.QUEUED).update(due_at=now + PUBLISH_AGAIN)
    return found


@transaction.atomic
def take_lost_runs(now: datetime) -> list[Run]:
    """Runs whose worker is gone, taken from it."""
    lost = Run.objects.filter(status=Run.Status.RUNNING, due_at__lte=now)
    found = list(_whole(lost.select_for_update(of=("self",), skip_locked=True))[:BATCH])
    for run in found:
        run.lease, run.due_at = new_id(), now + LEASE
    Run.objects.bulk_update(found, ["lease", "due_at"])
    return found


def _whole(rows: "QuerySet[Run]") -> "QuerySet[Run]":
    return rows.select_related("agent__actor", "agent__account", "conversation", "asker")
