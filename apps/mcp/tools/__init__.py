"""The platform's own tools, a module per topic."""

from apps.mcp.tools import configuration, kill_switch, schedules, status

__all__ = ["configuration", "kill_switch", "schedules", "status"]
