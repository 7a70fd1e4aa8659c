"""Workers and beat in the registry. By signals of the programs only: a worker within a test is none.

The children of a worker's pool are entries of their own (`worker.pool`): it is they who call others, and
have circuits.
"""

from typing import Any

from celery import current_app
from celery.signals import (
    beat_init,
    celeryd_init,
    worker_process_init,
    worker_process_shutdown,
    worker_ready,
    worker_shutdown,
)

from apps.system.mesh.registration import Registration, register
from workers.queues import AGENTS, ANALYTICS, HEAVY

_held: list[Registration] = []


@celeryd_init.connect(weak=False)
def watch_worker(**_: Any) -> None:
    """This process is `celery worker`."""
    worker_ready.connect(register_worker, weak=False)
    worker_shutdown.connect(leave, weak=False)
    worker_process_init.connect(register_child, weak=False)
    worker_process_shutdown.connect(leave, weak=False)


@beat_init.connect(weak=False)
def register_beat(**_: Any) -> None:
    """This process is `celery beat`."""
    _hold(register("beat"))


def register_worker(**_: Any) -> None:
    """The worker takes from its queues now."""
    queues = _queues()
    _hold(register(_name_of(queues), queues=queues))


def register_child(**_: Any) -> None:
    """A child of the pool runs tasks now."""
    _hold(register(f"{_name_of(_queues())}.pool"))


def leave(**_: Any) -> None:
    """This process ends."""
    while _held:
        _held.pop().deregister()


def _hold(made: Registration | None) -> None:
    if made is not None:
        _held.append(made)


def _queues() -> list[str]:
    return sorted(current_app.amqp.queues.consume_from)


def _name_of(queues: list[str]) -> str:
    """As Procfile calls it: heavy work has workers of its own, and analytics again."""
    if set(queues) <= set(ANALYTICS):
        return "analytics-worker"
    if set(queues) <= set(AGENTS):
        return "agents-worker"
    return "heavy-worker" if set(queues) <= set(HEAVY) else "worker"
