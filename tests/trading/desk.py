"""A trading desk to test with: people, agents, accounts, and a recorded market of our own making."""

import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from apps.system.access.models import Actor
from apps.system.access.services import create_actor
from apps.trading.models import Account, Order, Venue
from apps.trading.selectors.venues import get_venue
from apps.trading.services import OrderRequest, import_candles, open_account, place_order
from apps.trading.types import Interval, OrderType, Side, TimeInForce

NOON = datetime(2026, 11, 22, 12, 0, 0, 250_000, tzinfo=UTC)
REPLAY_START = datetime(2018, 4, 4, tzinfo=UTC)
ANY_SECOND = Decimal("0.49")
"""So much BTC each side of the built-in market has in its thinnest second. Who trades at the clock's own time
asks for no more of a second, all orders together; `test_simulator.py` holds it."""


def build_agent(owner: Actor, name: str = "agent") -> Actor:
    """An agent of a person."""
    return create_actor(kind=Actor.Kind.AGENT, name=name, parent=owner)


def fund(actor: Actor, capital: str = "100000", venue: Venue | None = None) -> Account:
    """An account with capital."""
    return open_account(actor=actor, venue=venue or get_venue(), capital=Decimal(capital))


def buy(account: Account, quantity: str, *, at: datetime = NOON, **terms: str) -> Order:
    """A buy of BTC/USD; a market order without `limit`."""
    return trade(account, Side.BUY, quantity, at=at, **terms)


def sell(account: Account, quantity: str, *, at: datetime = NOON, **terms: str) -> Order:
    """A sale of BTC/USD; a market order without `limit`."""
    return trade(account, Side.SELL, quantity, at=at, **terms)


def trade(
    account: Account,
    side: Side,
    quantity: str,
    *,
    at: datetime = NOON,
    symbol: str = "BTC/USD",
    limit: str | None = None,
    client: str | None = None,
    tif: str = "gtc",
) -> Order:
    """Place an order."""
    request = OrderRequest(
        symbol=symbol,
        side=side,
        quantity=Decimal(quantity),
        client_order_id=client or f"order-{Order.objects.filter(account=account).count()}",
        order_type=OrderType.LIMIT if limit else OrderType.MARKET,
        limit_price=Decimal(limit) if limit else None,
        time_in_force=TimeInForce(tif),
    )
    return place_order(account=account, request=request, now=at)


BARS = (
    # minute, open, high, low, close, volume
    (0, "100", "101", "99", "100.5", "5"),
    (1, "100.6", "102", "100", "101.5", "3"),
    (2, "101.4", "103", "98", "99", "4"),
    (5, "97", "97.5", "95", "96", "2"),  # minutes 3 and 4 had no trade
    (6, "96", "100", "96", "99.5", "6"),
)


def bars_csv(bars: tuple[tuple[int, str, str, str, str, str], ...] = BARS) -> io.StringIO:
    """Bars as a file to import."""
    lines = ["timestamp,open,high,low,close,volume"]
    for minute, *numbers in bars:
        lines.append(",".join([(REPLAY_START + timedelta(minutes=minute)).isoformat(), *numbers]))
    return io.StringIO("\n".join(lines) + "\n")


def record(dataset: str, bars: tuple[tuple[int, str, str, str, str, str], ...] = BARS) -> Venue:
    """A recorded market."""
    import_candles(dataset=dataset, symbol="BTC/USD", interval=Interval.M1, rows=bars_csv(bars))
    return get_venue(f"replay:{dataset}")
