"""Orders with their fills, their reservations and the calls that wait for them."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection

from apps.system.alerts.models import Alert
from apps.system.ids import id_floor
from apps.system.reconciliation.registry import Look, Mismatch, reconciler
from apps.system.types import plain
from apps.trading.types import LIVE

RECENT = timedelta(hours=1)
SHOWN = 10

_RECENT = """
    filled AS (SELECT DISTINCT order_id FROM trading_fill WHERE id >= %(since)s),
    wanted AS (
        SELECT * FROM trading_order WHERE status = ANY(%(live)s) OR id >= %(since)s
            OR id IN (SELECT order_id FROM filled)
    ),
    fills AS (SELECT fill.* FROM trading_fill AS fill JOIN wanted ON fill.order_id = wanted.id)
"""
_ALL = "wanted AS (SELECT * FROM trading_order), fills AS (SELECT * FROM trading_fill)"
_COMPARE = """
    WITH {scope}, summed AS (
        SELECT order_id, sum(quantity) AS quantity, sum(cost) AS cost, sum(fee) AS fee
        FROM fills GROUP BY order_id
    )
    SELECT wanted.id, account.actor_id, wanted.status, wanted.held,
        wanted.filled_quantity, wanted.filled_cost, wanted.fee,
        coalesce(summed.quantity, 0), coalesce(summed.cost, 0), coalesce(summed.fee, 0)
    FROM wanted LEFT JOIN summed ON summed.order_id = wanted.id
    JOIN trading_account AS account ON account.id = wanted.account_id
    WHERE (wanted.filled_quantity, wanted.filled_cost, wanted.fee)
            <> (coalesce(summed.quantity, 0), coalesce(summed.cost, 0), coalesce(summed.fee, 0))
        OR (wanted.held <> 0 AND wanted.status <> ALL(%(live)s))
    ORDER BY wanted.id LIMIT 1000
"""
_COUNT = "WITH {scope} SELECT count(*) FROM wanted"
_WAITING = """
    SELECT call.id FROM mcp_tool_call AS call
    LEFT JOIN trading_order AS placed ON placed.id = call.deferred_id
    WHERE call.status = 'DEFERRED' AND call.deferred_kind = 'order'
        AND (placed.id IS NULL OR placed.status <> ALL(%(live)s))
    ORDER BY call.id
"""


@reconciler("orders", every=60)
def compare_orders(look: Look) -> Iterator[Mismatch]:
    """Each order was filled as its fills say, and one that has ended reserves nothing."""
    scope = _ALL if look.is_full else _RECENT
    facts = {"since": id_floor(look.now - RECENT), "live": [status.value for status in LIVE]}
    ((look.checked,),) = _rows(_COUNT.format(scope=scope), facts)
    for order_id, actor_id, status, held, *amounts in _rows(_COMPARE.format(scope=scope), facts):
        stated, expected = [plain(each) for each in amounts[:3]], [plain(each) for each in amounts[3:]]
        detail = (
            f"Order {order_id} ({status}, {plain(held)} held) says it was filled {' / '.join(stated)} "
            f"(quantity / cost / fee), its fills say {' / '.join(expected)}."
        )
        measured = {"status": status, "held": plain(held), "stated": stated, "expected": expected}
        yield Mismatch(f"order:{order_id}", detail, measured, actor_id)


@reconciler("order-calls", every=60)
def compare_order_calls(look: Look) -> Iterator[Mismatch]:
    """No call waits for an order that is over."""
    ids = [str(row[0]) for row in _rows(_WAITING, {"live": [status.value for status in LIVE]})]
    look.checked = len(ids)
    if ids:
        detail = f"{len(ids)} calls wait for an order that is over or was never there; the first is {ids[0]}."
        measured = {"calls": len(ids), "first": ids[:SHOWN]}
        yield Mismatch("waiting", detail, measured, severity=Alert.Severity.WARNING)


def _rows(statement: str, facts: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return list(cursor.fetchall())
