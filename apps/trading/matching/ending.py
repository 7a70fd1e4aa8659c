"""Ending orders without a market: what ends with them."""

from collections.abc import Collection, Iterable
from uuid import UUID

from apps.trading.matching.groups import Groups
from apps.trading.matching.orders import Outcome, WorkingOrder


def end_orders_of(orders: Iterable[WorkingOrder], chosen: Collection[UUID], reason: str) -> list[Outcome]:
    """The outcomes of ending the chosen orders, with what their groups lose by it.

    `orders` are all live orders of the groups concerned. The other leg of a pair ends with it, and so do
    exits whose entry bought nothing.
    """
    outcomes = [Outcome.of(order) for order in sorted(orders, key=lambda order: order.arrival)]
    groups = Groups(outcomes)
    for outcome in outcomes:
        if outcome.order.id in chosen:
            outcome.cancelled = reason
    for outcome in outcomes:
        if outcome.order.id in chosen:
            groups.ended(outcome)
    return [each for each in outcomes if each.cancelled]
