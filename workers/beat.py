"""Beat's scheduler: what runs is in the database, made from the declarations and what operators changed."""

from typing import Any

from django_celery_beat.schedulers import DatabaseScheduler

from apps.system.controls.services.schedules import synchronise_schedules

DatabaseSchedulerClass: Any = DatabaseScheduler


class Scheduler(DatabaseSchedulerClass):  # type: ignore[misc]  # the package has no types
    """Named in `CELERY_BEAT_SCHEDULER`. It writes down when each task ran every few seconds."""

    sync_every = 5

    def setup_schedule(self) -> None:
        """Bring the rows up to date before the first tick; nothing else is installed."""
        synchronise_schedules()
