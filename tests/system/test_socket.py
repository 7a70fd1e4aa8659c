"""The event stream on `/ws`: who is let in, what they hear, and what is not taken."""

import asyncio
import json
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from apps.system.access.models import Actor, ApiKey, Membership, Role, User
from apps.system.access.services import add_member, create_actor, create_team, issue_key, revoke_key
from apps.system.events import consumers
from apps.system.events.closing import CloseCode
from apps.system.events.services import append_event, publish_ephemeral
from tests.system.people import make_key, make_person
from tests.system.sockets import admitted, off_loop, opened, session_cookie
from tests.system.streams import Noted, Ticked, happen, sequencing

pytestmark = pytest.mark.django_db(transaction=True)


def agent_of(owner: Actor) -> tuple[Actor, str]:
    """An agent of somebody, and its own key."""
    agent = create_actor(kind=Actor.Kind.AGENT, name="scout", parent=owner)
    return agent, issue_key(actor=agent, name="own", scopes=["read"], by=owner, allowed=["read"])[1]


def numbers_in(heard: list[dict[str, object]]) -> list[object]:
    """The numbers that test events carry."""
    return [message["payload"]["number"] for message in heard]  # type: ignore[index]


# --- Coming in


async def test_a_key_as_subprotocol_lets_in() -> None:
    user = await off_loop(make_person)
    async with opened(key=await off_loop(make_key, user)) as client:
        heard = await client.hear()
    assert heard["type"] == "connection.established"
    assert heard["payload"]["actorId"] == str(user.actor_id)
    assert heard["metadata"]["seq"] == "0"


async def test_a_key_in_the_authorization_header_lets_in() -> None:
    key = await off_loop(make_key, await off_loop(make_person))
    async with opened(headers=[(b"authorization", f"Bearer {key}".encode())]) as client:
        assert (await client.hear())["type"] == "connection.established"


async def test_a_session_cookie_lets_in() -> None:
    cookie = await off_loop(session_cookie, await off_loop(make_person))
    async with opened(cookie=cookie) as client:
        assert (await client.hear())["type"] == "connection.established"


async def test_a_first_message_with_a_key_lets_in() -> None:
    key = await off_loop(make_key, await off_loop(make_person))
    async with opened() as client:
        await client.send("auth", payload={"token": key})
        assert (await client.hear())["type"] == "connection.established"


@pytest.mark.parametrize("key", ["cival_unknown", "x"])
async def test_an_unknown_key_is_closed_with_a_code(key: str) -> None:
    async with opened(key=key) as client:
        code, last = await client.hear_closing()
    assert code == CloseCode.UNAUTHENTICATED
    assert last["payload"]["code"] == "unauthenticated"


async def test_an_unknown_key_in_a_message_is_closed_with_a_code() -> None:
    async with opened() as client:
        await client.send("auth", payload={"token": 7})
        assert (await client.hear_closing())[0] == CloseCode.UNAUTHENTICATED


async def test_who_says_nothing_in_time_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "PATIENCE", 0.2)
    async with opened(cookie="sessionid=nobody") as client:
        assert (await client.hear_closing())[0] == CloseCode.UNAUTHENTICATED


async def test_who_is_not_known_yet_can_only_sign_in() -> None:
    async with opened() as client:
        await client.send("subscribe", events=["*"])
        assert (await client.hear())["payload"]["code"] == "unauthenticated"


@pytest.mark.parametrize(
    "origin", [b"https://evil.example", b"null", b"http://[", b"http://localhost.evil.example"]
)
async def test_a_page_of_an_unknown_origin_is_closed_with_a_code(origin: bytes) -> None:
    cookie = await off_loop(session_cookie, await off_loop(make_person))
    async with opened(cookie=cookie, headers=[(b"origin", origin)]) as client:
        assert (await client.hear_closing())[0] == CloseCode.FORBIDDEN_ORIGIN


@pytest.mark.parametrize("origin", [b"http://localhost:3000", b"http://127.0.0.1:8000", b"http://[::1]:3000"])
async def test_our_own_pages_may_connect(origin: bytes) -> None:
    cookie = await off_loop(session_cookie, await off_loop(make_person))
    async with opened(cookie=cookie, headers=[(b"origin", origin)]) as client:
        assert (await client.hear())["type"] == "connection.established"


# --- Being put out


def _revoke(user: User) -> None:
    key = ApiKey.objects.get(actor=user.actor)
    revoke_key(key=key, by=user.actor, now=timezone.now())


def _expire(user: User) -> None:
    ApiKey.objects.filter(actor=user.actor).update(expires_at=timezone.now())


def _lock_out(user: User) -> None:
    User.objects.filter(id=user.id).update(is_active=False)


@pytest.mark.parametrize("end", [_revoke, _expire, _lock_out])
async def test_a_key_that_ends_closes_its_socket_within_a_second(end: object) -> None:
    user = await off_loop(make_person)
    async with admitted(await off_loop(make_key, user)) as client:
        await off_loop(end, user)  # type: ignore[arg-type]
        async with asyncio.timeout(1):
            assert (await client.hear_closing())[0] == CloseCode.UNAUTHENTICATED


def _sign_out(user: User) -> None:
    Session.objects.all().delete()


def _change_password(user: User) -> None:
    user.set_password("another horse, another battery")
    user.save()


@pytest.mark.parametrize("end", [_sign_out, _change_password, _lock_out])
async def test_a_session_that_ends_closes_its_socket_within_a_second(end: object) -> None:
    user = await off_loop(make_person)
    async with opened(cookie=await off_loop(session_cookie, user)) as client:
        await client.hear()
        await off_loop(end, user)  # type: ignore[arg-type]
        async with asyncio.timeout(1):
            assert (await client.hear_closing())[0] == CloseCode.UNAUTHENTICATED


# --- Hearing


async def test_an_event_comes_in_the_envelope() -> None:
    user = await off_loop(make_person)
    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*")
            agent_id = uuid4()
            event_id = await off_loop(happen, 7, user.actor_id, agent_id=agent_id, symbol="BTC/USD")
            heard = await client.hear()
    assert heard["id"] == str(event_id)
    assert (heard["type"], heard["source"], heard["target"]) == ("test.happened", "backend", "frontend")
    assert heard["payload"] == {"number": 7, "agentId": str(agent_id), "farmId": None, "symbol": "BTC/USD"}
    assert heard["metadata"]["seq"] == "1"
    assert heard["metadata"]["agentId"] == str(agent_id)
    assert UUID(heard["metadata"]["correlationId"])
    assert abs(heard["timestamp"] - timezone.now().timestamp() * 1000) < 60_000


async def test_wildcards_and_exact_types_choose() -> None:
    user = await off_loop(make_person)

    def both(number: int) -> None:
        happen(number, user.actor_id)
        append_event(Noted(number=number), audience=user.actor_id)

    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("note.*")
            await off_loop(both, 1)
            assert (await client.hear())["type"] == "note.made.twice"
            assert await client.is_silent()
            await client.subscribe("test.happened")
            await off_loop(both, 2)
            assert [each["type"] for each in await client.hear_many(2)] == [
                "test.happened",
                "note.made.twice",
            ]
            await client.send("unsubscribe", events=["note.*"])
            assert (await client.hear())["payload"]["all"] == ["test.happened"]
            await off_loop(both, 3)
            assert (await client.hear())["type"] == "test.happened"
            assert await client.is_silent()


async def test_two_interests_in_one_event_bring_it_once() -> None:
    user = await off_loop(make_person)
    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*")
            await client.subscribe("*")
            await off_loop(happen, 1, user.actor_id)
            await client.hear()
            assert await client.is_silent()


async def test_filters_narrow_by_agent_and_symbol() -> None:
    user, agent_id = await off_loop(make_person), uuid4()

    def many() -> None:
        happen(1, user.actor_id, agent_id=agent_id, symbol="BTC/USD")
        happen(2, user.actor_id, agent_id=uuid4(), symbol="BTC/USD")
        happen(3, user.actor_id, agent_id=agent_id, symbol="ETH/USD")
        happen(4, user.actor_id)

    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*", filters={"agentId": str(agent_id), "symbol": ["BTC/USD"]})
            await off_loop(many)
            assert (await client.hear())["payload"]["number"] == 1
            assert await client.is_silent()
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*", filters={"agentId": [str(agent_id)]}, since="0")
            assert numbers_in(await client.hear_many(2)) == [1, 3]


async def test_everyone_hears_their_own_events_and_public_ones_only() -> None:
    anna, ben = await off_loop(make_person), await off_loop(make_person)
    admin = await off_loop(make_person, Role.ADMIN)

    def many() -> None:
        for number, audience in enumerate((anna.actor_id, ben.actor_id, None), start=1):
            happen(number, audience)

    expected = {anna: [1, 3], ben: [2, 3], admin: [1, 2, 3]}
    keys = {user: await off_loop(make_key, user) for user in expected}
    with sequencing():
        async with AsyncExitStack() as stack:
            clients = {user: await stack.enter_async_context(admitted(keys[user])) for user in expected}
            for client in clients.values():
                await client.subscribe("*")
            await off_loop(many)
            for user, client in clients.items():
                assert numbers_in(await client.hear_many(len(expected[user]))) == expected[user]
                assert await client.is_silent(0.2)
        for user, key in keys.items():
            async with admitted(key) as client:
                await client.subscribe("*", since="0")
                assert numbers_in(await client.hear_many(len(expected[user]))) == expected[user]
                assert await client.is_silent(0.2)


async def test_a_teams_events_are_heard_by_its_members_while_they_are_members() -> None:
    anna, ben = await off_loop(make_person), await off_loop(make_person)
    team = await off_loop(create_team, name="desk", founder=anna.actor)
    with sequencing():
        async with admitted(await off_loop(make_key, ben)) as client:
            await client.subscribe("test.*")
            await off_loop(happen, 1, team.id)
            assert await client.is_silent()
            await off_loop(add_member, team=team, person=ben.actor, by=anna.actor)
            await asyncio.sleep(1)  # what the contract gives a change to take effect
            await off_loop(happen, 2, team.id)
            assert (await client.hear())["payload"]["number"] == 2
            await off_loop(Membership.objects.filter(person=ben.actor).delete)
            await asyncio.sleep(1)
            await off_loop(happen, 3, team.id)
            assert await client.is_silent()


async def test_an_agents_key_hears_what_is_about_the_agent() -> None:
    user = await off_loop(make_person)
    agent, key = await off_loop(agent_of, user.actor)

    def many() -> None:
        happen(1, user.actor_id)
        happen(2, user.actor_id, agent_id=agent.id)
        happen(3, user.actor_id, agent_id=uuid4())
        happen(4, None)

    with sequencing():
        async with admitted(key) as client:
            await client.subscribe("*")
            await off_loop(many)
            assert numbers_in(await client.hear_many(2)) == [2, 4]
            assert await client.is_silent()
        async with admitted(key) as client:
            await client.subscribe("*", since="0")
            assert numbers_in(await client.hear_many(2)) == [2, 4]


async def test_passing_events_come_without_a_cursor_and_to_their_audience_only() -> None:
    anna, ben = await off_loop(make_person), await off_loop(make_person)
    async with admitted(await off_loop(make_key, anna)) as client:
        await client.subscribe("test.*")
        await off_loop(publish_ephemeral, Ticked(symbol="BTC/USD", price=1), audience=ben.actor_id)
        await off_loop(publish_ephemeral, Ticked(symbol="BTC/USD", price=2), audience=None)
        heard = await client.hear()
    assert heard["payload"] == {"symbol": "BTC/USD", "price": 2}
    assert "seq" not in heard["metadata"]


# --- What is not taken


BAD = {
    "not json": ("{", "malformed"),
    "a list": ("[]", "malformed"),
    "no type": ('{"id": "1"}', "invalid_message"),
    "a type that is a number": ('{"type": 7}', "invalid_message"),
    "an id that is a number": ('{"type": "ping", "id": 7}', "invalid_message"),
    "a payload that is a text": ('{"type": "ping", "payload": "x"}', "invalid_message"),
    "a key given twice": ('{"type": "ping", "type": "ping"}', "malformed"),
    "not a number": ('{"type": "ping", "payload": {"a": NaN}}', "malformed"),
    "nested too deeply": (
        '{"type": "ping", "payload": ' + '{"a":' * 200 + "1" + "}" * 200 + "}",
        "malformed",
    ),
    "no events": ('{"type": "subscribe"}', "invalid_pattern"),
    "empty events": ('{"type": "subscribe", "events": []}', "invalid_pattern"),
    "a bad pattern": ('{"type": "subscribe", "events": ["agent.*.x"]}', "invalid_pattern"),
    "a pattern of another kind": ('{"type": "subscribe", "events": [7]}', "invalid_pattern"),
    "too many patterns": (
        json.dumps({"type": "subscribe", "events": [f"a{n}" for n in range(101)]}),
        "invalid_pattern",
    ),
    "an unknown filter": ('{"type": "subscribe", "events": ["*"], "filters": {"x": "y"}}', "invalid_filter"),
    "a filter that is no id": (
        '{"type": "subscribe", "events": ["*"], "filters": {"agentId": "me"}}',
        "invalid_filter",
    ),
    "a bad cursor": ('{"type": "subscribe", "events": ["*"], "since": "x"}', "invalid_cursor"),
    "a cursor that is a number": ('{"type": "subscribe", "events": ["*"], "since": 1}', "invalid_cursor"),
    "an event of their own": ('{"type": "trade.order_filled", "payload": {}}', "unknown_command"),
    "an answer of their own": ('{"type": "mcp.result", "payload": {}}', "unknown_command"),
    "a second key": ('{"type": "auth", "payload": {"token": "x"}}', "already_authenticated"),
}


@pytest.mark.parametrize(("text", "code"), BAD.values(), ids=BAD.keys())
async def test_a_bad_message_is_answered_and_the_socket_goes_on(text: str, code: str) -> None:
    async with admitted(await off_loop(make_key, await off_loop(make_person))) as client:
        await client.send_text(text)
        heard = await client.hear()
        assert (heard["type"], heard["payload"]["code"]) == ("error", code)
        await client.send("ping", id="still there")
        assert (await client.hear())["metadata"]["correlationId"] == "still there"


async def test_a_binary_frame_is_answered_with_an_error() -> None:
    async with admitted(await off_loop(make_key, await off_loop(make_person))) as client:
        await client.send_bytes(b"\x00\xff")
        assert (await client.hear())["payload"]["code"] == "invalid_message"


async def test_an_error_names_the_message_it_answers() -> None:
    async with admitted(await off_loop(make_key, await off_loop(make_person))) as client:
        await client.send("subscribe", id="mine", events=["!"])
        assert (await client.hear())["metadata"]["correlationId"] == "mine"


async def test_a_long_frame_is_closed_with_a_code() -> None:
    async with admitted(await off_loop(make_key, await off_loop(make_person))) as client:
        await client.send("ping", payload={"filler": "ä" * 40_000})
        assert (await client.hear_closing())[0] == CloseCode.TOO_LONG


async def test_a_flood_is_closed_with_a_code() -> None:
    async with admitted(await off_loop(make_key, await off_loop(make_person))) as client:
        for _ in range(200):
            await client.send("ping")
        code, last = await client.hear_closing()
    assert code == CloseCode.FLOOD
    assert last["payload"]["code"] == "flood"


async def test_a_ping_is_answered_with_the_cursor() -> None:
    user = await off_loop(make_person)
    with sequencing():
        async with admitted(await off_loop(make_key, user)) as client:
            await client.subscribe("test.*")
            await off_loop(happen, 1, user.actor_id)
            await client.hear()
            await client.send("ping", id="p")
            heard = await client.hear()
    assert (heard["type"], heard["metadata"]["correlationId"]) == ("pong", "p")
    assert heard["metadata"]["seq"] == "1"
