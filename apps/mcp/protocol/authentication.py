"""Who asks, by an API key alone: session cookies are not looked at, so no page can make a browser ask."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from time import monotonic
from urllib.parse import parse_qs
from uuid import UUID

from apps.mcp.acting import act_as
from apps.mcp.probing import caller_of_pass
from apps.mcp.protocol.exchanges import Exchange, in_story
from apps.mcp.toolsets import read_toolsets
from apps.system.access.authentication import caller_of_key
from apps.system.access.services import digest_of
from apps.system.access.types import Caller, Interface
from apps.system.correlation import read_correlation
from apps.system.errors import Invalid, Unauthenticated
from apps.system.ids import new_id

TOOLSET_HEADER, AGENT_HEADER, SESSION_HEADER = "x-cival-toolset", "x-cival-agent", "mcp-session-id"
MAX_SECRET = 512
MAX_SESSION = 64
SCHEME = "bearer"

REMEMBERED_SECONDS = 0.5
"""A key that was good is taken for so long without asking again; one that was revoked ends in a second."""

MOST_REMEMBERED = 1000
_remembered: OrderedDict[str, tuple[float, Caller]] = OrderedDict()


async def open_exchange(headers: Mapping[str, str], query: str) -> Exchange:
    """Let in whoever has the key in `Authorization`, as itself or as the agent that is named.

    Raises Unauthenticated; Invalid for an unknown toolset or an id that is none; whatever `act_as` raises.
    """
    secret, given = _secret(headers), parse_qs(query) if query else {}
    digest, story = digest_of(secret), _story(headers)
    caller = await _identify(secret, digest, story)
    agent = _one([*given.get("agent", ()), *_header(headers, AGENT_HEADER)])
    if agent is not None:
        named = headers.get("mcp-name", "mcp")
        caller = await in_story(story, act_as, caller, _agent_id(agent), tool_name=named)
    return Exchange(
        caller=caller,
        key_digest=digest,
        toolsets=read_toolsets([*given.get("toolset", ()), *_header(headers, TOOLSET_HEADER)]),
        story=story,
        session=headers.get(SESSION_HEADER, "")[:MAX_SESSION],
    )


def _story(headers: Mapping[str, str]) -> UUID:
    named = headers.get("x-correlation-id")
    return (read_correlation(named) if named else None) or new_id()


async def _identify(secret: str, digest: str, story: UUID) -> Caller:
    now = monotonic()
    if (nobody := caller_of_pass(secret)) is not None:
        return nobody
    since, known = _remembered.get(digest, (0.0, None))
    if known is not None and now - since < REMEMBERED_SECONDS:
        return known
    _remembered.pop(digest, None)
    caller = await in_story(story, caller_of_key, secret, Interface.MCP)
    _remembered[digest] = (now, caller)
    while len(_remembered) > MOST_REMEMBERED:
        _remembered.popitem(last=False)
    return caller


def _secret(headers: Mapping[str, str]) -> str:
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    if scheme.lower() != SCHEME or not secret.strip():
        raise Unauthenticated("Send an API key as `Authorization: Bearer <key>`.")
    return secret.strip()[:MAX_SECRET]


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
