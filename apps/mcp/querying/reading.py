"""From a statement as it was sent to the one that is run.

It is parsed, held to an allow-list of nodes, relations, names and types, and written anew from what was
understood: comments, odd spellings and whatever the parser did not see are not in what the database gets.
Pure: no database, no Django.
"""

import re
from collections.abc import Iterator, Mapping, Set
from difflib import get_close_matches

from sqlglot import exp
from sqlglot.dialects import Postgres
from sqlglot.errors import ParseError, TokenError
from sqlglot.tokenizer_core import Token, TokenType

from apps.mcp.querying.catalogue import NAME, SCHEMA
from apps.mcp.querying.grammar import FUNCTIONS, NODES, TYPES
from apps.system.errors import Refused

MOST_NODES = 2_000
MOST_DEPTH = 80
MOST_NESTED = 40
MOST_PREFIXES = 6
MOST_RELATIONS = 12
MOST_ROWS = 1_000

_DIALECT = Postgres()
_DEEPER = {
    TokenType.L_PAREN: 1,
    TokenType.R_PAREN: -1,
    TokenType.L_BRACKET: 1,
    TokenType.R_BRACKET: -1,
    TokenType.CASE: 1,
    TokenType.END: -1,
}
_PREFIXES = {TokenType.NOT, TokenType.DASH, TokenType.PLUS, TokenType.TILDE, TokenType.SELECT, TokenType.WITH}
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?|\.[0-9]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z_ ]{0,30}")


class NotAllowed(Refused):
    """The statement holds something that is not on the list, or cannot be read."""

    code = "query_not_allowed"


def read_statement(statement: str, views: Mapping[str, Set[str]], *, limit: int = MOST_ROWS) -> str:
    """The statement to run instead, of at most `limit` and one rows. `views` are columns by view.

    Raises NotAllowed, saying what is not allowed and what is there instead.
    """
    tree = _parse(statement)
    nodes = _nodes(tree)
    _check_nodes(nodes)
    _normalise(nodes)
    _check_names(nodes, views)
    _resolve_relations(nodes, views)
    _bound_rows(tree, limit)
    return tree.sql(dialect="postgres", identify=True, comments=False)


def _parse(statement: str) -> exp.Query:
    if not statement.isascii() and not all(char.isprintable() or char in "\n\t\r" for char in statement):
        raise NotAllowed("The statement holds characters that cannot be seen.")
    try:
        tokens = _DIALECT.tokenize(statement)
        _check_nesting(tokens)
        found = [each for each in _DIALECT.parser().parse(tokens, statement) if each is not None]
    except (ParseError, TokenError) as error:
        raise NotAllowed(
            f"This cannot be read as SQL: {_first_line(error)}", code="query_unreadable"
        ) from error
    if len(found) != 1:
        raise NotAllowed(f"Send one statement; these are {len(found)}.")
    if not isinstance(found[0], exp.Select | exp.SetOperation):
        raise NotAllowed(
            "Only SELECT is allowed: WITH, UNION, INTERSECT and EXCEPT too, no brackets around it."
        )
    return found[0]


def _check_nesting(tokens: list[Token]) -> None:
    """The parser recurses, so that what nests is counted before it is parsed."""
    depth = run = 0
    for token in tokens:
        depth += _DEEPER.get(token.token_type, 0)
        run = run + 1 if token.token_type in _PREFIXES else 0
        if depth > MOST_NESTED or run > MOST_PREFIXES:
            raise NotAllowed("The statement is nested too deeply.")


def _first_line(error: Exception) -> str:
    """What the parser says, without the colours that it marks the place with."""
    return re.sub(r"\x1b\[[0-9;]*m", "", str(error)).splitlines()[0][:300]


def _nodes(tree: exp.Expr) -> list[exp.Expr]:
    nodes: list[exp.Expr] = []
    for node in tree.walk():
        nodes.append(node)
        if len(nodes) > MOST_NODES or node.depth > MOST_DEPTH:
            raise NotAllowed("The statement is too long, or nested too deeply.")
    return nodes


def _check_nodes(nodes: list[exp.Expr]) -> None:
    for node in nodes:
        if type(node) not in NODES:
            raise NotAllowed(_why_not(node))
        if isinstance(node, exp.Select) and not node.expressions:
            raise NotAllowed("Say what to select.")
        if isinstance(node, exp.With) and node.args.get("recursive"):
            raise NotAllowed("WITH RECURSIVE is not allowed.")
        if isinstance(node, exp.DataType) and (node.this not in TYPES or node.args.get("nested")):
            raise NotAllowed(f"Casting to {node.sql(dialect='postgres')[:60]} is not allowed.")
        if isinstance(node, exp.Literal) and not node.is_string and not _NUMBER.fullmatch(node.name):
            raise NotAllowed(f"{node.name[:40]!a} is not a number that is understood.")
        if isinstance(node, exp.Var) and not _WORD.fullmatch(node.name):
            raise NotAllowed(f"{node.name[:40]!a} is not a word that is understood.")


def _why_not(node: exp.Expr) -> str:
    if isinstance(node, exp.Func):
        name = node.name if type(node) is exp.Anonymous else node.sql_name()
        return f"The function {name.lower()[:60]!a} is not allowed. There are {', '.join(sorted(FUNCTIONS))}."
    return f"{type(node).__name__} is not allowed here: {node.sql(dialect='postgres')[:80]!a}."


def _normalise(nodes: list[exp.Expr]) -> None:
    """Names without quotes are in small letters, as PostgreSQL reads them."""
    for node in nodes:
        if isinstance(node, exp.Identifier) and not node.args.get("quoted"):
            node.set("this", node.name.lower())


def _check_names(nodes: list[exp.Expr], views: Mapping[str, Set[str]]) -> None:
    """Every name is that of a view, of a column of one, or one that the statement itself gives.

    So nothing is reached by a name alone: no system column, no catalogue, no function in the guise of a
    column.
    """
    known = {SCHEMA, *views, *(column for columns in views.values() for column in columns), *_given(nodes)}
    for node in nodes:
        if not isinstance(node, exp.Identifier):
            continue
        if not NAME.fullmatch(node.name) or node.name.startswith("pg_"):
            raise NotAllowed(f"{node.name[:60]!a} is not a name that is allowed: letters, digits and _.")
        if node.name not in known:
            raise NotAllowed(
                f"There is nothing called {node.name}.{_hint(node.name, known)}",
                code="query_unknown_name",
                details={"name": node.name, "views": sorted(views)},
            )


def _given(nodes: list[exp.Expr]) -> Iterator[str]:
    """The names that a statement gives: of columns, tables, windows and common table expressions."""
    for node in nodes:
        if isinstance(node, exp.Alias | exp.CTE | exp.Subquery | exp.Table | exp.Lateral):
            yield node.alias
        if isinstance(node, exp.TableAlias):
            yield from (each.name for each in node.columns)
        if isinstance(node, exp.Window) and isinstance(node.parent, exp.Select):
            yield node.this.name


def _resolve_relations(nodes: list[exp.Expr], views: Mapping[str, Set[str]]) -> None:
    """Have every relation be a curated view, by its full name, or a common table expression."""
    expressions = {node.alias for node in nodes if isinstance(node, exp.CTE)}
    if taken := expressions & views.keys():
        raise NotAllowed(f"{min(taken)} is a view; call your expression otherwise.")
    tables = [node for node in nodes if isinstance(node, exp.Table)]
    if len(tables) > MOST_RELATIONS:
        raise NotAllowed(f"A statement may read {MOST_RELATIONS} relations at most.")
    for table in tables:
        if not isinstance(table.this, exp.Identifier) or table.catalog or table.db not in ("", SCHEMA):
            raise NotAllowed(f"{table.sql(dialect='postgres')[:80]!a} is not a relation that can be read.")
        if table.name in views:
            table.set("db", exp.to_identifier(SCHEMA))
        elif table.db or table.name not in expressions:
            raise NotAllowed(
                f"There is no view {table.name}.{_hint(table.name, views)}",
                code="query_unknown_name",
                details={"name": table.name, "views": sorted(views)},
            )


def _bound_rows(tree: exp.Query, limit: int) -> None:
    """One row more than is answered, which shows that there are more."""
    given = tree.args.get("limit")
    if given is not None:
        asked = given.expression
        if not isinstance(asked, exp.Literal) or asked.is_string or not asked.name.isdecimal():
            raise NotAllowed("LIMIT takes a whole number.")
        if int(asked.name) <= limit:
            return
    tree.set("limit", exp.Limit(expression=exp.Literal.number(limit + 1)))


def _hint(name: str, known: Mapping[str, object] | Set[str]) -> str:
    nearest = get_close_matches(name, [each for each in known if each], n=3)
    return f" Did you mean {' or '.join(nearest)}?" if nearest else ""
