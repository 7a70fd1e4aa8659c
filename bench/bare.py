"""The platform with one path more, `/bare`: the tool of the benchmark, without gates, record and audit.

Served as the platform is, so that what differs is what the gates cost: `granian ... bench.bare:application`.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from bench.gates import PARAMETERS, TOOL
from config.wsgi import application as platform

BARE = "/bare"


def application(environ: dict[str, Any], respond: Callable[..., Any]) -> Iterable[bytes]:
    """The WSGI application."""
    if environ["PATH_INFO"] != BARE:
        return platform(environ, respond)
    body = _answer()
    respond("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def _answer() -> bytes:
    from apps.mcp.registry import get_tool
    from apps.mcp.types import Deferred, ToolContext
    from apps.system.access.authentication import caller_of_user
    from apps.system.access.models import User
    from apps.system.access.types import Interface
    from apps.system.ids import new_id
    from apps.system.wire import WireRenderer

    tool, caller = get_tool(TOOL), caller_of_user(User.objects.get(username="bench"), Interface.REST)
    answer = tool.call(ToolContext(caller, new_id(), datetime.now(UTC)), tool.parse(PARAMETERS))
    assert not isinstance(answer, Deferred)
    return WireRenderer().render(tool.dump(answer))
