"""Accounts over REST: `/account/*`."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from apps.system.access.models import Actor, ApiKey, Role, User
from apps.system.access.services import create_actor, create_team
from apps.system.access.sign_in import GUESSES_PER_ADDRESS, GUESSES_PER_NAME
from apps.system.audit.models import AuditEntry
from apps.system.redis import key, redis_client
from tests.system.people import PASSWORD, client_of, client_with, make_key, make_person

pytestmark = pytest.mark.django_db

V1 = "/api/v1"


@pytest.fixture(autouse=True)
def _no_guesses() -> Iterator[None]:
    _forget_guesses()
    yield
    _forget_guesses()


def _forget_guesses() -> None:
    for counter in redis_client().scan_iter(key("guesses", "*")):
        redis_client().delete(counter)


def _sign_in(client: APIClient, user: User, password: str = PASSWORD) -> int:
    body = {"username": user.username, "password": password}
    return client.post(f"{V1}/account/sign-in", body, format="json").status_code


def _signed_in(user: User) -> APIClient:
    """A browser with the cookies of a session, and CSRF checked."""
    client = APIClient(enforce_csrf_checks=True)
    assert _sign_in(client, user) == 200
    client.credentials(HTTP_X_CSRFTOKEN=client.cookies["csrftoken"].value)
    return client


def test_signing_in_answers_the_account_and_starts_a_session() -> None:
    user, client = make_person(Role.OPERATOR), APIClient()
    answer = client.post(
        f"{V1}/account/sign-in", {"username": user.username, "password": PASSWORD}, format="json"
    )
    assert answer.json() == {
        "id": str(user.actor_id),
        "kind": "person",
        "name": user.username,
        "username": user.username,
        "email": "",
        "role": "operator",
        "scopes": ["operate", "read", "trade"],
        "teams": [],
    }
    assert client.get(f"{V1}/account/me").json() == answer.json()
    assert AuditEntry.objects.filter(action="sign_in", outcome="SUCCEEDED", actor_id=user.actor_id).exists()


def test_a_wrong_password_is_refused_and_kept_in_the_audit() -> None:
    user = make_person()
    assert _sign_in(APIClient(), user, "wrong") == 401
    entry = AuditEntry.objects.get(action="sign_in")
    assert (entry.outcome, entry.code) == ("REFUSED", "wrong_password")


def test_an_unknown_name_is_refused_like_a_wrong_password() -> None:
    answer = APIClient().post(f"{V1}/account/sign-in", {"username": "nobody", "password": "x"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_password")


def test_too_many_wrong_passwords_close_the_door_for_a_while_even_to_the_right_one() -> None:
    user, other = make_person(), make_person()
    guesses = [_sign_in(APIClient(), user, "wrong") for _ in range(GUESSES_PER_NAME)]
    assert guesses == [401] * GUESSES_PER_NAME
    refused = APIClient().post(
        f"{V1}/account/sign-in", {"username": user.username, "password": PASSWORD}, format="json"
    )
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert 0 < int(refused["Retry-After"]) <= 15 * 60
    assert _sign_in(APIClient(), other) == 200


def test_guessing_many_names_from_one_address_is_stopped_too() -> None:
    redis_client().set(key("guesses", "127.0.0.1"), GUESSES_PER_ADDRESS, ex=60)
    assert _sign_in(APIClient(), make_person()) == 429


def test_while_guesses_cannot_be_counted_nobody_signs_in(settings: Any) -> None:
    user, reachable = make_person(), settings.REDIS_URL
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis_client.cache_clear()
    answer = APIClient().post(
        f"{V1}/account/sign-in", {"username": user.username, "password": PASSWORD}, format="json"
    )
    settings.REDIS_URL = reachable
    redis_client.cache_clear()
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "unavailable", "2")


def test_right_passwords_are_not_counted() -> None:
    user = make_person()
    assert {_sign_in(APIClient(), user) for _ in range(GUESSES_PER_NAME + 2)} == {200}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"username": "a"}, 422),
        ({"username": 1, "password": {}}, 422),
        ({"username": "a\0", "password": "x"}, 422),
        ({"username": "a", "password": "x" * 5000}, 422),
        ({"username": "a", "password": "x", "role": "ADMIN"}, 422),
    ],
)
def test_a_sign_in_that_is_none_is_refused_with_its_place(body: dict[str, object], status: int) -> None:
    answer = APIClient().post(f"{V1}/account/sign-in", body, format="json")
    assert answer.status_code == status
    assert answer.json()["errors"]


def test_half_a_surrogate_pair_is_refused() -> None:
    answer = APIClient().post(
        f"{V1}/account/sign-in", r'{"username": "\ud800", "password": "x"}', content_type="application/json"
    )
    assert answer.status_code == 422


def test_signing_out_ends_the_session() -> None:
    client = _signed_in(make_person())
    assert client.post(f"{V1}/account/sign-out").status_code == 204
    assert client.get(f"{V1}/account/me").status_code == 401


def test_a_browsers_write_needs_its_csrf_token() -> None:
    client = _signed_in(make_person())
    client.credentials()
    assert client.post(f"{V1}/account/sign-out").status_code == 403


def test_a_key_acts_without_cookies() -> None:
    user = make_person(Role.VIEWER)
    me = client_of(user).get(f"{V1}/account/me").json()
    assert (me["id"], me["scopes"]) == (str(user.actor_id), ["read"])


def test_nobody_is_answered_without_an_account() -> None:
    answer = APIClient().get(f"{V1}/account/me")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert client_with("cival_wrong").get(f"{V1}/account/me").json()["code"] == "invalid_key"


def test_a_changed_password_ends_the_other_sessions_and_holds_from_then_on() -> None:
    user = make_person()
    here, elsewhere = _signed_in(user), _signed_in(user)
    body = {"currentPassword": PASSWORD, "newPassword": "another long phrase"}
    assert [here.post(f"{V1}/account/password", body, format="json").status_code for _ in range(2)] == [
        204,
        204,
    ]
    assert here.get(f"{V1}/account/me").status_code == 200
    assert elsewhere.get(f"{V1}/account/me").status_code == 401
    assert _sign_in(APIClient(), user, "another long phrase") == 200
    assert AuditEntry.objects.filter(action="change_password").count() == 1


@pytest.mark.parametrize(
    ("current", "new", "status", "code"),
    [
        ("wrong", "another long phrase", 401, "wrong_password"),
        (PASSWORD, "short", 422, "weak_password"),
        (PASSWORD, "password1234", 422, "weak_password"),
    ],
)
def test_a_bad_change_of_password_changes_nothing(current: str, new: str, status: int, code: str) -> None:
    user = make_person()
    body = {"currentPassword": current, "newPassword": new}
    answer = _signed_in(user).post(f"{V1}/account/password", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert _sign_in(APIClient(), user) == 200


def test_a_new_key_is_shown_once_and_works() -> None:
    client = _signed_in(make_person())
    made = client.post(f"{V1}/account/keys", {"name": "laptop", "scopes": ["read"]}, format="json")
    assert made.status_code == 201
    secret = made.json()["key"]
    assert client_with(secret).get(f"{V1}/account/me").json()["scopes"] == ["read"]
    (listed,) = client.get(f"{V1}/account/keys").json()["results"]
    assert secret not in str(listed)
    assert listed["prefix"] == secret[:12]


def test_a_revoked_key_stops_at_once() -> None:
    client = _signed_in(make_person())
    made = client.post(f"{V1}/account/keys", {"name": "laptop", "scopes": ["read"]}, format="json").json()
    assert client.delete(f"{V1}/account/keys/{made['id']}").status_code == 204
    assert client.delete(f"{V1}/account/keys/{made['id']}").status_code == 204
    assert client_with(made["key"]).get(f"{V1}/account/me").status_code == 401


def test_a_repeated_request_for_a_key_is_answered_with_the_same_key() -> None:
    client, headers = _signed_in(make_person()), {"Idempotency-Key": "k1"}
    body = {"name": "laptop", "scopes": ["read"]}
    first, second = (
        client.post(f"{V1}/account/keys", body, format="json", headers=headers) for _ in range(2)
    )
    assert first.json() == second.json()
    assert ApiKey.objects.count() == 1
    other = client.post(f"{V1}/account/keys", body | {"name": "phone"}, format="json", headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


def test_two_people_may_choose_the_same_idempotency_key() -> None:
    body, headers = {"name": "laptop", "scopes": ["read"]}, {"Idempotency-Key": "k1"}
    keys = {
        _signed_in(make_person())
        .post(f"{V1}/account/keys", body, format="json", headers=headers)
        .json()["key"]
        for _ in range(2)
    }
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"scopes": ["admin"]}, 403),
        ({"scopes": ["everything"]}, 422),
        ({"scopes": []}, 422),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, 422),
        ({"expiresAt": "2020-01-01"}, 422),
        ({"actorId": str(UUID(int=7))}, 404),
        ({"name": " "}, 422),
    ],
)
def test_a_key_that_may_not_be_is_not_issued(change: dict[str, object], status: int) -> None:
    body = {"name": "laptop", "scopes": ["read"]} | change
    assert _signed_in(make_person()).post(f"{V1}/account/keys", body, format="json").status_code == status
    assert not ApiKey.objects.exists()


def test_a_leaked_key_cannot_make_itself_another() -> None:
    client = client_of(make_person(Role.OPERATOR))
    answer = client.post(f"{V1}/account/keys", {"name": "more", "scopes": ["read"]}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "session_required")


def test_not_even_an_administrator_gets_a_key_for_another_person() -> None:
    client, other = _signed_in(make_person(Role.ADMIN)), make_person()
    body = {"name": "steal", "scopes": ["read"], "actorId": str(other.actor_id)}
    assert client.post(f"{V1}/account/keys", body, format="json").status_code == 403


def test_an_owner_gets_a_key_for_an_agent() -> None:
    user = make_person()
    agent = create_actor(kind=Actor.Kind.AGENT, name="bot", parent=user.actor)
    expires = (timezone.now() + timedelta(days=1)).isoformat()
    body = {"name": "bot", "scopes": ["read", "trade"], "actorId": str(agent.id), "expiresAt": expires}
    secret = _signed_in(user).post(f"{V1}/account/keys", body, format="json").json()["key"]
    me = client_with(secret).get(f"{V1}/account/me").json()
    assert (me["kind"], me["id"], me["role"]) == ("agent", str(agent.id), None)


def test_somebody_elses_key_does_not_exist() -> None:
    make_key(make_person())
    client = _signed_in(make_person())
    assert client.get(f"{V1}/account/keys").json()["results"] == []
    assert client.delete(f"{V1}/account/keys/{ApiKey.objects.get().id}").status_code == 404


def test_an_operator_founds_a_team_and_gives_seats() -> None:
    founder, member = make_person(Role.OPERATOR), make_person()
    client, headers = client_of(founder), {"Idempotency-Key": "t1"}
    first, again = (
        client.post(f"{V1}/account/teams", {"name": "desk"}, format="json", headers=headers) for _ in range(2)
    )
    assert (first.status_code, again.json()) == (201, first.json())
    team = first.json()["id"]
    members = client.post(
        f"{V1}/account/teams/{team}/members", {"username": member.username}, format="json"
    ).json()["members"]
    assert [each["id"] for each in members] == [str(founder.actor_id), str(member.actor_id)]
    assert client_of(member).get(f"{V1}/account/teams").json()["results"][0]["id"] == team
    assert client.delete(f"{V1}/account/teams/{team}/members/{member.actor_id}").status_code == 204
    assert client_of(member).get(f"{V1}/account/teams").json()["results"] == []


def test_a_team_keeps_its_last_member() -> None:
    founder = make_person(Role.OPERATOR)
    team = create_team(name="desk", founder=founder.actor)
    answer = client_of(founder).delete(f"{V1}/account/teams/{team.id}/members/{founder.actor_id}")
    assert (answer.status_code, answer.json()["code"]) == (409, "last_member")


def test_a_trader_gives_no_seats_and_a_stranger_sees_no_team() -> None:
    founder, trader, stranger = make_person(Role.OPERATOR), make_person(), make_person(Role.OPERATOR)
    team = create_team(name="desk", founder=founder.actor)
    body = {"username": stranger.username}
    url = f"{V1}/account/teams/{team.id}/members"
    assert client_of(trader).post(f"{V1}/account/teams", {"name": "x"}, format="json").status_code == 403
    assert client_of(stranger).post(url, body, format="json").status_code == 404
    assert client_of(founder).post(url, {"username": "nobody"}, format="json").status_code == 404
    assert (
        client_of(founder).post(url.replace(str(team.id), str(UUID(int=1))), body, format="json").status_code
        == 404
    )
