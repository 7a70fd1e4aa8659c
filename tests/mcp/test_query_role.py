"""Were the parser fooled: under the role itself, in sessions of our own, nothing of others is in reach."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from django.db import connection as platform
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from psycopg import Connection
from psycopg.errors import (
    FeatureNotSupported,
    InsufficientPrivilege,
    ObjectNotInPrerequisiteState,
    ReadOnlySqlTransaction,
    UndefinedObject,
)

from apps.mcp.initialize import prepare_queries
from apps.mcp.probes import check_queries
from apps.mcp.querying.catalogue import View, list_views, outline, view
from apps.mcp.querying.installing import install_views, is_installed, remove_views
from apps.mcp.querying.role import ensure_role
from apps.mcp.querying.running import connect_as_role, role_name, run_query
from apps.mcp.querying.tokens import token_for
from apps.system.errors import Refused
from tests.mcp.query_scene import PUBLIC, Party, make_party

pytestmark = pytest.mark.django_db(transaction=True)

REFUSALS = (
    InsufficientPrivilege,
    ObjectNotInPrerequisiteState,
    UndefinedObject,
    FeatureNotSupported,
)
"""A right that is missing; a view that takes no rows; a role and an extension that are not there."""


@pytest.fixture
def theirs() -> Party:
    """Somebody whose rows are not for us."""
    return make_party()


@pytest.fixture
def role() -> Iterator[Connection]:
    """A session of the role's own, without any transaction or bound that we set."""
    ensure_role()
    with closing(connect_as_role()) as opened:
        opened.autocommit = True
        yield opened


def test_without_a_token_every_view_is_empty(role: Connection, theirs: Party) -> None:
    for each in list_views():
        assert role.execute(f"SELECT * FROM queryable.{each.name}").fetchall() == [], each.name  # type: ignore[call-overload]


def test_whose_rows_are_seen_cannot_be_claimed(role: Connection, theirs: Party) -> None:
    """The attack that a plain setting falls to: setting it. Nobody's id, and no digest, opens anything."""
    ours = make_party()
    with token_for(ours.person, timezone.now()) as token, platform.cursor() as cursor:
        cursor.execute("SELECT digest FROM mcp_query_token")
        (digest,) = cursor.fetchone()
        for claim in (str(theirs.person.id), str(theirs.agent.id), theirs.person.name, digest, "", "%", "*"):
            role.execute("SELECT set_config('cival.query', %s, false)", [claim])
            assert role.execute("SELECT * FROM queryable.orders").fetchall() == [], claim
        role.execute("SELECT set_config('cival.query', %s, false)", [token])
        assert len(role.execute("SELECT * FROM queryable.orders").fetchall()) == 1
    assert role.execute("SELECT * FROM queryable.orders").fetchall() == []


def test_a_token_does_not_outlive_its_time(role: Connection, theirs: Party) -> None:
    with token_for(theirs.person, timezone.now()) as token:
        role.execute("SELECT set_config('cival.query', %s, false)", [token])
        assert role.execute("SELECT count(*) FROM queryable.orders").fetchone() == (1,)
        with platform.cursor() as cursor:
            cursor.execute("UPDATE mcp_query_token SET expires_at = now() - interval '1 second'")
        assert role.execute("SELECT count(*) FROM queryable.orders").fetchone() == (0,)


def test_a_token_holds_for_one_transaction(role: Connection, theirs: Party) -> None:
    """A pooler gives the next transaction of this very session to somebody else."""
    with token_for(theirs.person, timezone.now()) as token:
        with role.transaction():
            role.execute("SELECT set_config('cival.query', %s, true)", [token])
            assert role.execute("SELECT count(*) FROM queryable.orders").fetchone() == (1,)
        with role.transaction():
            assert role.execute("SELECT count(*) FROM queryable.orders").fetchone() == (0,)


def test_a_token_is_not_seen_by_others_of_the_role(role: Connection, theirs: Party) -> None:
    """Sessions of one role see each other's statements, but never what is bound to them."""
    with token_for(theirs.person, timezone.now()) as token, closing(connect_as_role()) as other:
        other.execute("SELECT set_config('cival.query', %s, true)", [token])
        seen = role.execute("SELECT query FROM pg_stat_activity WHERE usename = current_user").fetchall()
    assert any("set_config" in query for (query,) in seen)
    assert not any(token in query for (query,) in seen)


def test_no_table_can_be_read_or_written(role: Connection, theirs: Party) -> None:
    role.execute("SET default_transaction_read_only = off")
    with platform.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [name for (name,) in cursor.fetchall()]
    assert len(tables) > 50
    for table in tables:
        for statement in (f'SELECT 1 FROM public."{table}"', f'DELETE FROM public."{table}"'):
            with pytest.raises(InsufficientPrivilege):
                role.execute(statement)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM queryable.orders",
        "UPDATE queryable.alerts SET title = 'x'",
        "CREATE TABLE public.x (a int)",
        "CREATE TABLE queryable.x (a int)",
        "CREATE TEMP TABLE x (a int)",
        "CREATE FUNCTION queryable.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION queryable.seats() RETURNS uuid[] LANGUAGE sql AS 'SELECT NULL::uuid[]'",
        "DROP VIEW queryable.orders",
        "CREATE ROLE other",
        "ALTER ROLE CURRENT_USER SUPERUSER",
        "ALTER ROLE CURRENT_USER CONNECTION LIMIT -1",
        "COPY (SELECT 1) TO '/tmp/x'",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('/')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_try_advisory_xact_lock(1)",
        "SELECT pg_terminate_backend(pg_backend_pid())",
        "SELECT pg_notify('x', 'y')",
        "SELECT pg_reload_conf()",
        "SELECT * FROM pg_authid",
        "SELECT * FROM pg_shadow",
        "SELECT nextval('public.vaults_vault_index')",
        "SELECT query_to_xml('SELECT * FROM public.mcp_query_token', true, true, '')",
        "SET SESSION AUTHORIZATION cival",
        "ALTER SYSTEM SET work_mem = '1GB'",
        "SET temp_file_limit = -1",
        "CREATE EXTENSION dblink",
    ],
)
def test_nothing_can_be_made_changed_or_held(role: Connection, statement: str) -> None:
    role.execute("SET default_transaction_read_only = off")
    with pytest.raises(REFUSALS):
        role.execute(statement)  # type: ignore[call-overload]


def test_its_sessions_begin_bounded_and_read_only(role: Connection) -> None:
    with pytest.raises(ReadOnlySqlTransaction):
        role.execute("CREATE TABLE x (a int)")
    shown = {name: role.execute(f"SHOW {name}").fetchone() for name in ("statement_timeout", "lock_timeout")}  # type: ignore[call-overload]
    assert shown == {"statement_timeout": ("5s",), "lock_timeout": ("1s",)}


def test_conditions_of_ours_see_no_row_of_others(role: Connection, theirs: Party) -> None:
    """The views are barriers: a condition that tells what it sees is asked about visible rows only."""
    ours = make_party()
    for way in ("nestloop", "indexscan", "bitmapscan", "indexonlyscan"):
        role.execute(f"SET enable_{way} = off")  # so that whole tables are looked at, theirs first
    with token_for(ours.person, timezone.now()) as token:
        role.execute("SELECT set_config('cival.query', %s, false)", [token])
        with pytest.raises(psycopg.DataError) as caught:
            role.execute("SELECT * FROM queryable.orders WHERE CAST(reason AS bigint) > 0")
    assert ours.mark in str(caught.value)
    assert theirs.mark not in str(caught.value)


def test_every_view_is_a_barrier(role: Connection) -> None:
    found = role.execute(
        "SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'queryable'::regnamespace "
        "AND relkind = 'v' ORDER BY relname"
    ).fetchall()
    assert found == [(each.name, ["security_barrier=true"]) for each in list_views()]


def test_every_relation_of_the_catalogue_bears_its_prefix(role: Connection) -> None:
    """What the parser rests on: a name that is no view and no expression finds no relation."""
    found = role.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relname !~ '^pg_' "
        "AND relkind IN ('r', 'v', 'm', 'p', 'f')"
    ).fetchall()
    assert found == []


def test_setting_up_twice_changes_nothing() -> None:
    prepare_queries(timezone.now())
    assert prepare_queries(timezone.now()).changed == []
    assert check_queries(timezone.now()).status == "healthy"


def test_the_password_is_mended_and_no_statement_shows_it(settings: Any) -> None:
    ensure_role()
    settings.QUERY_PASSWORD = "another-password-than-before"
    statements: list[str] = []
    with platform.execute_wrapper(lambda run, sql, *rest: (statements.append(sql), run(sql, *rest))[1]):
        changed = ensure_role()
    assert f"role {role_name()}" in changed
    assert any("SCRAM-SHA-256" in each for each in statements)
    assert not any("another-password" in each for each in statements)
    connect_as_role().close()


def test_without_its_password_health_says_so_and_everything_else_comes_up(settings: Any) -> None:
    settings.QUERY_PASSWORD = ""
    assert "QUERY_PASSWORD" in prepare_queries(timezone.now()).detail
    found = check_queries(timezone.now())
    assert found.status == "degraded"
    assert "QUERY_PASSWORD" in found.detail


def test_views_make_room_for_migrations_and_come_back() -> None:
    ensure_role()
    remove_views()
    assert not is_installed()
    assert check_queries(timezone.now()).status == "degraded"
    assert len(install_views()) == len(list_views())
    assert install_views() == []
    with closing(connect_as_role()) as opened:
        assert opened.execute("SELECT count(*) FROM queryable.orders").fetchone() == (0,)


def test_no_view_forgets_its_filter_or_shows_a_secret() -> None:
    forbidden = ("email", "password", "digest", "secret", "hash", "key", "token", "derivation", "seed", "url")
    for each in list_views():
        filtered = "whose.lineage && (SELECT queryable.seats())" in each.definition
        assert filtered == (each.name not in PUBLIC), each.name
        assert not [name for name in each.columns if any(word in name for word in forbidden)], each.name


def test_a_view_is_declared_once_and_named_plainly() -> None:
    with pytest.raises(ValueError, match="twice"):
        view("orders", description="", source="x", columns={}, whose=None)
    with pytest.raises(ValueError, match="pg_x"):
        view("fine", description="", source="x", columns={"pg_x": ("x", "x")}, whose=None)
    assert "orders(order_id, " in outline()
    assert isinstance(list_views()[0], View)


_COLUMNS = [(each.name, name) for each in list_views() if each.name not in PUBLIC for name in each.columns]
_column = st.sampled_from(_COLUMNS)
_shape = st.sampled_from(
    [
        "SELECT {b} FROM {a}",
        "SELECT DISTINCT {b} FROM {a} WHERE {b} IS NOT NULL OR {b} IS NULL",
        "SELECT max(CAST({b} AS text)) AS most, min(CAST({b} AS text)) AS least FROM {a}",
        "SELECT {b}, count(*) AS n FROM {a} GROUP BY {b}",
        "SELECT x.{b}, y.{d} FROM {a} AS x CROSS JOIN {c} AS y",
        "SELECT x.{b}, y.{d} FROM {a} AS x LEFT JOIN {c} AS y ON CAST(x.{b} AS text) <> CAST(y.{d} AS text)",
        "SELECT CAST({b} AS text) AS t FROM {a} UNION SELECT CAST({d} AS text) FROM {c}",
        "SELECT CAST({b} AS text) AS t FROM {a} EXCEPT ALL SELECT CAST({d} AS text) FROM {c}",
        "SELECT x.t FROM {a}, LATERAL (SELECT CAST({d} AS text) AS t FROM {c}) AS x",
        "SELECT (SELECT max(CAST({d} AS text)) FROM {c}) AS t FROM {a} LIMIT 3",
        "SELECT first_value({b}) OVER (ORDER BY CAST({b} AS text) DESC) AS t FROM {a}",
        "WITH w AS (SELECT {b} AS t FROM {a}) SELECT t FROM w WHERE NOT EXISTS (SELECT 1 FROM {c} LIMIT 0)",
        "SELECT {a} FROM {a}",
        "SELECT * FROM {a} NATURAL FULL JOIN {c}",
    ]
)


def test_no_question_whatever_shows_rows_of_somebody_else() -> None:
    ensure_role()
    ours, theirs = make_party(), make_party()

    @examples(max_examples=150, suppress_health_check=list(HealthCheck))
    @given(_shape, _column, _column)
    def holds(shape: str, one: tuple[str, str], other: tuple[str, str]) -> None:
        statement = shape.format(a=one[0], b=one[1], c=other[0], d=other[1])
        try:
            rows = run_query(ours.person, statement, limit=100, now=timezone.now()).rows
        except Refused as refused:
            told = refused.detail
        else:
            told = str(rows)
        assert not [each for each in theirs.ids if each in told], statement

    holds()
