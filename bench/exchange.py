"""The paper exchange: orders per second through its pure core, and fills per second booked with their ledger.

`python -m bench.exchange` prints a table and writes JSON. The core is counted by processor time. So,
besides real time, are the fills: the client's and the server's together, because the machine may have other
work. The baseline books the same through the ORM, row by row.
"""

import json
import os
from collections.abc import Callable
from decimal import Decimal
from time import process_time
from typing import Any
from uuid import UUID

import django

from bench.exchange_booking import book_settlements, match_whole, prepare, row_by_row
from bench.exchange_scene import AT, scene
from bench.gates import RESULTS, SETTINGS
from config.collecting import spare_collector
from deployment.local.throwaway import throwaway_postgres, throwaway_valkey
from workers.collecting import BATCH

ORDERS = 30_000
PER_UPDATE = 1_000
FILLS = 10_000
ROWS = 100
RUNS = 2
ACCOUNTS = 2_000
BARS = {"core_orders_per_second": 30_000, "booked_fills_per_second": 10_000}


def main() -> None:
    """Measure and report."""
    with throwaway_postgres() as database, throwaway_valkey() as redis:
        os.environ.update(SETTINGS | {"DATABASE_URL": database, "REDIS_URL": redis})
        django.setup()
        prepare()
        spare_collector(BATCH)  # as the market process does
        figures = {"core_orders_per_second": best_of(5, core)}
        for run in [book_settlements(FILLS) for _ in range(RUNS)] + [match_whole(FILLS) for _ in range(RUNS)]:
            figures |= {name: max(figures.get(name, 0), value) for name, value in run.items()}
        report(figures | row_by_row(ROWS))


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
    rules, situation, terms, outside = scene()
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
        stop_price=proposal.stop_price,
    )


def report(figures: dict[str, float]) -> None:
    """Print a table and keep it as JSON."""
    rounded = {name: round(value) for name, value in figures.items()}
    for name, value in rounded.items():
        bar = f"   (bar: {BARS[name]:,})" if name in BARS else ""
        print(f"{name:<36} {value:>10,}{bar}")
    times = round(figures["booked_fills_per_second"] / figures["orm_fills_per_second"], 1)
    print(f"Booking in bulk is {times} times as fast as the ORM row by row.")
    RESULTS.mkdir(exist_ok=True)
    document = {**rounded, "bulk_to_orm": times, "orders": ORDERS, "fills": FILLS}
    (RESULTS / "exchange.json").write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
