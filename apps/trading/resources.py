"""What can be read of portfolios and orders by address, over the Model Context Protocol."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from apps.mcp.prompt import MAX_COMPLETIONS, completion
from apps.mcp.resource import resource
from apps.system.access.models import Actor
from apps.system.types import WireModel
from apps.trading.analysis.optimisation import OBJECTIVES
from apps.trading.models import Account, Instrument
from apps.trading.selectors.accounts import get_account
from apps.trading.selectors.orders import list_orders, list_positions
from apps.trading.selectors.portfolio import summarise_portfolio, value_positions
from apps.trading.serializers.accounts import OrderOut, PortfolioSummary, PositionOut

NEWEST = 100
MOST_POSITIONS = 1000
PORTFOLIO_CHANGES = ("portfolio.*", "trade.*")


class Portfolio(WireModel):
    """What accounts are worth, and their open positions at their latest prices."""

    summary: PortfolioSummary
    positions: list[PositionOut]
    as_of: datetime


class OrderList(WireModel):
    """The newest orders, newest first."""

    orders: list[OrderOut]
    as_of: datetime


@resource("cival://portfolio", title="All portfolios", changes=PORTFOLIO_CHANGES)
def read_portfolio(actor: Actor, now: datetime) -> Portfolio:
    """What all accounts that you see are worth together, and their open positions."""
    return _portfolio(actor, now, None)


@resource("cival://orders", title="All orders", changes=("trade.*",))
def read_orders(actor: Actor, now: datetime) -> OrderList:
    """The newest 100 orders of all accounts that you see."""
    return _orders(actor, now, None)


@resource("cival://agents/{agent_id}/portfolio", title="Portfolio of an agent", changes=PORTFOLIO_CHANGES)
def read_agent_portfolio(actor: Actor, now: datetime, *, agent_id: UUID) -> Portfolio:
    """What an agent's account is worth, and its open positions."""
    return _portfolio(actor, now, get_account(actor, agent_id=agent_id))


@resource("cival://agents/{agent_id}/orders", title="Orders of an agent", changes=("trade.*",))
def read_agent_orders(actor: Actor, now: datetime, *, agent_id: UUID) -> OrderList:
    """An agent's newest 100 orders, with what was executed of each."""
    return _orders(actor, now, get_account(actor, agent_id=agent_id))


def _portfolio(actor: Actor, now: datetime, account: Account | None) -> Portfolio:
    rows = list_positions(actor, account=account).order_by("instrument__symbol", "id")[:MOST_POSITIONS]
    return Portfolio(
        summary=PortfolioSummary.model_validate(summarise_portfolio(actor, now, account=account)),
        positions=[PositionOut.model_validate(each) for each in value_positions(rows, now)],
        as_of=now,
    )


def _orders(actor: Actor, now: datetime, account: Account | None) -> OrderList:
    rows = list_orders(actor, account=account).order_by("-id")[:NEWEST]
    return OrderList(orders=[OrderOut.of(each) for each in rows], as_of=now)


@completion("symbol")
def complete_symbol(actor: Actor, written: str) -> Sequence[str]:
    """Symbols that any venue lists, by their beginning."""
    listed = Instrument.objects.filter(symbol__istartswith=written).order_by("symbol")
    return list(listed.values_list("symbol", flat=True).distinct()[: MAX_COMPLETIONS + 1])


@completion("objective")
def complete_objective(actor: Actor, written: str) -> Sequence[str]:
    """What an optimisation may aim at."""
    return [each for each in OBJECTIVES if each.startswith(written)]
