"""Who runs what: tasks go to queues by the name of their app and task."""

AGENTS = ("agents",)
"""Runs of agents wait for models, not for a processor: threads of one worker take many at a time."""

SHORT = ("tools", *AGENTS, "events", "upkeep")
LONG = ("backtests", "harvest")
ANALYTICS = ("analytics",)
"""Apart from other long work, for only its workers load pandas and what stands on it."""

HEAVY = (*LONG, *ANALYTICS)

ROUTES = {
    "apps.mcp.tasks.run_call": {"queue": "tools"},
    "apps.system.tasks.deliver_*": {"queue": "events"},
    "apps.system.tasks.send_webhooks": {"queue": "events"},
    "apps.agents.tasks.execute_run": {"queue": "agents"},
    "apps.agents.tasks.measure_agents": {"queue": "analytics"},
    "apps.trading.tasks.run_backtest": {"queue": "backtests"},
    "apps.*": {"queue": "upkeep"},
}
