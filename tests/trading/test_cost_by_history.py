"""A tick reads what is at stake and what was taken of its second, however much was traded before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.db import connection

from apps.agents.selectors.waking import Holdings
from apps.system.access.models import Actor
from apps.trading.models import Account, Fill, Order, Venue
from apps.trading.selectors.matching import quantities_taken
from apps.trading.selectors.placing import read_stakes
from apps.trading.services import match_venue
from tests.trading.desk import NOON, buy

pytestmark = pytest.mark.django_db

PAST = 5000
# Each a second earlier than the one before it, and all booked after the venue began.
_PAST = """
    CREATE TEMPORARY TABLE past ON COMMIT DROP AS
        SELECT number, uuidv7() AS id FROM generate_series(1, %s) AS number;
    INSERT INTO trading_order SELECT (jsonb_populate_record(real, jsonb_build_object(
        'id', past.id, 'client_order_id', 'past-' || number
    ))).* FROM trading_order AS real, past;
    INSERT INTO trading_fill SELECT (jsonb_populate_record(real, jsonb_build_object(
        'id', uuidv7(), 'order_id', past.id, 'market_time', market_time - number * interval '1 second'
    ))).* FROM trading_fill AS real, past;
    ANALYZE trading_order; ANALYZE trading_fill;
"""
_READ = """
    SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables
    WHERE relname LIKE %s
"""


@pytest.fixture
def traded(account: Account, sim: Venue) -> Account:
    """An account that has traded now, and five thousand times before."""
    buy(account, "0.001")
    assert match_venue(sim, NOON).fills == 1
    with connection.cursor() as cursor:
        cursor.execute(_PAST, [PAST])
    assert Order.objects.count() == Fill.objects.count() == PAST + 1
    return account


def rows_read(table: str, act: Callable[[], Any]) -> int:
    """How many rows of a table and its partitions something reads, by whichever plan."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [f"{table}%"])
        before = cursor.fetchone()[0]
        act()
        cursor.execute(_READ, [f"{table}%"])
        return int(cursor.fetchone()[0] - before)


def test_placing_reads_live_orders_only(traded: Account, agent: Actor) -> None:
    waiting = buy(traded, "0.001", limit="50000")
    open_orders: list[int] = []

    def read() -> None:
        open_orders.extend(each.open_orders for each in read_stakes([agent], now=NOON).of.values())

    assert rows_read("trading_order", read) < 10
    assert (open_orders, waiting.status) == ([1], "pending")


def test_deciding_reads_live_orders_only(traded: Account) -> None:
    buy(traded, "0.001", limit="50000")
    holdings = Holdings([traded.id], ["BTC/USD"], all_reserve=True)

    assert rows_read("trading_order", lambda: holdings.read([np.array([0])])) < 10

    (_, cash, live) = holdings.columns(np.array([0]), np.array([0]))
    assert (live.tolist(), 0 < cash[0] < 100_000) == ([1], True)


def test_matching_reads_the_fills_of_its_second_only(traded: Account) -> None:
    fill = Fill.objects.order_by("id").first()
    assert fill is not None
    updates, began = {fill.instrument_id: fill.market_time}, fill.recorded_at - timedelta(hours=1)
    taken: dict[Any, Any] = {}

    assert rows_read("trading_fill", lambda: taken.update(quantities_taken(updates, since=began))) < 10

    assert taken == {(fill.instrument_id, fill.side): fill.quantity}
    assert quantities_taken(updates, since=fill.recorded_at + timedelta(hours=1)) == {}
