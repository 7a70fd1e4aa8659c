"""How runs end."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ag_ui.core.events import (
    BaseEvent,
    RunErrorEvent,
    RunFinishedCancelledOutcome,
    RunFinishedEvent,
    RunStartedEvent,
)
from django.db import transaction

from apps.agents.events import RunEnded
from apps.agents.models import Conversation, Run, RunEvent
from apps.agents.runs.encoding import storable
from apps.agents.runs.log import news_of, write_events
from apps.agents.runs.metrics import count_called_off, count_ended
from apps.system.access.models import Actor
from apps.system.errors import Conflict, Unavailable
from apps.system.events.services import append_events
from apps.system.ids import new_id

KEPT = timedelta(days=90)
BATCH = 500

_ENDED = ("status", "error_code", "error", "interrupts", "ended_at", "lease", "due_at")
_USED = ("model", "requests", "input_tokens", "output_tokens", "cost")


@transaction.atomic
def end_run(
    run: Run, status: Run.Status, last: Sequence[BaseEvent], *, now: datetime, code: str = "", error: str = ""
) -> None:
    """Write a run's last events and close it in one transaction. Raises Superseded as `write_events` does."""
    write_events(run, last, now=now)
    run.status, run.error_code, run.error = status, code, storable(error[:1000])
    run.ended_at, run.lease, run.due_at = now, None, None
    run.save(update_fields=[*_ENDED, *_USED])
    _tell(run)
    count_ended(run)


def fail_lost_run(run: Run, *, now: datetime) -> Unavailable:
    """End a run whose worker is gone: what it did by tools is done, and it is not begun a second time.

    Answers what it failed for.
    """
    lost = Unavailable("The worker that answered is gone; ask again.", code="worker_lost")
    begun = run.last_seq > 0
    start = [] if begun else [started_event(run)]
    end_run(
        run,
        Run.Status.FAILED,
        [*start, RunErrorEvent(message=lost.detail, code=lost.reason_code)],
        now=now,
        code=lost.reason_code,
        error=lost.detail,
    )
    return lost


@transaction.atomic
def cancel_run(run: Run, *, by: Actor, now: datetime) -> Run:
    """Stop a run. A queued or interrupted one ends at once, a running one as soon as its worker sees it.

    Raises Conflict (`run_ended`) for one that is over.
    """
    locked = (
        Run.objects.select_for_update(of=("self",))
        .select_related("agent__actor", "conversation")
        .get(id=run.id)
    )
    if locked.status == Run.Status.QUEUED:
        locked.status, locked.lease, locked.cancelled_by = Run.Status.RUNNING, new_id(), by
        locked.save(update_fields=["status", "lease", "cancelled_by"])
        end_run(locked, Run.Status.CANCELLED, [started_event(locked), cancelled_event(locked)], now=now)
    elif locked.status == Run.Status.RUNNING:
        locked.cancelled_by = by
        locked.save(update_fields=["cancelled_by"])
    elif locked.status == Run.Status.INTERRUPTED:
        locked.status, locked.interrupts, locked.cancelled_by = Run.Status.CANCELLED, [], by
        locked.save(update_fields=["status", "interrupts", "cancelled_by"])
        _tell(locked)
        count_called_off(locked)
    else:
        raise Conflict(f"The run is over: it is {locked.status}.", code="run_ended")
    return locked


def forget_runs(now: datetime) -> int:
    """Drop conversations that have rested longer than they are kept, with their runs and events."""
    rested = Conversation.objects.filter(updated_at__lt=now - KEPT).order_by("updated_at")
    found = list(rested.values_list("id", flat=True)[:BATCH])
    with transaction.atomic():
        runs = list(Run.objects.filter(conversation__in=found).values_list("id", flat=True))
        RunEvent.objects.filter(run__in=runs).delete()
        Conversation.objects.filter(id__in=found).delete()
    return len(found)


def started_event(run: Run) -> RunStartedEvent:
    """The first event of every run."""
    return RunStartedEvent(
        thread_id=run.conversation.thread_id, run_id=run.external_id, protocol_version="1.0"
    )


def cancelled_event(run: Run) -> RunFinishedEvent:
    """The last event of a run that was stopped."""
    return RunFinishedEvent(
        thread_id=run.conversation.thread_id,
        run_id=run.external_id,
        outcome=RunFinishedCancelledOutcome(type="cancelled"),
    )


def _tell(run: Run) -> None:
    ended = RunEnded(
        agent_id=run.agent_id,
        id=run.id,
        run_id=run.external_id,
        thread_id=run.conversation.thread_id,
        status=run.status,
        code=run.error_code,
        input_tokens=run.input_tokens,
        output_tokens=run.output_tokens,
        cost=run.cost,
    )
    append_events([news_of(run, ended)])
