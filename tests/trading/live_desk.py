"""An account that trades for real at the test's exchange, and the gateway process that works it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from apps.trading.connectors.types import Credentials
from apps.trading.models import Account, LiveAccount, LiveOrder, Order, Venue
from apps.trading.services import open_account
from apps.trading.services.live import enable_live_trading, give_credentials, sentence_for
from tests.system.people import actor_of
from tests.trading.desk import build_agent
from tests.trading.exchange_server import API_KEY, API_SECRET, ExchangeServer

CAPITAL = Decimal(100_000)


def open_live(venue: Venue, secret: str = API_SECRET) -> Account:
    """An enabled account whose ledger says what the exchange holds."""
    person = actor_of()
    account = open_account(actor=build_agent(person), venue=venue, capital=CAPITAL, currency="USDT")
    give_credentials(person, account, Credentials(API_KEY, secret), now=timezone.now())
    enable_live_trading(person, account, confirmation=sentence_for(account), now=timezone.now())
    return account


@contextmanager
def gateway(project: Path, server: ExchangeServer | None = None) -> Iterator["subprocess.Popen[bytes]"]:
    """A gateway process in a deployment that allows live trading; the server's faults kill this one."""
    env = os.environ | {"LIVE_TRADING": "true"}
    process = subprocess.Popen([sys.executable, "manage.py", "run_gateway"], cwd=project, env=env)
    if server is not None:
        server.victim = process.pid
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def is_checked(account: Account) -> bool:
    """Whether its balances have been held against the ledger since it was enabled."""
    return LiveAccount.objects.get(account=account).baseline is not None


def state_of(order: Order) -> str:
    """Where an order is, as the outbox says."""
    return LiveOrder.objects.get(order=order).state


def assert_agrees(account: Account, server: ExchangeServer) -> None:
    """Each order is at the exchange once, executed there as it is booked here; balances are equal."""
    for order in Order.objects.filter(account=account, at_exchange__isnull=False):
        theirs = [each for each in server.exchange.orders if each.client_id == f"cv{order.id.hex}"]
        assert len(theirs) <= 1, "sent twice"
        filled, cost = sum(each.filled for each in theirs), sum(each.cost for each in theirs)
        assert (order.filled_quantity, order.filled_cost) == (filled, cost)
    totals = {
        row["asset"]: Decimal(row["free"]) + Decimal(row["locked"]) for row in server.exchange.balances()
    }
    ours = {row.asset: row.total for row in account.balances.all()}
    assert {asset: amount for asset, amount in ours.items() if amount} == {
        asset: amount for asset, amount in totals.items() if amount
    }
