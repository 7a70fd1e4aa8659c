"""Beat's scheduler: what runs is in the database, made from the declarations and what operators changed."""

import signal
from typing import Any

from celery.signals import beat_init
from django_celery_beat.schedulers import DatabaseScheduler

from apps.system.controls.services.schedules import synchronise_schedules

DatabaseSchedulerClass: Any = DatabaseScheduler


class Scheduler(DatabaseSchedulerClass):  # type: ignore[misc]  # the package has no types
    """Named in `CELERY_BEAT_SCHEDULER`. It writes down when each task ran every few seconds."""

    sync_every = 5
    is_ending = False

    def setup_schedule(self) -> None:
        """Bring the rows up to date before the first tick; nothing else is installed."""
        synchronise_schedules()

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        """Send what is due; end where somebody asked for it."""
        if self.is_ending:
            raise SystemExit
        return super().tick(*args, **kwargs)


@beat_init.connect
def end_between_ticks(*, sender: Any, **_: Any) -> None:
    """Have a signal only leave word. Celery saves the schedule within its handler: a signal that came while
    the pool of connections was locked then waited for that lock for ever.
    """

    def leave_word(*_: Any) -> None:
        sender.scheduler.is_ending = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave_word)
