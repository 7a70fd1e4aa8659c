"""The agents' tool that exports data."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from apps.mcp.registry import tool
from apps.mcp.tool import Example
from apps.mcp.types import ToolContext
from apps.system.errors import Invalid
from apps.trading.models import Export
from apps.trading.selectors.accounts import get_account
from apps.trading.selectors.live import money_of
from apps.trading.serializers.exporting import DATASETS, Asked, ExportResult
from apps.trading.services import exports
from apps.trading.tools.parameters import AccountId, AgentId, Moment
from apps.trading.writing import Format, write_rows

INLINE = 32_768
MONTH = timedelta(days=30)


@tool(
    category="data",
    kind="command",
    scope="read",
    destructive=False,
    idempotent=False,
    per_minute=20,
    cost=5,
    examples=[
        Example("Export the fills of the last month", {"dataset": "fills"}),
    ],
)
def export_data(
    context: ToolContext,
    *,
    dataset: Annotated[
        Literal["fills", "orders", "ledger", "journal", "equity"],
        Field(
            description="`fills`: executions; `orders`; `ledger`: every movement of money; `journal`: "
            "round trips with their profit; `equity`: what the account was worth, minute by minute."
        ),
    ],
    format: Annotated[Format, Field(description="How it is written.")] = Format.CSV,
    since: Annotated[Moment | None, Field(description="30 days before `until` if not given.")] = None,
    until: Annotated[Moment | None, Field(description="Now if not given.")] = None,
    agent_id: AgentId = None,
    account_id: AccountId = None,
) -> ExportResult:
    """Export an account's fills, orders, ledger, journal or equity, oldest first, as CSV or JSON.

    Up to 32 kB come with the answer; the whole can be fetched from `download` until `expires_at`. More than
    10,000 rows are refused with `export_too_large`: ask for a shorter period.
    """
    last = until or context.now
    first = since or last - MONTH
    if first >= last:
        raise Invalid("`since` has to be before `until`.", code="invalid_period")
    account = get_account(context.actor, agent_id=agent_id, account_id=account_id)
    source, asked = DATASETS[dataset], Asked(context.actor, account, first, last)
    rows = source.count(asked, exports.MOST_ROWS)
    exports.check_size(rows)
    made = exports.store_export(
        actor=context.actor,
        dataset=dataset,
        format=format.value,
        rows=rows,
        pieces=write_rows(source.read(asked), source.columns, format),
        now=context.now,
    )
    return _result(made, money_of(account.venue))


def _result(made: Export, source: str) -> ExportResult:
    return ExportResult(
        export_id=made.id,
        dataset=made.dataset,
        format=made.format,
        rows=made.rows,
        size=made.size,
        content=made.content if made.size <= INLINE else None,
        download=f"/api/v1/trading/exports/{made.id}",
        expires_at=made.expires_at,
        source=source,
        as_of=made.created_at,
    )
