"""Calls of `place_order` that run together: what they ask for as orders, and what those came to."""

from collections.abc import Sequence
from dataclasses import fields
from uuid import UUID

from apps.mcp.types import Asked, Deferred
from apps.system.errors import CivalError
from apps.trading.requests import OrderRequest
from apps.trading.services.placing import Placing, place_orders


def place_together(asked: Sequence[Asked]) -> list[Deferred | CivalError | None]:
    """Market orders of agents on their own accounts at once; what is more than that is left to a worker."""
    wanted = [
        Placing(each.context.actor, _request(each), each.context.call_id, each.correlation_id)
        for each in asked
    ]
    plain = [each for each, one in zip(wanted, asked, strict=True) if each.is_plain and _is_own(one)]
    placed = zip(plain, place_orders(plain, now=asked[0].context.now), strict=True)
    answers = {
        each.call_id: Deferred("order", order) if isinstance(order, UUID) else order for each, order in placed
    }
    return [answers.get(each.context.call_id) for each in asked]


def _request(asked: Asked) -> OrderRequest:
    """The order that a call asks for."""
    given = {each.name: getattr(asked.parameters, each.name) for each in fields(OrderRequest)}
    given["client_order_id"] = given["client_order_id"] or str(asked.context.call_id)
    return OrderRequest(**given)


def _is_own(asked: Asked) -> bool:
    names = ("agent_id", "account_id")
    return all(getattr(asked.parameters, name) is None for name in names)
