"""The platform's own tools, a module per topic."""

from apps.mcp.tools import kill_switch, mesh, status, webhooks

__all__ = ["kill_switch", "mesh", "status", "webhooks"]
