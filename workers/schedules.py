"""What runs when. Tasks are named as text; a test asserts that each exists.

Every entry expires before its next run, so that a worker that was away does not meet a pile of old ones.
"""

from typing import Any

from workers.queues import HEAVY, SHORT


def every(task: str, seconds: float, **parameters: Any) -> dict[str, Any]:
    """An entry that runs a task with these parameters each so many seconds."""
    return {"task": task, "schedule": seconds, "kwargs": parameters, "options": {"expires": seconds}}


SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep calls": every("apps.mcp.tasks.sweep_calls", 5),
    "resume sagas": every("apps.system.tasks.resume_sagas", 1),
    "deliver events": every("apps.system.tasks.deliver_events", 1),
    "publish metrics": every("apps.system.tasks.publish_metrics", 5),
    "resume initialization": every("apps.system.tasks.resume_initialization", 10),
    "prove the workers": every("apps.system.tasks.prove_workers", 5, queues=[*SHORT], heavy=[*HEAVY]),
    "check health": every("apps.system.tasks.check_health", 5),
    "forget old health": every("apps.system.tasks.forget_health", 3600),
    "reconcile": every("apps.system.tasks.reconcile_due", 10),
    "record equity": every("apps.trading.tasks.take_snapshots", 60),
    "keep partitions ahead": every("apps.system.tasks.keep_partitions", 3600),
    "forget ended sessions": every("apps.system.tasks.forget_sessions", 3600),
    "poll services": every("apps.system.tasks.poll_services", 5),
    "send webhooks": every("apps.system.tasks.send_webhooks", 2),
    "forget webhook deliveries": every("apps.system.tasks.forget_webhook_deliveries", 3600),
    "forget idempotency keys": every("apps.mcp.tasks.forget_keys", 3600),
}
