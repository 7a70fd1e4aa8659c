"""Connecting to exchanges, and letting accounts trade there: administrators' commands."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.trading.connectors.types import Plan
from apps.trading.models import LiveAccount, Venue
from apps.trading.selectors.accounts import get_account
from apps.trading.services import live as services
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


@operator_command(
    category="system",
    scope="admin",
    destructive=True,
    idempotent=True,
    per_minute=30,
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
    live: Annotated[
        bool, Field(description="Accounts of this venue trade real money, each once it is enabled.")
    ] = False,
) -> ExchangeResult:
    """Follow an exchange's market as a venue of its own; again, to change what is followed.

    The gateway process reads quotes, order books and minute bars of these symbols within seconds. Accounts
    that are opened at the venue trade on paper, against the exchange's real book. It takes no key.
    """
    plan = Plan(exchange, tuple(symbols), sandbox, rest_url, stream_url, live)
    return _result(services.connect_exchange(slug=venue, plan=plan, now=context.now))


@operator_command(
    category="system",
    scope="admin",
    destructive=True,
    idempotent=True,
    per_minute=30,
)
def disconnect_exchange(context: ToolContext, *, venue: VenueName) -> ExchangeResult:
    """Stop following an exchange. Its accounts and bars stay; refused while it has live orders."""
    return _result(services.disconnect_exchange(slug=venue))


class LiveTradingResult(BaseModel):
    """Whether an account trades real money, with which key (by its fingerprint), and since when."""

    account_id: UUID
    enabled: bool
    enabled_at: datetime | None
    fingerprint: str

    @classmethod
    def of(cls, row: LiveAccount) -> Self:
        """Of what is kept of an account."""
        return cls(
            account_id=row.account_id,
            enabled=row.enabled_at is not None,
            enabled_at=row.enabled_at,
            fingerprint=row.fingerprint,
        )


LiveAccountId = Annotated[UUID, Field(description="The trading account at a live venue.")]


@operator_command(
    category="system",
    scope="admin",
    destructive=True,
    idempotent=True,
    per_minute=10,
)
def enable_live_trading(
    context: ToolContext,
    *,
    account_id: LiveAccountId,
    confirmation: Annotated[
        str, Field(max_length=120, description="`trade real money on <venue>`, typed by a person.")
    ],
) -> LiveTradingResult:
    """Let an account trade real money. Its credentials must have been given, and the deployment allow it.

    Nothing is sent before the exchange's balances have been held against the ledger.
    """
    account = get_account(context.actor, account_id=account_id)
    done = services.enable_live_trading(context.actor, account, confirmation=confirmation, now=context.now)
    return LiveTradingResult.of(done)


@operator_command(
    category="system",
    scope="operate",
    destructive=True,
    idempotent=True,
    per_minute=30,
    reduces_risk=True,
)
def disable_live_trading(context: ToolContext, *, account_id: LiveAccountId) -> LiveTradingResult:
    """Stop an account's live trading: nothing more is sent, and what is open at the exchange is cancelled."""
    account = get_account(context.actor, account_id=account_id)
    return LiveTradingResult.of(services.disable_live_trading(account, now=context.now))


def _result(venue: Venue) -> ExchangeResult:
    return ExchangeResult(
        venue=venue.slug,
        exchange=venue.config["exchange"],
        symbols=venue.config["symbols"],
        sandbox=venue.config["sandbox"],
        status=venue.status.lower(),
        since=venue.began_at,
    )
