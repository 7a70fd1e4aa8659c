"""The door of `/mcp`: keys alone, hosts and pages of ours, and answers that say what is wrong."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from channels.testing import HttpCommunicator
from django.utils import timezone

from apps.mcp.models import ToolCall
from apps.mcp.protocol.authentication import REMEMBERED_SECONDS
from apps.system.access.models import Actor, ApiKey, Role, User
from apps.system.access.roles import AGENT_SCOPES
from apps.system.access.services import create_actor, issue_key
from config.asgi import application
from tests.counters import counted
from tests.system.people import make_key, make_person
from tests.system.sockets import off_loop, session_cookie

pytestmark = pytest.mark.django_db(transaction=True)

ENVELOPE = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


async def send(
    method: str,
    params: Mapping[str, Any] | None = None,
    *,
    query: str = "",
    verb: str = "POST",
    path: str = "/mcp",
    body: bytes | None = None,
    envelope: Mapping[str, Any] = ENVELOPE,
    **headers: str,
) -> dict[str, Any]:
    """One request of 2026-07-28; answers status, headers and body."""
    asked = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**(params or {}), "_meta": envelope}}
    named = (params or {}).get("name", (params or {}).get("taskId"))
    given = {
        "host": "localhost",
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": method,
        **({} if named is None else {"mcp-name": str(named)}),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    encoded = [(name.encode(), value.encode()) for name, value in given.items()]
    content = json.dumps(asked).encode() if body is None else body
    socket = HttpCommunicator(application, verb, f"{path}{query}", content, encoded)
    answer = await socket.get_response(timeout=20)
    found = {name.decode().lower(): value.decode() for name, value in answer["headers"]}
    text = answer["body"].decode()
    return {"status": answer["status"], "headers": found, "body": json.loads(text) if text else None}


def bearer(key: str) -> str:
    """The header that brings a key."""
    return f"Bearer {key}"


async def test_without_a_key_it_says_where_the_resource_is_described() -> None:
    answer = await send("tools/list")

    assert answer["status"] == 401
    described = "http://localhost/.well-known/oauth-protected-resource/mcp"
    assert answer["headers"]["www-authenticate"] == f'Bearer resource_metadata="{described}"'
    assert answer["body"]["error"]["data"]["code"] == "unauthenticated"

    document = await send("", verb="GET", path="/.well-known/oauth-protected-resource/mcp")
    assert document["status"] == 200
    assert document["body"]["resource"] == "http://localhost/mcp"
    assert document["body"]["bearer_methods_supported"] == ["header"]
    assert "authorization_servers" not in document["body"]


async def test_authorization_servers_are_told_once_there_are_some(settings: Any) -> None:
    settings.MCP_AUTHORIZATION_SERVERS = ["https://id.example.com"]

    document = await send("", verb="GET", path="/.well-known/oauth-protected-resource/mcp")

    assert document["body"]["authorization_servers"] == ["https://id.example.com"]


async def test_behind_a_proxy_of_ours_the_address_is_the_clients(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["cival.example.com", "localhost"]

    answer = await send(
        "",
        verb="GET",
        path="/.well-known/oauth-protected-resource/mcp",
        host="cival.example.com",
        x_forwarded_proto="https",
    )

    assert answer["body"]["resource"] == "https://cival.example.com/mcp"


async def test_a_session_cookie_lets_nobody_in() -> None:
    user = await off_loop(make_person)
    cookie = await off_loop(session_cookie, user)

    assert (await send("tools/list", cookie=cookie))["status"] == 401


async def test_a_key_that_was_revoked_or_has_expired_lets_nobody_in() -> None:
    user = await off_loop(make_person)
    revoked, expired = await off_loop(make_key, user), await off_loop(make_key, user)
    assert (await send("tools/list", authorization=bearer(revoked)))["status"] == 200

    keys = ApiKey.objects.filter(actor=user.actor).order_by("created_at")
    now = timezone.now()
    first, second = await off_loop(lambda: list(keys))
    await off_loop(lambda: ApiKey.objects.filter(id=first.id).update(revoked_at=now))
    await off_loop(lambda: ApiKey.objects.filter(id=second.id).update(expires_at=now - timedelta(seconds=1)))

    await asyncio.sleep(REMEMBERED_SECONDS)  # for so long a key that was good is taken
    for key in (revoked, expired):
        answer = await send("tools/list", authorization=bearer(key))
        assert answer["status"] == 401
        assert 'error="invalid_token"' in answer["headers"]["www-authenticate"]


async def test_hosts_and_pages_that_are_not_ours_are_turned_away() -> None:
    key = bearer(await off_loop(make_key, await off_loop(make_person)))

    assert (await send("tools/list", authorization=key, host="evil.example"))["status"] == 421
    assert (await send("tools/list", authorization=key, origin="http://evil.example"))["status"] == 403
    assert (await send("tools/list", authorization=key, origin="http://localhost:3000"))["status"] == 200


async def test_other_methods_and_large_bodies_are_refused(settings: Any) -> None:
    key = bearer(await off_loop(make_key, await off_loop(make_person)))

    wrong = await send("tools/list", authorization=key, verb="GET")
    assert (wrong["status"], wrong["headers"]["allow"]) == (405, "POST")
    large = HttpCommunicator(
        application,
        "POST",
        "/mcp",
        b"x" * (settings.MAX_BODY_BYTES + 1),
        [(b"host", b"localhost"), (b"authorization", key.encode())],
    )
    assert (await large.get_response(timeout=20))["status"] == 413


async def test_an_unknown_toolset_is_a_clear_error() -> None:
    key = bearer(await off_loop(make_key, await off_loop(make_person)))

    answer = await send("tools/list", authorization=key, query="?toolset=tradng")

    assert answer["status"] == 422
    assert "There are default, trading" in answer["body"]["error"]["message"]
    by_header = await send("tools/list", authorization=key, x_cival_toolset="data")
    assert {each["_meta"]["cival/category"] for each in by_header["body"]["result"]["tools"]} == {"data"}


async def test_a_person_acts_as_their_agent_and_as_nobody_elses() -> None:
    mine, other = await off_loop(_person_with_agent), await off_loop(_person_with_agent)
    key = bearer(await off_loop(make_key, mine[0]))
    echo = {"name": "echo_words", "arguments": {"words": "a", "amount": "1"}}

    answer = await send("tools/call", echo, authorization=key, query=f"?agent={mine[1].id}")
    refused = await send("tools/call", echo, authorization=key, query=f"?agent={other[1].id}")
    unread = await send("tools/call", echo, authorization=key, x_cival_agent="nobody")
    two = await send(
        "tools/list", authorization=key, query=f"?agent={mine[1].id}", x_cival_agent=str(uuid4())
    )

    assert answer["body"]["result"]["structuredContent"]["code"] == "not_permitted"
    assert refused["status"] == 404
    assert (unread["status"], two["status"]) == (422, 422)


async def test_an_agents_key_acts_as_the_agent() -> None:
    person, agent = await off_loop(_person_with_agent)
    key = bearer(await off_loop(_agent_key, agent, person))

    answer = await send("tools/list", authorization=key)

    assert answer["body"]["result"]["tools"] == []
    assert not await off_loop(ToolCall.objects.exists)


async def test_each_request_is_counted_by_its_method_and_what_came_of_it() -> None:
    key = bearer(await off_loop(make_key, await off_loop(make_person)))
    requests, refused = "mcp_protocol_requests_total", "mcp_protocol_refused_total"
    names = [("tools/list", "answered"), ("tools/list", "refused"), ("prompts/get", "refused")]
    before = [counted(requests, method=method, outcome=outcome) for method, outcome in names]
    turned_away = counted(refused, code="unauthenticated")

    await send("tools/list", authorization=key)
    await send("tools/list", {"cursor": "nonsense"}, authorization=key)
    await send("prompts/get", {"name": "nothing"}, authorization=key)
    await send("tools/list")

    after = [counted(requests, method=method, outcome=outcome) for method, outcome in names]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 1]
    assert counted(refused, code="unauthenticated") == turned_away + 1


def _person_with_agent() -> tuple[User, Actor]:
    person = make_person(Role.OPERATOR)
    return person, create_actor(kind=Actor.Kind.AGENT, name="Agent", parent=person.actor)


def _agent_key(agent: Actor, by: User) -> str:
    return issue_key(actor=agent, name="agent", scopes=AGENT_SCOPES, by=by.actor, allowed=AGENT_SCOPES)[1]
