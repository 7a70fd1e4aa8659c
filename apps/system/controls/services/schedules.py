"""Schedules in the database: made from what the code declares and what operators have changed.

django-celery-beat's rows are what beat reads, and notices within seconds when they change. They are written
here only: at each start of beat and when an operator edits one. So an edit outlives a restart, a new default
of the code reaches what nobody edited, and what the code no longer declares is gone.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches

from django.db import transaction
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from apps.system.access.models import Actor
from apps.system.audit.services import record_audit
from apps.system.controls.events import ScheduleChanged
from apps.system.controls.models import Schedule
from apps.system.controls.schedules import LEAST_SECONDS, DeclaredSchedule, declared_schedules
from apps.system.errors import Invalid, NotFound, Refused
from apps.system.events.services import append_event
from apps.system.locks import one_at_a_time

LEAST_EXPIRY = 10
"""Seconds. What no worker got to before the next run is dropped, so that no pile of old ones waits; but not
sooner than this, for the clocks of beat and worker may differ."""


def synchronise_schedules(declared: Mapping[str, DeclaredSchedule] | None = None) -> list[str]:
    """Have the rows that beat reads: one for each declared schedule, as it is or as it was edited.

    Answers what changed, schedule by schedule.
    """
    wanted = declared_schedules() if declared is None else declared
    with one_at_a_time("schedules"), transaction.atomic():
        gone = list(Schedule.objects.exclude(name__in=wanted).values_list("name", flat=True))
        PeriodicTask.objects.filter(name__in=gone).delete()
        Schedule.objects.filter(name__in=gone).delete()
        Schedule.objects.bulk_create([Schedule(name=name) for name in wanted], ignore_conflicts=True)
        edits = Schedule.objects.in_bulk(list(wanted))
        written = [name for name, each in wanted.items() if _write(each, edits[name])]
    return [f"{name} written" for name in written] + [f"{name} removed" for name in gone]


@transaction.atomic
def update_schedule(
    name: str, *, by: Actor, now: datetime, every: int | None = None, enabled: bool | None = None
) -> Schedule:
    """Change how often a declared schedule runs (seconds), or whether it does; None leaves it.

    Raises NotFound (`unknown_schedule`), Invalid (`invalid_interval`) outside its bounds, and Refused
    (`schedule_essential`) for turning off what safety rests on.
    """
    each = _declared(name)
    _check(each, every, enabled)
    Schedule.objects.get_or_create(name=name)
    edit = Schedule.objects.select_for_update().get(name=name)
    edit.every = edit.every if every is None else every
    edit.enabled = edit.enabled if enabled is None else enabled
    edit.edited_by, edit.edited_at = by, now
    edit.save()
    _write(each, edit)
    _tell(edit, each, by)
    return edit


def _declared(name: str) -> DeclaredSchedule:
    declared = declared_schedules()
    if name in declared:
        return declared[name]
    nearest = get_close_matches(name[:100], sorted(declared))
    hint = f" Did you mean {' or '.join(nearest)}?" if nearest else ""
    raise NotFound(f"There is no such schedule.{hint}", code="unknown_schedule", details={"nearest": nearest})


def _check(each: DeclaredSchedule, every: int | None, enabled: bool | None) -> None:  # noqa: FBT001
    if every is not None and not LEAST_SECONDS <= every <= each.most:
        reason = f"It runs each {LEAST_SECONDS} to {each.most} seconds."
        raise Invalid(
            f"{each.name}: {reason}",
            code="invalid_interval",
            errors=[{"pointer": "/every", "reason": reason}],
        )
    if enabled is False and each.essential:
        raise Refused(f"{each.name} cannot be turned off: safety rests on it.", code="schedule_essential")


def _write(each: DeclaredSchedule, edit: Schedule) -> bool:
    """Beat's row, if it is not so already: each write makes beat read all schedules again."""
    seconds = edit.every or each.every
    interval, _ = IntervalSchedule.objects.get_or_create(every=seconds, period=IntervalSchedule.SECONDS)
    wanted = {
        "task": each.task,
        "interval_id": interval.id,
        "crontab": None,
        "kwargs": json.dumps(dict(each.parameters)),
        "expire_seconds": max(seconds, LEAST_EXPIRY),
        "enabled": edit.enabled,
    }
    row = PeriodicTask.objects.filter(name=each.name).first() or PeriodicTask(name=each.name)
    if row.pk is not None and all(getattr(row, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save()
    return True


def _tell(edit: Schedule, each: DeclaredSchedule, by: Actor) -> None:
    every = edit.every or each.every
    append_event(ScheduleChanged(name=edit.name, every=every, enabled=edit.enabled, by=by.id), audience=None)
    record_audit(
        actor_id=by.id,
        principal_id=by.id,
        interface="system",
        action="update_schedule",
        outcome="SUCCEEDED",
        subject=f"schedule:{edit.name}",
        details={"every": every, "enabled": edit.enabled},
    )
