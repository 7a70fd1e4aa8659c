"""A person sees the browsers that are signed in, and ends them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.system.access.models import BrowserSession, User
from apps.system.access.services import forget_sessions
from apps.system.audit.models import AuditEntry
from apps.system.redis import key, redis_client
from tests.system.people import PASSWORD, client_with, make_key, make_person

pytestmark = pytest.mark.django_db

SESSIONS = "/api/v1/account/sessions"


@pytest.fixture(autouse=True)
def _no_guesses() -> Iterator[None]:
    yield
    for counter in redis_client().scan_iter(key("guesses", "*")):
        redis_client().delete(counter)


def _browser(user: User, name: str = "Firefox", address: str = "198.51.100.7") -> Client:
    browser = Client(headers={"User-Agent": name, "X-Forwarded-For": address})
    body = {"username": user.username, "password": PASSWORD}
    assert browser.post("/api/v1/account/sign-in", body, content_type="application/json").status_code == 200
    return browser


def test_each_sign_in_is_listed_with_its_browser_and_address() -> None:
    user = make_person()
    _browser(make_person())
    _browser(user, "Chrome", "203.0.113.4")
    firefox = _browser(user)
    rows = firefox.get(SESSIONS).json()["results"]
    assert [(row["browser"], row["address"], row["isCurrent"]) for row in rows] == [
        ("Firefox", "198.51.100.7", True),
        ("Chrome", "203.0.113.4", False),
    ]
    assert not any(session in str(rows) for session in BrowserSession.objects.values_list("pk", flat=True))


def test_a_session_that_is_ended_is_signed_out_at_once_and_audited() -> None:
    user = make_person()
    lost, own = _browser(user), _browser(user)
    (other,) = [row for row in own.get(SESSIONS).json()["results"] if not row["isCurrent"]]
    assert own.delete(f"/api/v1/account/sessions/{other['id']}").status_code == 204
    assert lost.get("/api/v1/account/me").status_code == 401
    assert own.get("/api/v1/account/me").status_code == 200
    assert own.delete(f"/api/v1/account/sessions/{other['id']}").status_code == 404
    assert AuditEntry.objects.get(action="end_session").subject == f"session:{other['id']}"


def test_nobody_ends_the_session_of_another() -> None:
    user, stranger = make_person(), make_person()
    (row,) = _browser(user).get(SESSIONS).json()["results"]
    assert _browser(stranger).delete(f"/api/v1/account/sessions/{row['id']}").status_code == 404


def test_a_key_without_the_scope_admin_cannot_end_sessions() -> None:
    user = make_person()
    (row,) = _browser(user).get(SESSIONS).json()["results"]
    refused = client_with(make_key(user)).delete(f"/api/v1/account/sessions/{row['id']}")
    assert (refused.status_code, refused.json()["code"]) == (403, "session_required")


def test_what_has_ended_by_itself_is_forgotten() -> None:
    user = make_person()
    browser = _browser(user)
    BrowserSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert browser.get(SESSIONS).status_code == 401
    assert forget_sessions(timezone.now()) >= 1
    assert not BrowserSession.objects.exists()
