"""Tools that read what accounts are worth."""

from apps.mcp.registry import tool
from apps.mcp.tool import Example
from apps.mcp.types import ToolContext
from apps.trading.selectors.accounts import get_account
from apps.trading.selectors.orders import list_positions
from apps.trading.selectors.portfolio import summarise_portfolio, value_positions
from apps.trading.serializers.results import HoldingResult, PortfolioResult
from apps.trading.tools.parameters import AccountId, AgentId


@tool(
    category="trading",
    kind="read",
    scope="read",
    destructive=False,
    idempotent=True,
    per_minute=300,
    cheap=True,
    examples=[
        Example("Read your own account", {}),
    ],
)
def get_portfolio(
    context: ToolContext, *, agent_id: AgentId = None, account_id: AccountId = None
) -> PortfolioResult:
    """Read what an account is worth: cash, positions at their latest prices, profits and fees."""
    account = get_account(context.actor, agent_id=agent_id, account_id=account_id)
    worth = summarise_portfolio(context.actor, context.now, account=account)
    positions = value_positions(
        list_positions(context.actor, account=account).order_by("instrument__symbol"), context.now
    )
    return PortfolioResult.of(worth, [HoldingResult.model_validate(position) for position in positions])
