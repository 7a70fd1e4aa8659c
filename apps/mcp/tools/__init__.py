"""The platform's own tools, a module per topic."""

from apps.mcp.tools import initialization, kill_switch, status

__all__ = ["initialization", "kill_switch", "status"]
