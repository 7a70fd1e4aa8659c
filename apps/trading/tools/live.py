"""Connecting to exchanges: operators' commands."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from apps.mcp.registry import tool
from apps.mcp.types import ToolContext
from apps.trading.connectors.types import Plan
from apps.trading.models import Venue
from apps.trading.services import live
from apps.trading.types import Symbol

VenueName = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9-]{1,31}$",
        description="What the venue is called here, in small letters: `binance`, `binance-test`.",
    ),
]
Url = Annotated[str, Field(max_length=200)]


class ExchangeResult(BaseModel):
    """An exchange as a venue: `running` while the gateway follows it, `ready` once it is disconnected."""

    venue: str
    exchange: str
    symbols: list[str]
    sandbox: bool
    status: str
    since: datetime


@tool(
    category="system",
    kind="command",
    scope="admin",
    destructive=True,
    idempotent=True,
    per_minute=30,
    operator=True,
)
def connect_exchange(
    context: ToolContext,
    *,
    venue: VenueName,
    exchange: Annotated[
        str, Field(pattern=r"^[a-z][a-z0-9]{1,39}$", description="Its id in ccxt: `binance`, `kraken`.")
    ],
    symbols: Annotated[
        list[Symbol], Field(min_length=1, max_length=50, description="What is followed there.")
    ],
    sandbox: Annotated[
        bool, Field(description="Use the exchange's own test system, where it has one.")
    ] = False,
    rest_url: Annotated[
        Url, Field(description="Origin that replaces that of its requests, for an endpoint of your own.")
    ] = "",
    stream_url: Annotated[Url, Field(description="The same for its streams: `wss://...`.")] = "",
) -> ExchangeResult:
    """Follow an exchange's market as a venue of its own; again, to change what is followed.

    The gateway process reads quotes, order books and minute bars of these symbols within seconds. Accounts
    that are opened at the venue trade on paper, against the exchange's real book. It takes no key.
    """
    plan = Plan(exchange, tuple(symbols), sandbox, rest_url, stream_url)
    return _result(live.connect_exchange(slug=venue, plan=plan, now=context.now))


@tool(
    category="system",
    kind="command",
    scope="admin",
    destructive=True,
    idempotent=True,
    per_minute=30,
    operator=True,
)
def disconnect_exchange(context: ToolContext, *, venue: VenueName) -> ExchangeResult:
    """Stop following an exchange. Its accounts and bars stay; refused while it has live orders."""
    return _result(live.disconnect_exchange(slug=venue))


def _result(venue: Venue) -> ExchangeResult:
    return ExchangeResult(
        venue=venue.slug,
        exchange=venue.config["exchange"],
        symbols=venue.config["symbols"],
        sandbox=venue.config["sandbox"],
        status=venue.status.lower(),
        since=venue.began_at,
    )
