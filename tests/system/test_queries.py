"""What comes in a query: either spelling, once; whatever it is, the answer says what is wrong."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from apps.system.access.models import Role
from apps.system.ids import new_id
from apps.system.schemas import openapi_document
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
ODD = ("\0", "\ud7ff\0x", "9" * 400, "-1", "😀", "[]", "null", "%", "'\"")


def _lists() -> Iterator[tuple[str, str]]:
    """Each parameter of each read that needs nothing in its path."""
    for path, methods in openapi_document()["paths"].items():
        reads = {} if "{" in path or path.endswith("/stream") else methods.get("get", {})
        for parameter in reads.get("parameters", ()):
            if parameter["in"] == "query":
                yield path, parameter["name"]


def test_no_query_breaks_a_read() -> None:
    client = client_of(make_person(Role.ADMIN))
    asked = sorted(set(_lists()))
    assert len(asked) > 40
    for path, name in asked:
        for value in ODD:
            answer = client.get(f"{path}?{name}={quote(value)}")
            assert answer.status_code < 500, (path, name, value)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("sagas?needs_person=true", 200, None),
        ("sagas?needsPerson=true", 200, None),
        ("sagas?needsPerson=true&needs_person=true", 400, "duplicate_key"),
        ("sagas?needsPerson=maybe", 422, "invalid_query"),
        ("sagas?status=LOST", 422, "invalid_query"),
        ("sagas?surprise=1", 422, "invalid_query"),
        ("sagas?limit=5&cursor=", 200, None),
        ("reconciliation/runs?nome=ledger-sums", 422, "invalid_query"),
        ("alerts?source=%00", 422, "invalid_query"),
    ],
)
def test_a_query_is_read_in_either_spelling_and_refused_where_it_is_unknown(
    query: str, status: int, code: str | None
) -> None:
    answer = client_of(make_person(Role.ADMIN)).get(f"{V1}/system/{query}")
    assert (answer.status_code, answer.json().get("code")) == (status, code)


def test_what_is_wrong_is_named_as_it_is_spelled_on_the_wire() -> None:
    client = client_of(make_person(Role.ADMIN))
    for spelling in ("needsPerson", "needs_person"):
        answer = client.get(f"{V1}/system/sagas?{spelling}=maybe").json()
        assert answer["errors"][0]["pointer"] == "/needsPerson"


def test_a_limit_that_is_a_query_s_own_is_read_and_judged() -> None:
    client = client_of(make_person(Role.ADMIN))
    path = f"{V1}/market/candles?symbol=BTC-USD&interval=1m"
    for limit in ("0", "1001", "many"):
        answer = client.get(f"{path}&limit={limit}")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_query")
    twice = client.get(f"{V1}/trading/orders?agentId={new_id()}&agent_id={new_id()}")
    assert (twice.status_code, twice.json()["code"]) == (400, "duplicate_key")
