"""Fills per second: booked with their ledger, and in a whole turn of the matching writer.

What is timed as `booked` is `book` alone: a settlement of thousands of fills, each another agent's, becomes
rows of fills, three transfers each, orders, positions and balances. `settled` is that with reading the
orders, matching, locking and settling them. `whole` is `match_venue` as it runs: with events, and with the
results, audit entries and wakeups of the tool calls that wait for each order.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from os import sysconf
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bench.exchange_rows import book_row_by_row
from bench.exchange_scene import AT, scene

AGENTS = 10_000
SYMBOL, PRICE, PLENTY = "DOGE/USD", Decimal("0.1"), Decimal(10**7)


@dataclass
class Stopwatch:
    """Seconds of real time, and of processor time of this process and of the server's that works for it."""

    real: float = 0.0
    processor: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Time a part."""
        began, spent = perf_counter(), processor_time()
        yield
        self.real += perf_counter() - began
        self.processor += processor_time() - spent

    def figures(self, name: str, count: int) -> dict[str, float]:
        """So many a second of either time."""
        return {
            f"{name}_fills_per_second": count / self.real,
            f"{name}_fills_per_processor_second": count / self.processor,
        }


def processor_time() -> float:
    """Seconds of processor time of this process and of the server process that works for it."""
    from django.db import connection

    connection.ensure_connection()
    fields = (
        Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rsplit(")", 1)[1].split()
    )
    return process_time() + (int(fields[11]) + int(fields[12])) / sysconf("SC_CLK_TCK")


def prepare() -> None:
    """A platform with ten thousand agents, each with an account that can pay for everything."""
    from django.core.management import call_command

    from apps.system.access.models import Actor, Role
    from apps.system.access.services import create_user
    from apps.system.ids import new_id
    from apps.trading.models import Account, Balance, Venue
    from apps.trading.services import ensure_catalogue

    call_command("migrate", verbosity=0)
    call_command("initialize", verbosity=0)
    ensure_catalogue()
    owner = create_user(username="bench", password="bench-only-password", role=Role.OPERATOR).actor
    ids, venue = [new_id() for _ in range(AGENTS)], Venue.objects.get(slug="sim")
    above = {"kind": Actor.Kind.AGENT, "parent": owner, "owner_id": owner.id}
    actors = [Actor(id=each, name="agent", lineage=[*owner.lineage, each], **above) for each in ids]
    Actor.objects.bulk_create(actors, batch_size=2_000)
    accounts = [Account(kind=Account.Kind.TRADING, actor=each, venue=venue) for each in actors]
    Account.objects.bulk_create(accounts, batch_size=2_000)
    cash = [Balance(account=each, asset="USD", total=Decimal(10**9)) for each in accounts]
    Balance.objects.bulk_create(cash, batch_size=2_000)


def place(count: int, *, at: datetime = AT, calls: bool = False) -> list[Any]:
    """Market orders of all accounts, written as `place_order` writes them, their cash reserved."""
    from django.db import connection

    from apps.trading.models import Account, Instrument, Order

    instrument = Instrument.objects.get(venue="sim", symbol=SYMBOL)
    accounts = list(Account.objects.filter(kind="TRADING").select_related("actor").order_by("id"))
    orders = [
        Order(
            account=accounts[index % len(accounts)],
            instrument=instrument,
            client_order_id=f"{perf_counter()}-{index}",
            side="buy",
            type="market",
            time_in_force="gtc",
            quantity=Decimal(1),
            worst_price=Decimal(1),
            held=Decimal("1.001"),
            placed_at=at - timedelta(seconds=1),
        )
        for index in range(count)
    ]
    if calls:
        _ask(orders, at)
    Order.objects.bulk_create(orders, batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE trading_balance SET held = new.held FROM (SELECT account_id, sum(held) AS held
            FROM trading_order GROUP BY 1) AS new
            WHERE trading_balance.account_id = new.account_id AND asset = 'USD'"""
        )
        cursor.execute("ANALYZE")
    return orders


def _ask(orders: list[Any], at: datetime) -> None:
    """Give each order the tool call that placed it and waits for it."""
    from apps.mcp.models import ToolCall

    calls = [
        ToolCall(
            actor=order.account.actor,
            principal_id=order.account.actor_id,
            scopes="trade",
            interface="agent",
            tool="place_order",
            parameters={"symbol": SYMBOL, "side": "buy", "quantity": "1", "order_type": "market"},
            status=ToolCall.Status.DEFERRED,
            correlation_id=order.id,
            recorded_at=at,
            deferred_kind="order",
            deferred_id=order.id,
        )
        for order in orders
    ]
    ToolCall.objects.bulk_create(calls, batch_size=2_000)
    for order, call in zip(orders, calls, strict=True):
        order.call_id = call.id


def book_settlements(count: int) -> dict[str, float]:
    """Fills per second: booked, and read, matched, settled and booked, in batches as the writer does it."""
    from django.db import transaction

    from apps.system.packing import Cells
    from apps.trading.matching import match_orders
    from apps.trading.models import Fill, Venue
    from apps.trading.selectors.matching import list_due_orders, lock_unchanged, positions_of
    from apps.trading.services.booking import book
    from apps.trading.services.matching import house_of, terms_of
    from apps.trading.settlement import settle, working_order

    place(count)
    before, venue = Fill.objects.count(), Venue.objects.get(slug="sim")
    terms = next(each for each in terms_of(venue).values() if each.symbol == SYMBOL)
    market, booking, settling, done = _dime(), Stopwatch(), Stopwatch(), 0
    while done < count:
        with settling.running(), transaction.atomic():
            due = {order.id: order for order in list_due_orders({terms.id: market}, AT)}
            outcomes = match_orders([working_order(order) for order in due.values()], market, lot=terms.lot)
            found = lock_unchanged(list(due.values()))
            positions = positions_of({order.account_id for order in due.values()})
            kept = [(due[each.order.id], terms, each) for each in outcomes if each.order.id in found]
            batch = settle(kept, positions)
            with booking.running():
                book(batch, house=house_of(venue), at=AT, amounts=Cells("numeric"))
        done += len(batch.fills)
    assert Fill.objects.count() - before == count
    return booking.figures("booked", count) | settling.figures("settled", count)


def match_whole(count: int) -> dict[str, float]:
    """Fills per second of `match_venue`, each finishing a call."""
    from apps.mcp.models import ToolCall
    from apps.trading.models import Venue
    from apps.trading.services import match_venue

    place(count, calls=True)
    venue, watch, done = Venue.objects.get(slug="sim"), Stopwatch(), 0
    while done < count:
        with watch.running():
            report = match_venue(venue, AT)
        assert report.fills
        done += report.fills
    assert not ToolCall.objects.filter(status=ToolCall.Status.DEFERRED).exists()
    return watch.figures("whole", count)


def _dime() -> Any:
    """An update in which everybody can buy for a dime."""
    from apps.trading.market.types import Level

    level = (Level(PRICE, PLENTY),)
    return replace(scene()[3], asks=level, bids=level, low=PRICE, high=PRICE, volume=PLENTY)


def row_by_row(count: int) -> dict[str, float]:
    """The same books by the ORM."""
    from apps.trading.models import Venue
    from apps.trading.services.matching import house_of

    orders, house, watch = place(count), house_of(Venue.objects.get(slug="sim")), Stopwatch()
    with watch.running():
        for order in orders:
            book_row_by_row(order.id, house, AT)
    return watch.figures("orm", count)
