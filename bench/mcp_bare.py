"""The baseline of `bench.mcp`: the SDK's bare server with the same tool, without keys, gates or audit."""

import django

django.setup()

from concurrent.futures import ThreadPoolExecutor  # noqa: E402
from typing import Any  # noqa: E402

from django.utils import timezone  # noqa: E402
from mcp.server.lowlevel import Server  # noqa: E402
from mcp.types import CallToolResult, ListToolsResult, TextContent  # noqa: E402

from apps.mcp.protocol.tools import face_of  # noqa: E402
from apps.mcp.registry import get_tool  # noqa: E402
from apps.mcp.types import Deferred, ToolContext  # noqa: E402
from apps.system.access.authentication import caller_of_user  # noqa: E402
from apps.system.access.models import User  # noqa: E402
from apps.system.access.types import Caller, Interface  # noqa: E402
from apps.system.events.threads import in_thread  # noqa: E402
from apps.system.ids import new_id  # noqa: E402
from bench.mcp_load import TOOL  # noqa: E402

THREADS = ThreadPoolExecutor(16)
_callers: list[Caller] = []


def run(arguments: dict[str, Any]) -> dict[str, Any]:
    """The tool itself, for the one operator."""
    if not _callers:
        _callers.append(caller_of_user(User.objects.get(), Interface.MCP))
    tool = get_tool(TOOL)
    answer = tool.call(ToolContext(_callers[0], new_id(), timezone.now()), tool.parse(arguments))
    assert not isinstance(answer, Deferred)
    return tool.dump(answer)


async def list_tools(context: Any, params: Any) -> ListToolsResult:
    """The one tool."""
    return ListToolsResult(tools=[face_of(get_tool(TOOL))])


async def call_tool(context: Any, params: Any) -> CallToolResult:
    """Call it."""
    data = await in_thread(run, THREADS, params.arguments or {})
    text = TextContent(type="text", text=str(data))
    return CallToolResult(content=[text], structured_content=data)


server: Server[Any] = Server(
    "bare",
    on_list_tools=list_tools,
    on_call_tool=call_tool,
    get_tool_input_schema=lambda name: get_tool(name).parameters_schema,
)
application = server.streamable_http_app(stateless_http=True)
