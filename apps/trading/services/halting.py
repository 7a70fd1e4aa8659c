"""What the kill switch has trading do: cancel the open orders of whom it binds, close their positions.

Cancelling is set-based. Closing places reduce-only market orders through the one booking path: for each
position one at a time, with a client id that is made of the halt and the number of the attempt, so that doing
it again after a crash places nothing twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q

from apps.system.access.models import Actor
from apps.system.errors import CivalError
from apps.system.types import plain
from apps.trading.market.sources import source_for
from apps.trading.matching import KILL_SWITCH
from apps.trading.models import Order, Position
from apps.trading.selectors.live import is_live
from apps.trading.selectors.matching import list_orders_under, open_positions_under
from apps.trading.services.closing import whole_lots
from apps.trading.services.live.queueing import take_back
from apps.trading.services.matching import end_orders
from apps.trading.services.orders import OrderRequest, place_order
from apps.trading.types import LIVE, Side

CANCEL_AT_ONCE = 1000
CLOSE_AT_ONCE = 100
TRIES = 5
"""Attempts that follow one another; after that a position is tried again each `PAUSE`."""

PAUSE = timedelta(seconds=30)


@dataclass(frozen=True)
class Flattening:
    """How many closing orders were placed, and why which positions could not be closed by now."""

    placed: int
    stuck: Sequence[str]


@dataclass(frozen=True)
class _Tried:
    attempts: int = 0
    live: int = 0
    last_at: datetime | None = None

    def rests(self, now: datetime) -> bool:
        return self.attempts >= TRIES and self.last_at is not None and now - self.last_at < PAUSE


@transaction.atomic
def cancel_orders_under(target: Actor, *, now: datetime, closing: bool = False) -> int:
    """Cancel up to `CANCEL_AT_ONCE` open orders of an actor and all below it; answers how many it found.

    With `closing` also those that only close, because they reserve what is to be closed.
    """
    found = list_orders_under(target, CANCEL_AT_ONCE, closing=closing)
    for venue, orders in found.items():
        at = source_for(venue).market_time(now) or now
        if is_live(venue):  # the gateway cancels at the exchange what has left
            back = take_back([order.id for order in orders], now=now)
            orders = [order for order in orders if order.id in back]
        end_orders(venue, orders, reason=KILL_SWITCH, at=at)
    return sum(map(len, found.values()))


@transaction.atomic
def flatten_under(target: Actor, *, halt_id: UUID, now: datetime) -> Flattening:
    """Place closing orders for up to `CLOSE_AT_ONCE` positions of an actor and all below it.

    A position with a closing order under way is waited for. What is refused (a market that has ended, no
    price) and what has been tried in vain is told, and tried again later.
    """
    placed, stuck = 0, []
    positions = list(open_positions_under(target).order_by("id"))
    tried = _tried(positions, halt_id)
    for position in positions:
        so_far = tried.get((position.account_id, position.instrument_id), _Tried())
        if so_far.live or placed >= CLOSE_AT_ONCE:
            continue
        if so_far.rests(now):
            stuck.append(f"{_name(position)}: {so_far.attempts} orders did not close it.")
            continue
        try:
            _close(position, f"{_prefix(halt_id)}{position.instrument_id}-{so_far.attempts}", now)
            placed += 1
        except CivalError as refusal:
            stuck.append(f"{_name(position)}: {refusal.detail}")
    return Flattening(placed, stuck)


def _close(position: Position, client_order_id: str, now: datetime) -> None:
    request = OrderRequest(
        symbol=position.instrument.symbol,
        side=Side.SELL,
        quantity=whole_lots(position),
        client_order_id=client_order_id,
        reduce_only=True,
    )
    place_order(account=position.account, request=request, now=now)


def _tried(positions: Iterable[Position], halt_id: UUID) -> dict[tuple[UUID, int], _Tried]:
    """What this halt has tried for these positions."""
    mine = Order.objects.filter(
        account__in={position.account_id for position in positions},
        reduce_only=True,
        client_order_id__startswith=_prefix(halt_id),
    )
    live = Q(status__in=[status.value for status in LIVE])
    rows = mine.values_list("account_id", "instrument_id").annotate(
        attempts=Count("id"), live=Count("id", filter=live), last_at=Max("recorded_at")
    )
    return {(account, instrument): _Tried(*rest) for account, instrument, *rest in rows}


def _prefix(halt_id: UUID) -> str:
    return f"halt-{halt_id.hex}-"


def _name(position: Position) -> str:
    return f"{plain(position.quantity)} {position.instrument.symbol} of {position.account.actor.name}"
