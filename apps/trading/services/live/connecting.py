"""Which exchanges the gateway is connected to: venues of their own, made and stopped by operators."""

from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import transaction

from apps.system.errors import Conflict, Invalid, NotFound
from apps.system.mesh.destinations import check_url
from apps.trading.connectors.types import Plan
from apps.trading.models import Feed, Order, Venue
from apps.trading.services.catalogue import ensure_house
from apps.trading.types import LIVE

MOST_SYMBOLS = 50
PROVEN = ("binance",)
"""Exchanges whose orders were tried with every failure: found by our id, refused by time when late."""


@transaction.atomic
def connect_exchange(*, slug: str, plan: Plan, now: datetime) -> Venue:
    """Have the gateway follow symbols of an exchange as the venue `slug`; again, to change what it does.

    Raises Invalid (`unknown_exchange`, `invalid_symbols`, `destination_refused`, `exchange_not_proven`) and
    Conflict (`venue_taken` for the name of another venue, `venue_has_orders` where live orders would lose
    their market, `live_trading_off`).
    """
    _check(plan)
    venue = Venue.objects.select_for_update().filter(slug=slug).first()
    if venue is None:
        venue = Venue(slug=slug, kind=Venue.Kind.EXCHANGE)
    elif venue.kind != Venue.Kind.EXCHANGE or _market_of(venue) != (plan.exchange, plan.sandbox, plan.live):
        raise Conflict(f"{slug} is another venue; take another name.", code="venue_taken")
    elif dropped := set(venue.config["symbols"]) - set(plan.symbols):
        _refuse_orders(venue, dropped)
    if venue.status != Venue.Status.RUNNING:
        venue.status, venue.began_at = Venue.Status.RUNNING, now
        venue.bars_until = now.replace(microsecond=0)
    venue.config = plan.config()
    venue.save()
    ensure_house(venue)
    Feed.objects.filter(venue=venue).exclude(symbol__in=plan.symbols).delete()
    rows = [Feed(venue=venue, symbol=symbol) for symbol in plan.symbols]
    Feed.objects.bulk_create(rows, ignore_conflicts=True)
    return venue


@transaction.atomic
def disconnect_exchange(*, slug: str) -> Venue:
    """Stop following an exchange: its accounts stay, and nothing is traded until it is connected again.

    Raises NotFound, and Conflict (`venue_has_orders`) while it has live orders.
    """
    venue = Venue.objects.select_for_update().filter(slug=slug, kind=Venue.Kind.EXCHANGE).first()
    if venue is None:
        raise NotFound(f"No exchange is connected as {slug}.", code="unknown_venue")
    _refuse_orders(venue, set(venue.config["symbols"]))
    venue.status = Venue.Status.READY
    venue.save(update_fields=["status"])
    return venue


def _market_of(venue: Venue) -> tuple[str, bool, bool]:
    """What a venue's accounts rest on: play money and real money never share one."""
    return venue.config["exchange"], venue.config["sandbox"], venue.config["live"]


def _refuse_orders(venue: Venue, symbols: set[str]) -> None:
    live = Order.objects.filter(
        instrument__venue=venue,
        instrument__symbol__in=symbols,
        status__in=[status.value for status in LIVE],
    )
    if live.exists():
        raise Conflict(f"{venue.slug} has live orders there; cancel them first.", code="venue_has_orders")


def _check(plan: Plan) -> None:
    if not _is_known(plan.exchange):
        raise Invalid(f"ccxt knows no exchange {plan.exchange}.", code="unknown_exchange")
    if plan.live and not settings.LIVE_TRADING:
        raise Conflict("Live trading is off in this deployment: LIVE_TRADING.", code="live_trading_off")
    if plan.live and plan.exchange not in PROVEN:
        raise Invalid(f"Live orders are proven for {', '.join(PROVEN)} only.", code="exchange_not_proven")
    if not 1 <= len(plan.symbols) <= MOST_SYMBOLS or len(set(plan.symbols)) < len(plan.symbols):
        raise Invalid(f"An exchange is followed for 1 to {MOST_SYMBOLS} symbols.", code="invalid_symbols")
    for url in (plan.rest_url, plan.stream_url):
        if url:
            check_url(_as_http(url), is_trusted=True)


def _as_http(url: str) -> str:
    """Streams are ws and wss; how their address is spelled is judged like any other."""
    return "http" + url.removeprefix("ws") if url.startswith("ws") else url


def _is_known(exchange: str) -> bool:
    """Told by its file, for importing ccxt takes seconds: only the gateway does.

    Raises nothing for odd names; the tool's pattern keeps those out.
    """
    spec = find_spec("ccxt")
    folders: Sequence[str] = (spec.submodule_search_locations or []) if spec else []
    return any((Path(folder) / "async_support" / f"{exchange}.py").is_file() for folder in folders)
