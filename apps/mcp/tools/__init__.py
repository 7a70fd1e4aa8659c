"""The platform's own tools, a module per topic."""

from apps.mcp.tools import executions, kill_switch, status

__all__ = ["executions", "kill_switch", "status"]
