"""The platform's own tools, a module per topic."""

from apps.mcp.tools import kill_switch, reconciliation, sagas, status

__all__ = ["kill_switch", "reconciliation", "sagas", "status"]
