"""Calls of `place_order` that run together: what they ask for as orders, and what those came to."""

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter

from apps.mcp.types import Asked, CameTo, Deferred
from apps.trading.requests import OrderRequest
from apps.trading.services.entering import Placing
from apps.trading.services.placing import Placed, place_orders

_asked_for = attrgetter(*(each.name for each in fields(OrderRequest)))
_whose = attrgetter("agent_id", "account_id")
_OWN = (None, None)


def place_together(asked: Sequence[Asked]) -> list[CameTo]:
    """Market orders of agents on their own accounts at once; what is more than that is left to a worker."""
    answers: list[CameTo] = [None] * len(asked)
    own = [place for place, each in enumerate(asked) if _whose(each.parameters) == _OWN]
    placed = place_orders([_placing(asked[place]) for place in own], now=asked[0].context.now, at_once=True)
    for place, order in zip(own, placed, strict=True):
        answers[place] = Deferred("order", *order) if isinstance(order, Placed) else order
    return answers


def _placing(asked: Asked) -> Placing:
    """The order that a call asks for."""
    request, call_id = OrderRequest(*_asked_for(asked.parameters)), asked.context.call_id
    request.client_order_id = request.client_order_id or str(call_id)
    return Placing(asked.context.actor, request, call_id, asked.correlation_id)
