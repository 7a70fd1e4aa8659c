"""A statement is understood, held to a list, and written anew; whatever is not on the list is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp, parse_one

from apps.mcp.querying.grammar import FUNCTIONS
from apps.mcp.querying.reading import NotAllowed, read_statement

VIEWS = {
    "orders": frozenset({"order_id", "symbol", "side", "quantity", "status", "placed_at"}),
    "fills": frozenset({"order_id", "price", "market_time"}),
}

CALLS = {"position": "'a' IN symbol", "extract": "hour FROM placed_at", "date_trunc": "'day', placed_at"}
CALLS |= {"date_bin": "'1 day', placed_at, placed_at", "substring": "symbol FROM 1 FOR 2"}
CALLS |= {"to_char": "placed_at, 'YYYY'", "split_part": "symbol, '/', 1", "nth_value": "quantity, 2"}
TWO = {"power", "nullif", "corr", "left", "right", "greatest", "least"}


def read(statement: str, limit: int = 100) -> str:
    return read_statement(statement, VIEWS, limit=limit)


def test_what_is_run_is_written_anew() -> None:
    asked = "select /* a hint */ Symbol, COUNT(*) as N from ORDERS -- all\n where side = 'it''s' group by 1;"
    assert read(asked) == (
        'SELECT "symbol", COUNT(*) AS "n" FROM "queryable"."orders" '
        "WHERE \"side\" = 'it''s' GROUP BY 1 LIMIT 101"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM orders",
        "TABLE orders",
        "SELECT DISTINCT ON (symbol) symbol, quantity FROM orders ORDER BY symbol, quantity DESC NULLS LAST",
        "SELECT o.symbol FROM orders o LEFT JOIN fills AS f USING (order_id) WHERE f.price IS NOT NULL",
        "WITH big AS (SELECT * FROM orders WHERE quantity > 1e3) SELECT count(*) AS n FROM big",
        "SELECT symbol FROM orders UNION SELECT side FROM orders ORDER BY 1",
        "SELECT sum(quantity) FILTER (WHERE side = 'buy') AS bought FROM orders HAVING count(*) > 1",
        "SELECT lag(price, 1) OVER w AS before FROM fills WINDOW w AS (PARTITION BY order_id ORDER BY price)",
        "SELECT avg(price) OVER (ORDER BY price ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS mean FROM fills",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY price) AS median FROM fills",
        "SELECT CASE WHEN quantity > 1 THEN 'big' ELSE 'small' END AS size FROM orders",
        "SELECT CAST(quantity AS numeric(10, 2)), quantity::text FROM orders WHERE symbol ILIKE '%btc%'",
        "SELECT * FROM orders WHERE placed_at >= now() - INTERVAL '7 days' AND status IN ('filled', 'open')",
        "SELECT * FROM orders WHERE status = ANY(ARRAY['filled', 'open']) AND NOT side BETWEEN 'a' AND 'b'",
        "SELECT l.price FROM orders o, LATERAL (SELECT * FROM fills f WHERE f.order_id = o.order_id) l",
        "SELECT (SELECT max(price) FROM fills f WHERE f.order_id = o.order_id) AS most FROM orders o",
        "SELECT symbol, grouping(symbol) AS is_total FROM orders GROUP BY ROLLUP (symbol)",
    ],
)
def test_what_people_ask_is_allowed(statement: str) -> None:
    assert read(statement)
    assert read(read(statement)) == read(statement)


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_every_function_on_the_list_can_be_called(function: str) -> None:
    arguments = CALLS.get(function, "quantity, 2" if function in TWO else "quantity")
    if function in {"row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "now"}:
        arguments = ""
    called = function if function == "current_date" else f"{function}({arguments})"
    written = parse_one(read(f"SELECT {called} AS x FROM orders"), read="postgres")
    assert written.find(FUNCTIONS[function]), function


REFUSED = {
    # More than one statement, or another kind of one
    "": "query_not_allowed",
    "SELECT 1; DROP TABLE trading_order": "query_not_allowed",
    "SELECT 1; SELECT 2": "query_not_allowed",
    "DELETE FROM orders": "query_not_allowed",
    "UPDATE orders SET symbol = 'x'": "query_not_allowed",
    "INSERT INTO orders VALUES (1)": "query_not_allowed",
    "WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone": "query_not_allowed",
    "WITH made AS (INSERT INTO orders SELECT * FROM fills RETURNING 1) SELECT 1": "query_not_allowed",
    "SELECT * INTO stolen FROM orders": "query_not_allowed",
    "CREATE TABLE x AS SELECT 1": "query_not_allowed",
    "COPY orders TO '/tmp/x'": "query_not_allowed",
    "COPY (SELECT 1) TO PROGRAM 'sh'": "query_not_allowed",
    "DO $$ BEGIN PERFORM pg_sleep(1); END $$": "query_not_allowed",
    "PREPARE p AS SELECT 1": "query_not_allowed",
    "EXECUTE p": "query_not_allowed",
    "DECLARE c CURSOR FOR SELECT 1": "query_not_allowed",
    "EXPLAIN ANALYZE SELECT 1": "query_not_allowed",
    "EXPLAIN SELECT 1": "query_not_allowed",
    "SET statement_timeout = 0": "query_not_allowed",
    "SET LOCAL cival.query = 'x'": "query_not_allowed",
    "RESET ALL": "query_not_allowed",
    "SHOW ALL": "query_not_allowed",
    "BEGIN": "query_not_allowed",
    "COMMIT": "query_not_allowed",
    "CALL something()": "query_not_allowed",
    "LISTEN x": "query_not_allowed",
    "VALUES (1)": "query_not_allowed",
    "SELECT * FROM orders FOR UPDATE": "query_not_allowed",
    "WITH RECURSIVE n AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM n) SELECT * FROM n": "query_not_allowed",
    # Functions
    "SELECT pg_read_file('/etc/passwd')": "query_not_allowed",
    "SELECT pg_ls_dir('/')": "query_not_allowed",
    "SELECT lo_import('/etc/passwd')": "query_not_allowed",
    "SELECT * FROM dblink('host=x', 'SELECT 1') AS t(a int)": "query_not_allowed",
    "SELECT set_config('cival.query', 'x', TRUE)": "query_not_allowed",
    "SELECT current_setting('cival.query')": "query_not_allowed",
    "SELECT pg_sleep(10)": "query_not_allowed",
    "SELECT pg_catalog.pg_sleep(10)": "query_not_allowed",
    "SELECT query_to_xml('SELECT * FROM mcp_query_token', TRUE, TRUE, '')": "query_not_allowed",
    "SELECT table_to_xml('trading_order', TRUE, TRUE, '')": "query_not_allowed",
    "SELECT queryable.seats()": "query_not_allowed",
    "SELECT version()": "query_not_allowed",
    "SELECT current_user": "query_not_allowed",
    "SELECT session_user": "query_not_allowed",
    "SELECT current_database()": "query_not_allowed",
    "SELECT pg_advisory_lock(1)": "query_not_allowed",
    "SELECT pg_terminate_backend(1)": "query_not_allowed",
    "SELECT nextval('vaults_vault_index')": "query_not_allowed",
    "SELECT repeat('a', 1000000000)": "query_not_allowed",
    "SELECT lpad('a', 1000000000)": "query_not_allowed",
    "SELECT replace(symbol, 'B', symbol) FROM orders": "query_not_allowed",
    "SELECT symbol || symbol FROM orders": "query_not_allowed",
    "SELECT concat(symbol, symbol) FROM orders": "query_not_allowed",
    "SELECT string_agg(symbol, ',') FROM orders": "query_not_allowed",
    "SELECT array_agg(symbol) FROM orders": "query_not_allowed",
    "SELECT json_agg(orders) FROM orders": "query_not_allowed",
    "SELECT to_json(orders) FROM orders": "query_not_allowed",
    "SELECT generate_series(1, 1000000000)": "query_not_allowed",
    "SELECT * FROM generate_series(1, 1000000000) AS g": "query_not_allowed",
    "SELECT unnest(ARRAY[1, 2])": "query_not_allowed",
    "SELECT jsonb_path_query('{}', '$.a')": "query_not_allowed",
    "SELECT '{}'::jsonb @? '$.a'": "query_not_allowed",
    "SELECT symbol -> 'a' FROM orders": "query_not_allowed",
    "SELECT symbol ~ '(a+)+$' FROM orders": "query_not_allowed",
    "SELECT symbol SIMILAR TO 'a' FROM orders": "query_not_allowed",
    "SELECT (orders).symbol FROM orders": "query_not_allowed",
    # The catalogue, and other relations
    "SELECT * FROM pg_catalog.pg_class": "query_not_allowed",
    "SELECT * FROM pg_class": "query_not_allowed",
    "SELECT * FROM information_schema.tables": "query_unknown_name",
    "SELECT * FROM trading_order": "query_unknown_name",
    "SELECT * FROM public.trading_order": "query_unknown_name",
    "SELECT * FROM mcp_query_token": "query_unknown_name",
    'SELECT * FROM "Orders"': "query_not_allowed",
    "SELECT * FROM cival.queryable.orders": "query_unknown_name",
    "SELECT * FROM queryable.nothing": "query_unknown_name",
    "WITH nothing AS (SELECT 1 AS a) SELECT * FROM queryable.nothing": "query_unknown_name",
    "WITH pg_class AS (SELECT 1 AS a) SELECT * FROM pg_class": "query_not_allowed",
    "SELECT 1 FROM (WITH pg_user AS (SELECT 1 AS b) SELECT b FROM pg_user) x, pg_user": "query_not_allowed",
    "WITH orders AS (SELECT 1 AS a) SELECT * FROM orders": "query_not_allowed",
    "SELECT ctid FROM orders": "query_unknown_name",
    "SELECT tableoid FROM orders": "query_unknown_name",
    "SELECT orders.row_to_json FROM orders": "query_unknown_name",
    "SELECT orders.pg_column_size FROM orders": "query_not_allowed",
    "SELECT 'pg_authid'::regclass": "query_not_allowed",
    "SELECT CAST(1 AS regproc)": "query_not_allowed",
    "SELECT 1::oid": "query_not_allowed",
    "SELECT '{}'::jsonb": "query_not_allowed",
    "SELECT '{1}'::int[]": "query_not_allowed",
    "SELECT 'a'::xml": "query_not_allowed",
    "SELECT 1::some_type": "query_not_allowed",
    "SELECT 1 OPERATOR(pg_catalog.+) 2": "query_not_allowed",
    'SELECT symbol COLLATE "C" FROM orders': "query_not_allowed",
    "SELECT * FROM orders TABLESAMPLE SYSTEM (1)": "query_not_allowed",
    # Spellings
    "SELECT $1": "query_not_allowed",
    "SELECT $$text$$": "query_not_allowed",
    "SELECT U&'\\0061'": "query_not_allowed",
    'SELECT U&"\\0070g_class"': "query_not_allowed",
    "SELECT E'\\x61'": "query_not_allowed",
    "SELECT * FROM \uff4frders": "query_not_allowed",
    "SELECT * FROM pg\uff3fclass": "query_not_allowed",
    "SELECT * FROM o\u200brders": "query_not_allowed",
    "SELECT symbol\u2028FROM orders": "query_not_allowed",
    'SELECT "sym""bol" FROM orders': "query_not_allowed",
    "SELECT 'open FROM orders": "query_unreadable",
    "SELECT * FROM orders /* no end": "query_unreadable",
    "SELECT 1 FROM": "query_unreadable",
    "(SELECT 1) LIMIT 5": "query_not_allowed",
    "SELECT 1 LIMIT ALL": "query_not_allowed",
    "SELECT 1 LIMIT (SELECT 1)": "query_not_allowed",
    "SELECT 1 FETCH FIRST 5 ROWS ONLY": "query_not_allowed",
    # Size
    "SELECT * FROM "
    + " CROSS JOIN ".join(f"orders AS o{number}" for number in range(13)): "query_not_allowed",
    "SELECT " + "(" * 500 + "1" + ")" * 500: "query_not_allowed",
    "SELECT " + "NOT " * 1500 + "TRUE": "query_not_allowed",
    "SELECT " + "- " * 3000 + "1": "query_not_allowed",
    "SELECT " + "1 + " * 1500 + "1": "query_not_allowed",
    "SELECT " + "CASE WHEN TRUE THEN " * 300 + "1": "query_not_allowed",
    "SELECT 1 AS a" + " UNION SELECT 1" * 400: "query_not_allowed",
    "SELECT 1" + "::int" * 1000: "query_not_allowed",
    "SELECT symbol" + ".symbol" * 1000: "query_not_allowed",
    "SELECT * FROM orders WHERE quantity IN (" + "1, " * 2500 + "1)": "query_not_allowed",
}


@pytest.mark.parametrize("statement", REFUSED, ids=lambda text: text[:60])
def test_whatever_is_not_on_the_list_is_refused(statement: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        read(statement)
    assert caught.value.reason_code == REFUSED[statement], caught.value.detail


def test_refusals_say_what_is_there_instead() -> None:
    for statement, said in (
        ("SELECT * FROM ordres", "Did you mean orders"),
        ("SELECT symbl FROM orders", "Did you mean symbol"),
        ("SELECT now(), pg_sleep(1)", "date_trunc"),
    ):
        with pytest.raises(NotAllowed) as caught:
            read(statement)
        assert said in caught.value.detail


def test_rows_are_bounded_whatever_was_asked() -> None:
    assert read("SELECT symbol FROM orders", limit=5).endswith("LIMIT 6")
    assert read("SELECT symbol FROM orders LIMIT 3", limit=5).endswith("LIMIT 3")
    assert read("SELECT symbol FROM orders LIMIT 3000", limit=5).endswith("LIMIT 6")
    assert read("SELECT symbol FROM orders UNION SELECT side FROM orders OFFSET 2", limit=5).endswith(
        "LIMIT 6 OFFSET 2"
    )


@given(st.text(max_size=200))
def test_any_text_is_refused_or_reads_the_views_alone(text: str) -> None:
    _holds(text)


_WORDS = st.sampled_from(
    [
        "SELECT",
        "FROM",
        "WHERE",
        "WITH",
        "AS",
        "UNION",
        "ALL",
        "(",
        ")",
        ",",
        "*",
        ";",
        "=",
        "1",
        "'a'",
        "orders",
        "fills",
        "symbol",
        "pg_class",
        "pg_sleep(1)",
        "count(*)",
        "public",
        ".",
        "::",
        "regclass",
        "INTO",
        "RECURSIVE",
        "LATERAL",
        "JOIN",
        "ON",
        "NOT",
        "NULL",
        "CASE",
        "END",
        "x",
        "OVER",
        "--",
        "/*",
        "*/",
        "$1",
        "INTERVAL",
    ]
)


@given(st.lists(_WORDS, max_size=25).map(" ".join))
def test_any_salad_of_words_is_refused_or_reads_the_views_alone(text: str) -> None:
    _holds(text)


def _holds(text: str) -> None:
    try:
        written = read(text)
    except NotAllowed:
        return
    tree = parse_one(written, read="postgres")
    expressions = {each.alias for each in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        assert (table.db == "queryable" and table.name in VIEWS) or (
            not table.db and table.name in expressions
        )
    assert tree.args["limit"] is not None
