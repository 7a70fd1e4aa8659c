"""What runs when, as declared; operators may change it (`update_schedule`). Tasks are named as text; a test
asserts that each exists.

Every entry expires before its next run, so that a worker that was away does not meet a pile of old ones.
"""

from typing import Any

from apps.system.controls.schedules import declare_schedules
from workers.queues import SHORT


def every(task: str, seconds: int, *, essential: bool = False, **parameters: Any) -> dict[str, Any]:
    """An entry that runs a task with these parameters each so many seconds.

    An essential one can be run more or less often, and not be turned off: safety rests on it.
    """
    return {"task": task, "schedule": seconds, "kwargs": parameters, "essential": essential}


SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep calls": every("apps.mcp.tasks.sweep_calls", 5, essential=True),
    "resume sagas": every("apps.system.tasks.resume_sagas", 5, essential=True),
    "deliver events": every("apps.system.tasks.deliver_events", 1, essential=True),
    "prove the workers": every("apps.system.tasks.prove_workers", 5, queues=[*SHORT]),
    "enforce halts": every("apps.system.tasks.enforce_halts", 2, essential=True),
    "evaluate triggers": every("apps.system.tasks.evaluate_triggers", 5, essential=True),
    "record equity": every("apps.trading.tasks.take_snapshots", 60),
    "keep partitions ahead": every("apps.system.tasks.keep_partitions", 3600, essential=True),
    "forget idempotency keys": every("apps.mcp.tasks.forget_keys", 3600),
}

declare_schedules(SCHEDULE)
