"""An exchange's venue to test with, and waiting for what another process does."""

import time
from collections.abc import Callable

from django.utils import timezone

from apps.trading.connectors.types import Plan
from apps.trading.models import Venue
from apps.trading.services.live import connect_exchange
from tests.trading.exchange_server import ExchangeServer

PATIENCE = 90.0


def plan_of(server: ExchangeServer | None, *symbols: str, live: bool = False) -> Plan:
    """Binance as the server speaks it."""
    rest, stream = (server.rest_url, server.stream_url) if server else ("", "")
    return Plan("binance", symbols or ("BTC/USDT",), rest_url=rest, stream_url=stream, live=live)


def connect(
    server: ExchangeServer | None = None, *symbols: str, slug: str = "binance", live: bool = False
) -> Venue:
    """A connected exchange."""
    return connect_exchange(slug=slug, plan=plan_of(server, *symbols, live=live), now=timezone.now())


def until(condition: Callable[[], bool], what: str = "it did not happen in time") -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)
