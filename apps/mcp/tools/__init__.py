"""The platform's own tools, a module per topic."""

from apps.mcp.tools import alerts, kill_switch, status

__all__ = ["alerts", "kill_switch", "status"]
