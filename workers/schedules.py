"""What runs when, as declared; operators may change it (`update_schedule`). Tasks are named as text; a test
asserts that each exists.

Every entry expires before its next run, so that a worker that was away does not meet a pile of old ones.
"""

from typing import Any

from apps.system.controls.schedules import declare_schedules
from workers.queues import HEAVY, SHORT


def every(task: str, seconds: int, *, essential: bool = False, **parameters: Any) -> dict[str, Any]:
    """An entry that runs a task with these parameters each so many seconds.

    An essential one can be run more or less often, and not be turned off: safety rests on it.
    """
    return {"task": task, "schedule": seconds, "kwargs": parameters, "essential": essential}


SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep calls": every("apps.mcp.tasks.sweep_calls", 5, essential=True),
    "expire approvals": every("apps.mcp.tasks.expire_approvals", 10, essential=True),
    "tell refusals": every("apps.mcp.tasks.tell_refusals", 30, essential=True),
    "close questions": every("apps.mcp.tasks.close_questions", 5),
    "resume sagas": every("apps.system.tasks.resume_sagas", 1, essential=True),
    "resume initialization": every("apps.system.tasks.resume_initialization", 10),
    "resume rebuilds": every("apps.system.tasks.resume_rebuilds", 10),
    "deliver events": every("apps.system.tasks.deliver_events", 1, essential=True),
    "send webhooks": every("apps.system.tasks.send_webhooks", 2),
    "send mails": every("apps.system.tasks.send_mails", 5),
    "enforce halts": every("apps.system.tasks.enforce_halts", 2, essential=True),
    "evaluate triggers": every("apps.system.tasks.evaluate_triggers", 5, essential=True),
    "reconcile": every("apps.system.tasks.reconcile_due", 10, essential=True),
    "prove the workers": every("apps.system.tasks.prove_workers", 5, queues=[*SHORT], heavy=[*HEAVY]),
    "check health": every("apps.system.tasks.check_health", 5),
    "poll services": every("apps.system.tasks.poll_services", 5),
    "publish metrics": every("apps.system.tasks.publish_metrics", 5),
    "record equity": every("apps.trading.tasks.take_snapshots", 60),
    "forget old candles": every("apps.trading.tasks.forget_candles", 300),
    "expire price alerts": every("apps.trading.tasks.expire_price_alerts", 60),
    "thin equity": every("apps.trading.tasks.thin_snapshots", 21_600),
    "forget exports": every("apps.trading.tasks.forget_exports", 3600),
    "resume backtests": every("apps.trading.tasks.resume_backtests", 5),
    "forget old backtests": every("apps.trading.tasks.forget_backtests", 3600),
    "resume runs": every("apps.agents.tasks.resume_runs", 5),
    "ask language models": every("apps.agents.tasks.ask_on_bars", 2),
    "retry agents": every("apps.agents.tasks.retry_agents", 5),
    "forget old conversations": every("apps.agents.tasks.forget_runs", 3600),
    "evaluate goals": every("apps.agents.tasks.evaluate_goals", 60),
    "measure agents": every("apps.agents.tasks.measure_agents", 300),
    "forget faded memories": every("apps.agents.tasks.forget_memories", 3600),
    "keep partitions ahead": every("apps.system.tasks.keep_partitions", 3600, essential=True),
    "cut audit": every("apps.system.tasks.cut_audit", 21_600),
    "cut events": every("apps.system.tasks.cut_events", 21_600),
    "resume audit exports": every("apps.mcp.tasks.resume_exports", 5),
    "forget audit exports": every("apps.mcp.tasks.forget_exports", 3600),
    "forget old calls": every("apps.mcp.tasks.forget_calls", 21_600),
    "tally calls": every("apps.mcp.tasks.tally_calls", 5),
    "forget old health": every("apps.system.tasks.forget_health", 3600),
    "forget ended sessions": every("apps.system.tasks.forget_sessions", 3600),
    "forget webhook deliveries": every("apps.system.tasks.forget_webhook_deliveries", 3600),
    "forget idempotency keys": every("apps.mcp.tasks.forget_keys", 3600),
}

declare_schedules(SCHEDULE)
