"""How a worker keeps its connections to PostgreSQL: in the pool of its process, from task to task.

As it comes, Celery closes the whole pool before and after every task, so that each task began with a new
pool, its threads and a new connection: most of the time of a short call. Here a task hands its connections
back, and the pool holds each against the server before it gives it out again: one that was lost with a
database that was killed is replaced, and no task meets it.
"""

from typing import Any

from celery.fixups import django as fixups
from django.db import connections
from django.db.backends.postgresql import base

celerys: Any = fixups
wrapper: Any = base.DatabaseWrapper


class WorkerFixup(celerys.DjangoWorkerFixup):  # type: ignore[misc]  # the stubs do not know it
    """Celery's care for Django in a worker, without the end of the pool around each task."""

    def on_worker_process_init(self, **_: Any) -> None:
        """Forget what was forked: it is still the parent's, to which nothing may be sent or locked.

        The pools are kept from being taken apart, which would wait for threads that no fork copies.
        """
        self.inherited = [*wrapper._connection_pools.values()]
        wrapper._connection_pools.clear()
        for each in connections.all(initialized_only=True):
            each.connection = None
        super().on_worker_process_init()

    def on_task_prerun(self, sender: Any, **_: Any) -> None:
        """A task begins with what the last one handed back."""

    def on_task_postrun(self, sender: Any, **_: Any) -> None:
        """Hand connections back, whatever state the task left them in."""
        if not sender.request.is_eager:
            connections.close_all()


class Fixup(celerys.DjangoFixup):  # type: ignore[misc]  # the stubs know it in part
    """Has its own care in workers."""

    @property
    def worker_fixup(self) -> WorkerFixup:
        """What is done in a worker."""
        if self._worker_fixup is None:
            self._worker_fixup: WorkerFixup | None = WorkerFixup(self.app)
        return self._worker_fixup


def fixup(app: Any) -> Fixup:
    """Install it; named where the Celery application is made."""
    installed: Fixup = Fixup(app).install()
    return installed
