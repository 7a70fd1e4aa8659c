"""Who runs what: tasks go to queues by the name of their app and task."""

AGENTS = ("agents",)
"""Runs of agents wait for models, not for a processor: threads of one worker take many at a time."""

SHORT = ("fleet", "tools", *AGENTS, "events", "upkeep")
LONG = ("backtests", "harvest", "exports")
ANALYTICS = ("analytics",)
"""Apart from other long work, for only its workers load pandas and what stands on it."""

HEAVY = (*LONG, *ANALYTICS)

ROUTES = {
    "apps.mcp.tasks.run_call": {"queue": "tools"},
    "apps.mcp.tasks.write_export": {"queue": "exports"},
    "apps.system.tasks.deliver_*": {"queue": "events"},
    "apps.system.tasks.send_webhooks": {"queue": "events"},
    "apps.agents.tasks.decide_shard": {"queue": "fleet"},
    "apps.agents.tasks.execute_run": {"queue": "agents"},
    "apps.agents.tasks.measure_agents": {"queue": "analytics"},
    "apps.system.tasks.rebuild_projection": {"queue": "harvest"},
    "apps.trading.tasks.run_backtest": {"queue": "backtests"},
    "apps.*": {"queue": "upkeep"},
}
