"""Watchlists and price alerts, as people keep them."""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.bodies import Name, Text
from apps.system.types import Percent, PositiveDecimal
from apps.trading.models import Watchlist
from apps.trading.selectors.portfolio import quotes_of
from apps.trading.selectors.venues import DEFAULT_VENUE, get_venue
from apps.trading.selectors.watching import get_price_alert, get_watchlist
from apps.trading.serializers.watching import PriceAlertOut, WatchlistOut, watched_ids
from apps.trading.services import price_alerts, watching
from apps.trading.tools.parameters import Moment
from apps.trading.types import Symbol

Symbols = Annotated[list[Symbol], Field(max_length=100)]
Place = Annotated[str, Field(max_length=64, description="The venue of these symbols.")]
WatchlistId = Annotated[UUID, Field(description="The watchlist.")]
MINUTE, DAY = 60, 86_400


class Gone(BaseModel):
    """What is no longer there."""

    id: UUID


@operator_command(category="trading", scope="read", idempotent=False, cheap=True, reduces_risk=True)
def create_watchlist(
    context: ToolContext,
    *,
    name: Name,
    symbols: Annotated[Symbols, Field(description="In their order.")] = [],  # noqa: B006
    venue: Place = DEFAULT_VENUE,
) -> WatchlistOut:
    """Begin a list of symbols to follow. Refused with `watchlist_exists`, `too_many`, `unknown_symbol`."""
    made = watching.create_watchlist(
        actor=context.actor, name=name, venue=get_venue(venue), symbols=symbols, now=context.now
    )
    return _answer(context, made)


@operator_command(
    category="trading", scope="read", idempotent=True, per_minute=120, cheap=True, reduces_risk=True
)
def update_watchlist(
    context: ToolContext,
    *,
    watchlist_id: WatchlistId,
    name: Annotated[Name | None, Field(description="A new name.")] = None,
    symbols: Annotated[Symbols | None, Field(description="All of the venue's, in a new order.")] = None,
    add: Annotated[Symbols, Field(description="To put at the end.")] = [],  # noqa: B006
    remove: Annotated[Symbols, Field(description="To take off.")] = [],  # noqa: B006
    venue: Place = DEFAULT_VENUE,
) -> WatchlistOut:
    """Rename a watchlist, order its symbols anew, add some or take some off."""
    changed = watching.update_watchlist(
        get_watchlist(context.actor, watchlist_id),
        name=name,
        venue=get_venue(venue),
        symbols=symbols,
        add=add,
        remove=remove,
        now=context.now,
    )
    return _answer(context, changed)


@operator_command(
    category="trading", scope="read", idempotent=False, destructive=True, cheap=True, reduces_risk=True
)
def delete_watchlist(context: ToolContext, *, watchlist_id: WatchlistId) -> Gone:
    """Remove a watchlist. Price alerts on its symbols stay."""
    watching.delete_watchlist(get_watchlist(context.actor, watchlist_id))
    return Gone(id=watchlist_id)


@operator_command(category="trading", scope="read", idempotent=False, cheap=True, reduces_risk=True)
def create_price_alert(
    context: ToolContext,
    *,
    symbol: Symbol,
    condition: Annotated[
        Literal["above", "below", "crosses", "change"],
        Field(description="`crosses` from either side; `change` up or down from the price now."),
    ],
    price: Annotated[PositiveDecimal | None, Field(description="For above, below and crosses.")] = None,
    percent: Annotated[Percent | None, Field(description="For change.")] = None,
    repeat: Annotated[bool, Field(description="Whether it waits again after it has told.")] = False,
    cooldown_seconds: Annotated[
        int, Field(ge=MINUTE, le=30 * DAY, description="How long one that repeats rests in between.")
    ] = 3600,
    expires_at: Annotated[Moment | None, Field(description="From when on it waits no longer.")] = None,
    note: Annotated[Text, Field(max_length=200, description="What to remember then.")] = "",
    venue: Place = DEFAULT_VENUE,
) -> PriceAlertOut:
    """Be told when a price is reached, by the high or low of any bar from the next on.

    It raises an alert and the event `market.price_alert`, once; one that repeats is armed again from the
    newest price. Refused with `invalid_price_alert`, `too_many`, `unknown_symbol` or `no_market_data`.
    """
    wish = price_alerts.PriceWish(
        condition=condition,
        price=price,
        percent=percent,
        repeats=repeat,
        cooldown=timedelta(seconds=cooldown_seconds if repeat else 0),
        expires_at=expires_at,
        note=note,
    )
    made = price_alerts.create_price_alert(
        actor=context.actor, venue=get_venue(venue), symbol=symbol, wish=wish, now=context.now
    )
    return PriceAlertOut.of(made)


@operator_command(
    category="trading",
    scope="read",
    idempotent=True,
    destructive=True,
    per_minute=120,
    cheap=True,
    reduces_risk=True,
)
def cancel_price_alert(
    context: ToolContext, *, price_alert_id: Annotated[UUID, Field(description="The price alert.")]
) -> PriceAlertOut:
    """Wait for a price no longer. The alert that it has raised is resolved with it."""
    alert = get_price_alert(context.actor, price_alert_id)
    return PriceAlertOut.of(price_alerts.cancel_price_alert(alert, now=context.now))


def _answer(context: ToolContext, watchlist: Watchlist) -> WatchlistOut:
    listed = get_watchlist(context.actor, watchlist.id)
    return WatchlistOut.of(listed, quotes_of(watched_ids([listed]), context.now))
