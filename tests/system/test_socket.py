"""The event stream on `/ws`: who is let in and put out, and what is not taken."""

import json

import pytest
from django.utils import timezone

from apps.system.access.models import ApiKey, BrowserSession, User
from apps.system.access.services import revoke_key
from apps.system.events import consumers
from apps.system.events.closing import CloseCode
from tests.system.people import make_key, make_person
from tests.system.sockets import admitted, off_loop, opened, session_cookie
from tests.system.streams import happen, sequencing

pytestmark = pytest.mark.django_db(transaction=True)


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
async def test_a_key_that_ends_closes_its_socket(end: object) -> None:
    user = await off_loop(make_person)
    async with admitted(await off_loop(make_key, user)) as client:
        await off_loop(end, user)  # type: ignore[arg-type]
        assert (await client.hear_closing())[0] == CloseCode.UNAUTHENTICATED


def _sign_out(user: User) -> None:
    BrowserSession.objects.all().delete()


def _change_password(user: User) -> None:
    user.set_password("another horse, another battery")
    user.save()


@pytest.mark.parametrize("end", [_sign_out, _change_password, _lock_out])
async def test_a_session_that_ends_closes_its_socket(end: object) -> None:
    user = await off_loop(make_person)
    async with opened(cookie=await off_loop(session_cookie, user)) as client:
        await client.hear()
        await off_loop(end, user)  # type: ignore[arg-type]
        assert (await client.hear_closing())[0] == CloseCode.UNAUTHENTICATED


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
