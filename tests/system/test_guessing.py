"""Guesses are counted where they come from, at every door."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from django.test import Client

from apps.system.access.addresses import client_address
from apps.system.access.models import Role
from apps.system.access.services import create_user
from apps.system.access.sign_in import GUESSES_PER_NAME
from apps.system.redis import key, redis_client
from tests.system.people import PASSWORD

LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def _no_guesses() -> Iterator[None]:
    yield
    for counter in redis_client().scan_iter(key("guesses", "*")):
        redis_client().delete(counter)


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # written by a stranger
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"),  # the left one was sent by the client
        ("127.0.0.1", "198.51.100.1, ::1", "198.51.100.1"),
        ("127.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "nonsense", "nonsense"),
        ("", "", ""),
    ],
)
def test_the_address_is_the_nearest_that_is_no_proxy_of_ours(peer: str, forwarded: str, address: str) -> None:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(request) == address


@pytest.mark.django_db
def test_guessing_through_a_proxy_closes_the_door_to_the_guesser_alone() -> None:
    create_user(username="root", password=PASSWORD, role=Role.ADMIN, staff=True, superuser=True)

    def status(address: str, password: str) -> int:
        body = {"username": "root", "password": password}
        url = "/api/v1/account/sign-in"
        headers = {"X-Forwarded-For": address}
        return Client(headers=headers).post(url, body, content_type="application/json").status_code

    guesses = [status("198.51.100.1", "wrong") for _ in range(GUESSES_PER_NAME)]
    assert guesses == [401] * GUESSES_PER_NAME
    assert status("198.51.100.1", PASSWORD) == 429
    assert status("198.51.100.2", PASSWORD) == 200


@pytest.mark.django_db
def test_the_admin_counts_guesses_too() -> None:
    create_user(username="root", password=PASSWORD, role=Role.ADMIN, staff=True, superuser=True)
    client = Client()
    for _ in range(GUESSES_PER_NAME):
        refused = client.post(LOGIN, {"username": "root", "password": "wrong"})
        assert "Please enter the correct username and password" in refused.text
    closed = client.post(LOGIN, {"username": "root", "password": PASSWORD})
    assert "Too many wrong passwords" in closed.text
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_the_admin_opens_for_its_staff_only() -> None:
    create_user(username="root", password=PASSWORD, role=Role.ADMIN, staff=True, superuser=True)
    create_user(username="trader", password=PASSWORD, role=Role.TRADER)
    assert Client().post(LOGIN, {"username": "root", "password": PASSWORD}).status_code == 302
    refused = Client().post(LOGIN, {"username": "trader", "password": PASSWORD})
    assert refused.status_code == 200
    assert "for a staff account" in refused.text
