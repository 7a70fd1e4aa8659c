"""Who runs what: tasks go to queues by the name of their app and task."""

SHORT = ("tools", "agents", "events", "upkeep")
HEAVY = ("backtests", "analytics", "harvest")

ROUTES = {
    "apps.mcp.tasks.run_call": {"queue": "tools"},
    "apps.system.tasks.deliver_*": {"queue": "events"},
    "apps.trading.tasks.run_backtest": {"queue": "backtests"},
    "apps.*": {"queue": "upkeep"},
}
