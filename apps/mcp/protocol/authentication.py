"""Who asks, by an API key alone: session cookies are not looked at, so no page can make a browser ask."""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs
from uuid import UUID

from apps.mcp.acting import act_as
from apps.mcp.protocol.exchanges import Exchange
from apps.mcp.toolsets import read_toolsets
from apps.system.access.authentication import caller_of_key
from apps.system.access.services import digest_of
from apps.system.access.types import Interface
from apps.system.correlation import correlate, read_correlation
from apps.system.errors import Invalid, Unauthenticated
from apps.system.ids import new_id

TOOLSET_HEADER, AGENT_HEADER, SESSION_HEADER = "x-cival-toolset", "x-cival-agent", "mcp-session-id"
MAX_SECRET = 512
MAX_SESSION = 64
SCHEME = "bearer"


def open_exchange(headers: Mapping[str, str], query: str) -> Exchange:
    """Let in whoever has the key in `Authorization`, as itself or as the agent that is named.

    Raises Unauthenticated; Invalid for an unknown toolset or an id that is none; whatever `act_as` raises.
    """
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    if scheme.lower() != SCHEME or not secret.strip():
        raise Unauthenticated("Send an API key as `Authorization: Bearer <key>`.")
    given = parse_qs(query)
    story = read_correlation(headers.get("x-correlation-id", "")) or new_id()
    with correlate(story):
        secret = secret.strip()[:MAX_SECRET]
        caller = caller_of_key(secret, Interface.MCP)
        agent = _one([*given.get("agent", ()), *_header(headers, AGENT_HEADER)])
        if agent is not None:
            caller = act_as(caller, _agent_id(agent), tool_name=headers.get("mcp-name", "mcp"))
    return Exchange(
        caller=caller,
        key_digest=digest_of(secret),
        toolsets=read_toolsets([*given.get("toolset", ()), *_header(headers, TOOLSET_HEADER)]),
        story=story,
        session=headers.get(SESSION_HEADER, "")[:MAX_SESSION],
    )


def _header(headers: Mapping[str, str], name: str) -> Iterable[str]:
    return (headers[name],) if name in headers else ()


def _one(named: list[str]) -> str | None:
    if len(set(named)) > 1:
        raise Invalid("Name one agent, in the address or in the header.", code="invalid_agent")
    return named[0] if named else None


def _agent_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(f"{text[:64]!a} is not the id of an agent.", code="invalid_agent") from None
