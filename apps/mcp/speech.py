"""What clients may command on the socket, for the catalogue of what is said there."""

from typing import Any
from uuid import UUID

from apps.mcp.registry import list_tools
from apps.system.events.speech import CLIENT_SAYS
from apps.system.types import WireModel

EXECUTE = "mcp.execute"


class Execute(WireModel):
    """Run a tool by its name, maybe as an agent; answered by `mcp.result` or `mcp.error`."""

    tool_id: str
    parameters: dict[str, Any] = {}
    agent_id: UUID | None = None
    idempotency_key: str | None = None


def declare_commands() -> None:
    """Have the catalogue know `mcp.execute`, and the tools that have a command each."""
    CLIENT_SAYS[EXECUTE] = Execute
    CLIENT_SAYS.update({each.command: each.parameters for each in list_tools() if each.command})
