"""`query_database` answers with what the asker sees, and with nothing else, whatever is asked."""

import json
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.db.models import Sum
from rest_framework.test import APIClient

from apps.mcp.models import QueryToken
from apps.mcp.querying import running
from apps.mcp.querying.catalogue import list_views
from apps.mcp.querying.installing import install_views, remove_views
from apps.mcp.querying.role import ensure_role
from apps.mcp.services import grant_tools
from apps.system.access.models import Actor, Role
from apps.system.access.services import add_member, create_team, move_actor
from apps.system.errors import Refused, Unavailable
from apps.system.types import plain
from apps.trading.models import Balance, Fill
from tests.mcp.query_scene import PUBLIC, Party, ask, make_party
from tests.system.people import client_of, make_person

pytestmark = pytest.mark.django_db(transaction=True)
VIEWS = [each.name for each in list_views()]
OWNED = [name for name in VIEWS if name not in PUBLIC]


@pytest.fixture(autouse=True)
def _role() -> None:
    ensure_role()


@pytest.fixture
def ours() -> Party:
    """The one who asks."""
    return make_party()


@pytest.fixture
def theirs() -> Party:
    """Somebody else."""
    return make_party()


def test_every_view_shows_the_askers_rows_and_no_others(ours: Party, theirs: Party) -> None:
    for name in OWNED:
        answer = ours.ask(f"SELECT * FROM {name}")
        text = json.dumps(answer.rows)
        assert answer.rows, name
        assert any(each in text for each in ours.ids), name
        assert not any(each in text for each in theirs.ids), name


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT o.reason FROM {a} x CROSS JOIN orders o",
        "SELECT * FROM orders UNION ALL SELECT * FROM orders",
        "SELECT * FROM orders EXCEPT SELECT * FROM orders WHERE reason = 'nothing'",
        "SELECT y.* FROM agents a, LATERAL (SELECT * FROM orders WHERE actor_id <> a.agent_id OR TRUE) y",
        "SELECT (SELECT max(reason) FROM orders) AS most, (SELECT min(text) FROM questions) AS least",
        "SELECT first_value(reason) OVER (ORDER BY order_id DESC) AS f, count(*) OVER () AS n FROM orders",
        "WITH all_of_it AS (SELECT * FROM orders) SELECT * FROM all_of_it WHERE 1 = 1 OR TRUE",
        "SELECT max(title) AS t FROM alerts GROUP BY status HAVING count(*) > 0",
        "SELECT o.* FROM orders o FULL JOIN fills f ON FALSE",
        "SELECT * FROM orders WHERE reason NOT IN (SELECT 'x') OR NOT FALSE",
        "SELECT orders FROM orders",
    ],
)
def test_no_shape_of_a_question_reaches_rows_of_others(statement: str, ours: Party, theirs: Party) -> None:
    answer = ours.ask(statement.format(a="agents"))
    text = json.dumps(answer.rows)

    assert answer.rows
    assert not any(each in text for each in theirs.ids)


def test_totals_count_what_is_seen(ours: Party, theirs: Party) -> None:
    for name in OWNED:
        ((counted,),) = ours.ask(f"SELECT count(*) AS n FROM {name}").rows
        listed = ours.ask(f"SELECT * FROM {name}").rows
        assert counted == len(listed), name


def test_figures_are_those_of_the_tables(ours: Party, theirs: Party) -> None:
    """A second source of truth: the same sums, asked of the models."""
    mine = {"account__actor": ours.agent}
    spent = Fill.objects.filter(**mine).aggregate(cost=Sum("cost"), fee=Sum("fee"))
    asked = ours.ask("SELECT sum(cost) AS cost, sum(fee) AS fee FROM fills").rows
    assert asked == [[plain(spent["cost"]), plain(spent["fee"])]]

    cash = Balance.objects.filter(**mine).aggregate(total=Sum("total"))
    assert ours.ask("SELECT sum(total) AS total FROM balances").rows == [[plain(cash["total"])]]


def test_views_that_are_away_are_no_fault_of_the_question(ours: Party) -> None:
    remove_views()
    with pytest.raises(Unavailable) as caught:
        ours.ask("SELECT * FROM orders")
    install_views()
    assert caught.value.reason_code == "query_unavailable"
    assert len(ours.ask("SELECT * FROM orders").rows) == 1


def test_errors_tell_nothing_of_others(ours: Party, theirs: Party) -> None:
    """A cast that fails names the text that it failed on: it must never be one of theirs."""
    with pytest.raises(Refused) as caught:
        ours.ask("SELECT CAST(reason AS bigint) AS n FROM orders")
    assert ours.mark in caught.value.detail

    ours.made.clear()
    nobody = make_person().actor
    assert ask(nobody, "SELECT CAST(reason AS bigint) AS n FROM orders").rows == []
    assert ask(nobody, "SELECT 1 / (length(reason) - length(reason)) AS n FROM orders").rows == []


def test_an_agent_sees_itself_and_a_member_the_team(ours: Party, theirs: Party) -> None:
    assert len(ask(ours.agent, "SELECT * FROM orders").rows) == 1
    assert ask(ours.agent, "SELECT * FROM farms").rows == []

    member = make_person().actor
    team = create_team(name="desk", founder=make_person().actor)
    assert ask(member, "SELECT * FROM agents").rows == []
    add_member(team=team, person=member, by=member)
    Actor.objects.filter(id=ours.agent.parent_id).update(owner_id=team.id, parent=team)
    for each in Actor.objects.filter(lineage__contains=[ours.agent.parent_id]):
        Actor.objects.filter(id=each.id).update(lineage=[team.lineage[0], team.id, *each.lineage[2:]])

    member = Actor.objects.get(id=member.id)
    assert [row[0] for row in ask(member, "SELECT name FROM agents").rows] == [ours.mark]


def test_an_administrator_sees_everybody(ours: Party, theirs: Party) -> None:
    admin = make_person(Role.ADMIN).actor
    names = {row[0] for row in ask(admin, "SELECT name FROM agents").rows}
    assert names == {ours.mark, theirs.mark}


def test_an_archived_or_moved_agent_is_seen_where_it_stands_now(ours: Party) -> None:
    move_actor(ours.agent, parent=ours.person)
    assert [row[0] for row in ours.ask("SELECT parent_id FROM agents").rows] == [str(ours.person.id)]


def test_columns_types_and_values_are_told(ours: Party) -> None:
    answer = ours.ask(
        "SELECT symbol, price, is_maker, market_time, market_time - market_time AS held, "
        "count(*) OVER () AS n, NULL AS nothing, CAST('NaN' AS float) AS f, "
        "CAST(market_time AS date) AS day FROM fills"
    )

    assert answer.columns == [
        ("symbol", "varchar"),
        ("price", "numeric"),
        ("is_maker", "bool"),
        ("market_time", "timestamptz"),
        ("held", "interval"),
        ("n", "int8"),
        ("nothing", "text"),
        ("f", "float8"),
        ("day", "date"),
    ]
    assert answer.rows == [
        ["BTC/USD", "100", False, "2026-03-01T12:00:00Z", 0.0, 1, None, "nan", "2026-03-01"]
    ]


def test_rows_and_bytes_are_limited_and_it_is_said(ours: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    twice = "SELECT reason FROM orders UNION ALL SELECT title FROM alerts"
    assert ours.ask(twice, limit=2).truncated is None
    cut = ours.ask(twice, limit=1)
    assert (len(cut.rows), cut.truncated) == (1, "rows")
    assert ours.ask(f"{twice} LIMIT 1", limit=2).truncated is None

    monkeypatch.setattr(running, "MOST_BYTES", 30)
    cut = ours.ask(twice)
    assert (len(cut.rows), cut.truncated) == (1, "bytes")
    assert cut.size <= 30


def test_a_query_without_end_is_ended(ours: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = "SELECT count(*) AS n FROM " + ", ".join(f"candles AS c{number}" for number in range(12))
    monkeypatch.setattr(running, "MOST_COST", 0)
    with pytest.raises(Refused) as caught:
        ours.ask(bomb)
    assert caught.value.reason_code == "query_too_costly"
    assert caught.value.details["cost"] > caught.value.details["most"] == 0

    monkeypatch.setattr(running, "MOST_COST", 10**30)
    monkeypatch.setitem(running._BOUNDS, "statement_timeout", "1ms")
    with pytest.raises(Refused) as caught:
        ours.ask("SELECT a.title FROM alerts a, alerts b, audit c, tool_calls d, orders e, fills f, equity g")
    assert caught.value.reason_code == "query_timeout"


def test_what_the_database_refuses_is_told(ours: Party) -> None:
    for statement, said in (
        ("SELECT 1 / 0 AS n", "division by zero"),
        ("SELECT price FROM orders", 'column "price" does not exist'),
        ("SELECT agent_id FROM agents JOIN decisions ON TRUE", "ambiguous"),
        ("SELECT 1 AS a UNION SELECT 1, 2", "same number of columns"),
        ("WITH a AS (SELECT 1 AS b), a AS (SELECT 2 AS b) SELECT * FROM a", "more than once"),
        ("SELECT x.b FROM (WITH inner_one AS (SELECT 1 AS b) SELECT b FROM inner_one) x, inner_one", "exist"),
    ):
        with pytest.raises(Refused) as caught:
            ours.ask(statement)
        assert caught.value.reason_code == "query_failed"
        assert said in caught.value.detail


def test_no_token_is_left_behind(ours: Party) -> None:
    ours.ask("SELECT 1 AS one")
    with pytest.raises(Refused):
        ours.ask("SELECT 1 / 0 AS n")
    assert not QueryToken.objects.exists()


def test_a_token_that_is_not_committed_answers_nothing_at_all(ours: Party) -> None:
    """A query that found nothing must not look like one that could not see."""
    with pytest.raises(RuntimeError, match="not committed"), transaction.atomic():
        ours.ask("SELECT * FROM orders")


def test_without_the_role_it_says_so(ours: Party, settings: Any) -> None:
    for changes in ({"QUERY_PASSWORD": ""}, {"QUERY_PASSWORD": "wrong"}, {"QUERY_ROLE": "nobody"}):
        for name, value in changes.items():
            setattr(settings, name, value)
        with pytest.raises(Unavailable) as caught:
            ours.ask("SELECT 1 AS one")
        assert caught.value.reason_code == "query_unavailable"
        assert "wrong" not in caught.value.detail


def test_a_role_that_may_everything_is_not_used(ours: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    ours_too = running.platform.settings_dict

    def sign_in_as_us() -> psycopg.Connection:
        return psycopg.connect(
            dbname=ours_too["NAME"],
            host=ours_too["HOST"],
            port=ours_too["PORT"],
            user=ours_too["USER"],
            password=ours_too["PASSWORD"],
        )

    monkeypatch.setattr(running, "connect_as_role", sign_in_as_us)
    with pytest.raises(Unavailable, match="superuser"):
        ours.ask("SELECT 1 AS one")


def test_over_rest_an_agent_asks_and_reads(worker: None, ours: Party, theirs: Party) -> None:
    grant_tools(ours.agent, categories=["data"])
    client: APIClient = client_of(ours.person.user)
    statement = "SELECT symbol, sum(quantity) AS held FROM positions GROUP BY symbol"
    body = {"toolId": "query_database", "parameters": {"statement": statement}, "agentId": str(ours.agent.id)}

    answer = client.post("/api/v1/mcp/execute", body, format="json").json()
    assert answer["success"], answer
    assert answer["result"]["rows"] == [["BTC/USD", "2"]]
    assert answer["result"]["columns"][1] == {"name": "held", "type": "numeric"}
    assert answer["result"]["truncated"] is None

    body["parameters"] = {"statement": "SELECT pg_sleep(9)"}
    refused = client.post("/api/v1/mcp/execute", body, format="json").json()
    assert (refused["success"], refused["code"]) == (False, "query_not_allowed")
