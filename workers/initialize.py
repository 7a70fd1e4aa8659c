"""The schedules that every database needs."""

from datetime import datetime

from django.db import transaction
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import ModelEntry

from apps.system.initialization.registry import Found, step
from workers.celery import app
from workers.schedules import SCHEDULE

OURS = "apps."


@step("schedules")
@transaction.atomic
def synchronise_schedules(now: datetime) -> Found:
    """Add schedules that are missing, switch off those of tasks that are gone. Edited ones stay edited."""
    known = set(PeriodicTask.objects.values_list("name", flat=True))
    missing = sorted(SCHEDULE.keys() - known)
    for name in missing:
        ModelEntry.from_entry(name, app=app, **SCHEDULE[name])
    app.loader.import_default_modules()
    running = PeriodicTask.objects.filter(enabled=True, task__startswith=OURS).order_by("name")
    gone = list(running.exclude(task__in=list(app.tasks)))
    for each in gone:
        each.enabled = False
        each.save()
    changed = [f"{name} added" for name in missing] + [f"{each.name} switched off" for each in gone]
    return Found(f"{len(SCHEDULE)} schedules are known.", changed)
