"""The paper exchange: orders per second through its pure core, and fills per second booked with their ledger.

`python -m bench.exchange` prints a table and writes JSON. The core is counted by processor time. So,
besides real time, are the fills: the client's and the server's together, because the machine may have other
work. The baseline books the same through the ORM, row by row.
"""

import gc
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

import django

from bench.exchange_rows import book_row_by_row
from bench.gates import RESULTS, SETTINGS
from deployment.local.throwaway import throwaway_postgres, throwaway_valkey

ORDERS = 30_000
PER_UPDATE = 1_000
FILLS = 10_000
ROWS = 100
ACCOUNTS = 2_000
BARS = {"core_orders_per_second": 30_000, "booked_fills_per_second": 10_000}
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def main() -> None:
    """Measure and report."""
    figures: dict[str, float] = {}
    with throwaway_postgres() as database, throwaway_valkey() as redis:
        os.environ.update(SETTINGS | {"DATABASE_URL": database, "REDIS_URL": redis})
        django.setup()
        figures["core_orders_per_second"] = best_of(5, core)
        prepare()
        runs = [bulk(FILLS) for _ in range(2)]
        figures["booked_fills_per_second"] = max(real for real, _ in runs)
        figures["booked_fills_per_processor_second"] = max(spent for _, spent in runs)
        real, spent = row_by_row(ROWS)
        figures["orm_fills_per_second"] = real
        figures["orm_fills_per_processor_second"] = spent
    report(figures)


def best_of(runs: int, measure: Callable[[], float]) -> float:
    """The best of several runs: what is measured is the code, not what else the machine does."""
    return max(measure() for _ in range(runs))


def core() -> float:
    """Orders per second of processor time: judged, matched, settled; a third each market, limit and stop."""
    from apps.trading.due import working_order
    from apps.trading.matching import match_orders
    from apps.trading.risk import Limits, assess
    from apps.trading.settlement import settle

    limits = Limits(max_open_orders=10**6)
    proposals = _proposals()
    rules, situation, terms, outside = _scene()
    # The collector is not to walk the whole imported platform again and again.
    gc.collect()
    gc.freeze()
    spent, done = 0.0, 0
    while done < ORDERS:
        wanted = [proposals[index % len(proposals)] for index in range(PER_UPDATE)]
        began = process_time()
        verdicts = [assess(proposal, rules, situation, limits) for proposal in wanted]
        spent += process_time() - began
        # What is read from the store is the store's to answer for.
        pairs = zip(wanted, verdicts, strict=True)
        due = [_due(done + index, *pair) for index, pair in enumerate(pairs)]
        began = process_time()
        outcomes = match_orders([working_order(order) for order in due], outside, lot=terms.lot)
        by_id = {order.id: order for order in due}
        batch = settle([(by_id[each.order.id], terms, each) for each in outcomes], {})
        spent += process_time() - began
        assert len(batch.orders) == PER_UPDATE
        done += PER_UPDATE
    return done / spent


def _proposals() -> list[Any]:
    from apps.trading.risk import Proposal
    from apps.trading.types import OrderType, Side

    quantity = Decimal("0.1")
    return [
        Proposal(Side.BUY, OrderType.MARKET, quantity),
        Proposal(Side.BUY, OrderType.LIMIT, quantity, Decimal("99.50")),
        Proposal(Side.BUY, OrderType.STOP, quantity, stop_price=Decimal("101.50")),
    ]


def _scene() -> tuple[Any, Any, Any, Any]:
    from apps.trading.due import Terms
    from apps.trading.market.types import Level, Outside
    from apps.trading.risk import Rules, Situation

    tick, lot, fee = Decimal("0.01"), Decimal("0.001"), Decimal("0.001")
    bid, ask, deep = Decimal("99.99"), Decimal("100.01"), Decimal(10**6)
    rules = Rules("BTC", "USD", tick, lot, Decimal(5), fee)
    rich = Decimal(10**9)
    situation = Situation(bid, ask, 0.1, rich, rich, 0, equity=rich)
    terms = Terms(1, "BTC/USD", "BTC", "USD", lot, fee, fee, tick)
    ladder = ((Level(ask, deep),), (Level(bid, deep),))
    return rules, situation, terms, Outside(*ladder, None, None, bid, ask, deep, AT)


def _due(number: int, proposal: Any, verdict: Any, account: UUID | None = None, actor: Any = None) -> Any:
    from apps.trading.due import DueOrder
    from apps.trading.types import OrderStatus

    owner = account or UUID(int=number % ACCOUNTS + 1)
    return DueOrder(
        id=UUID(int=number + 10**9),
        account_id=owner,
        instrument_id=1,
        side=proposal.side,
        type=proposal.order_type,
        time_in_force=proposal.time_in_force,
        quantity=proposal.quantity,
        limit_price=proposal.limit_price,
        worst_price=verdict.worst_price,
        status=OrderStatus.PENDING,
        filled_quantity=Decimal(0),
        filled_cost=Decimal(0),
        fee=Decimal(0),
        held=verdict.hold,
        risk_score=verdict.risk_score,
        call_id=None,
        placed_at=AT,
        actor_id=owner,
        actor_kind="AGENT",
        owner_id=owner,
        lineage=(owner,),
        stop_price=proposal.stop_price,
    )


def prepare() -> None:
    """A platform with one account that can pay for everything."""
    from django.core.management import call_command

    from apps.system.access.models import Actor, Role
    from apps.system.access.services import create_actor, create_user
    from apps.trading.selectors.venues import get_venue
    from apps.trading.services import ensure_catalogue, open_account

    call_command("migrate", verbosity=0)
    call_command("initialize", verbosity=0)
    user = create_user(username="bench", password="bench-only-password", role=Role.OPERATOR)
    ensure_catalogue()
    for number in range(100):
        agent = create_actor(kind=Actor.Kind.AGENT, name=f"agent {number}", parent=user.actor)
        open_account(actor=agent, venue=get_venue(), capital=Decimal(10**9))


def place(count: int) -> list[Any]:
    """Market orders of a hundred accounts, written as `place_order` writes them, their cash reserved."""
    from django.db import connection

    from apps.trading.models import Account, Instrument, Order

    instrument = Instrument.objects.get(venue="sim", symbol="DOGE/USD")
    accounts = list(Account.objects.filter(kind="TRADING").select_related("actor").order_by("id"))
    orders = Order.objects.bulk_create(
        [
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
                placed_at=AT - timedelta(seconds=1),
            )
            for index in range(count)
        ],
        batch_size=2_000,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE trading_balance SET held = new.held FROM (SELECT account_id, sum(held) AS held
            FROM trading_order GROUP BY 1) AS new
            WHERE trading_balance.account_id = new.account_id AND asset = 'USD'"""
        )
        cursor.execute("ANALYZE")
    return orders


def bulk(count: int) -> tuple[float, float]:
    """Fills per second of real time, and of processor time.

    Read, matched, settled and booked in batches, as the matching writer does.
    """
    from django.db import transaction

    from apps.trading.matching import match_orders
    from apps.trading.models import Fill, Venue
    from apps.trading.selectors.matching import list_due_orders, lock_unchanged, positions_of
    from apps.trading.services.booking import book
    from apps.trading.services.matching import house_of, terms_of
    from apps.trading.settlement import settle, working_order

    place(count)
    before, venue = Fill.objects.count(), Venue.objects.get(slug="sim")
    terms = terms_of(venue)
    key = next(each.id for each in terms.values() if each.symbol == "DOGE/USD")
    outside = _scene()[3]
    began, spent, done = perf_counter(), processor_time(), 0
    while done < count:
        with transaction.atomic():
            due = {order.id: order for order in list_due_orders({key: outside}, AT)}
            outcomes = match_orders(
                [working_order(order) for order in due.values()], _penny(outside), lot=terms[key].lot
            )
            found = lock_unchanged(list(due.values()))
            positions = positions_of({(order.account_id, key) for order in due.values()})
            batch = settle(
                [(due[each.order.id], terms[key], each) for each in outcomes if each.order.id in found],
                positions,
            )
            book(batch, house=house_of(venue), at=AT)
        done += len(batch.fills)
    seconds, spent = perf_counter() - began, processor_time() - spent
    assert Fill.objects.count() - before == count
    return count / seconds, count / spent


def processor_time() -> float:
    """Seconds of processor time of this process and of the server process that works for it."""
    from django.db import connection

    connection.ensure_connection()
    fields = (
        Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rsplit(")", 1)[1].split()
    )
    return process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _penny(outside: Any) -> Any:
    """The same depth at the price of a dime."""
    from dataclasses import replace

    from apps.trading.market.types import Level

    price, deep = Decimal("0.1"), Decimal(10**7)
    level = (Level(price, deep),)
    return replace(outside, asks=level, bids=level, low=price, high=price, volume=deep)


def row_by_row(count: int) -> tuple[float, float]:
    """The same books by the ORM: fills per second of real time, and of processor time."""
    from apps.trading.models import Venue
    from apps.trading.services.matching import house_of

    orders, house = place(count), house_of(Venue.objects.get(slug="sim"))
    began, spent = perf_counter(), processor_time()
    for order in orders:
        book_row_by_row(order.id, house, AT)
    return count / (perf_counter() - began), count / (processor_time() - spent)


def report(figures: dict[str, float]) -> None:
    """Print a table and keep it as JSON."""
    rounded = {name: round(value) for name, value in figures.items()}
    for name, value in rounded.items():
        bar = f"   (bar: {BARS[name]:,})" if name in BARS else ""
        print(f"{name:<34} {value:>10,}{bar}")
    times = round(figures["booked_fills_per_second"] / figures["orm_fills_per_second"], 1)
    print(f"Booking in bulk is {times} times as fast as the ORM row by row.")
    RESULTS.mkdir(exist_ok=True)
    document = {**rounded, "bulk_to_orm": times, "orders": ORDERS, "fills": FILLS}
    (RESULTS / "exchange.json").write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
