"""The agents' tool that asks the database."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from apps.mcp.querying.catalogue import outline
from apps.mcp.querying.reading import MOST_ROWS
from apps.mcp.querying.running import run_query
from apps.mcp.registry import tool
from apps.mcp.tool import Example
from apps.mcp.types import ToolContext
from apps.system.bodies import Text

LONGEST = 8_000
FEES_BY_SYMBOL = "SELECT symbol, count(*) AS fills, sum(fee) AS fees FROM fills GROUP BY symbol"

Statement = Annotated[
    Text,
    Field(
        min_length=1,
        max_length=LONGEST,
        description="One SELECT in PostgreSQL's SQL. Joins, WITH, UNION, aggregates and window functions are "
        f"allowed, functions by a list. The views and their columns: {outline()}.",
        examples=[FEES_BY_SYMBOL],
    ),
]
RowLimit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="How many rows to answer at most.")]


class QueryColumn(BaseModel):
    """A column of the answer: its name, and PostgreSQL's name of its type."""

    name: str
    type: str


class QueryResult(BaseModel):
    """Rows, each a list of values in the order of `columns`.

    Exact numbers (`numeric`), ids and times (UTC) are text, intervals are seconds. `truncated` says that
    there are more: cut off by `limit` (`rows`) or at 200,000 bytes of JSON (`bytes`). `size` is in bytes.
    """

    columns: list[QueryColumn]
    rows: list[list[Any]]
    row_count: int
    truncated: Literal["rows", "bytes"] | None
    size: int
    milliseconds: float
    as_of: datetime


def ask_database(context: ToolContext, *, statement: str, limit: int) -> QueryResult:
    """Run the statement, outside any transaction of ours."""
    answer = run_query(context.actor, statement, limit=limit, now=context.now)
    return QueryResult(
        columns=[QueryColumn(name=name, type=kind) for name, kind in answer.columns],
        rows=[list(row) for row in answer.rows],
        row_count=len(answer.rows),
        truncated=answer.truncated,
        size=answer.size,
        milliseconds=answer.milliseconds,
        as_of=context.now,
    )


@tool(
    category="data",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=30,
    cost=2,
    prepare=ask_database,
    examples=[
        Example(
            "Total fees by symbol",
            {"statement": FEES_BY_SYMBOL},
        ),
        Example("Ask for what is not there", {"statement": "SELECT * FROM trades"}),
    ],
)
def query_database(context: ToolContext, *, statement: Statement, limit: RowLimit = 100) -> QueryResult:
    """Ask the database in SQL, read-only, where no other tool answers: totals, groups, joins over history.

    Every view shows the rows that you may see and no others, so no filter by owner is needed: an agent sees
    its own, a person theirs and those of their teams. Amounts are exact, times are UTC. Add a period to what
    grows (`fills`, `tool_calls`, `audit`, `equity`, `decisions`).

    Refused with `query_not_allowed` (what is not, and what is), `query_unknown_name` (the nearest),
    `query_unreadable`, `query_failed` (what the database said), `query_too_costly` (expected cost and the
    most), `query_timeout` after 4 s; `query_unavailable` where the platform has no role for queries.
    """
    answer: QueryResult = context.prepared
    return answer
