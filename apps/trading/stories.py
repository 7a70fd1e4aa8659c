"""What trading tells of a story: the orders that it placed, and their fills."""

from collections.abc import Iterator
from uuid import UUID

from apps.mcp.selectors import list_calls
from apps.system.access.models import Actor
from apps.system.stories.registry import MOST_OF_A_KIND, Chapter, Story, teller
from apps.system.types import plain
from apps.trading.models import Fill, Order
from apps.trading.selectors.orders import list_fills, list_orders

MOST = MOST_OF_A_KIND + 1
ORDER = "orderId"


@teller("order")
class Orders:
    """The orders that the events and calls of the story tell of."""

    def tell(self, actor: Actor, story: Story) -> Iterator[Chapter]:
        """Those that the actor sees."""
        rows = list_orders(actor).filter(id__in=story.ids(ORDER)).order_by("id")
        return map(_of_order, rows[:MOST])

    def find(self, actor: Actor, thing_id: UUID) -> UUID | None:
        """The story of the call that placed an order."""
        order = list_orders(actor).filter(id=thing_id).first()
        if order is None or order.call_id is None:
            return None
        return list_calls(actor).filter(id=order.call_id).values_list("correlation_id", flat=True).first()


@teller("fill")
class Fills:
    """The fills of these orders."""

    def tell(self, actor: Actor, story: Story) -> Iterator[Chapter]:
        """Those that the actor sees."""
        rows = list_fills(actor).filter(order_id__in=story.ids(ORDER)).order_by("id")
        return map(_of_fill, rows[:MOST])

    def find(self, actor: Actor, thing_id: UUID) -> UUID | None:
        """The story of a fill's order."""
        fill = list_fills(actor).filter(id=thing_id).first()
        return Orders().find(actor, fill.order_id) if fill is not None else None


def _of_order(order: Order) -> Chapter:
    return Chapter(
        kind="order",
        id=order.id,
        at=order.recorded_at,
        title=f"{order.side} {plain(order.quantity)} {order.instrument.symbol}",
        outcome=order.status,
        agent_id=_agent_id(order.account.actor),
        causation_id=order.call_id,
        details={
            "type": order.type,
            "filled_quantity": order.filled_quantity,
            "executed_price": order.executed_price,
            "fee": order.fee,
            "reason": order.reason,
            "placed_at": order.placed_at,
        },
    )


def _of_fill(fill: Fill) -> Chapter:
    return Chapter(
        kind="fill",
        id=fill.id,
        at=fill.recorded_at,
        title=f"{fill.side} {plain(fill.quantity)} {fill.instrument.symbol} at {plain(fill.price)}",
        agent_id=_agent_id(fill.account.actor),
        causation_id=fill.order_id,
        details={
            "cost": fill.cost,
            "fee": fill.fee,
            "realised": fill.realised,
            "market_time": fill.market_time,
        },
    )


def _agent_id(actor: Actor) -> UUID | None:
    return actor.id if actor.kind == Actor.Kind.AGENT else None
