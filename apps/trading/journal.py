"""Round trips without a database: fills of one account and instrument, in order, made into trips.

A trip begins with the fill that opens a position and ends with the one that closes it. What is sold takes
its share of the average cost along, exactly as `ledger.apply_fill` books it, so that the trips of a position
sum to it: quantity, cost, fees and realised profit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from apps.trading.ledger import ZERO
from apps.trading.types import Side, exact_arithmetic


@dataclass(frozen=True, slots=True)
class Execution:
    """A fill as it was booked; `realised` is before fees."""

    order_id: UUID
    side: Side
    quantity: Decimal
    cost: Decimal
    fee: Decimal
    realised: Decimal
    market_time: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Trip:
    """A position from its first fill on; `closed_at` is None while some of it is held."""

    entry_order_id: UUID
    opened_at: datetime
    began_at: datetime
    bought: Decimal = ZERO
    cost: Decimal = ZERO
    sold: Decimal = ZERO
    proceeds: Decimal = ZERO
    fees: Decimal = ZERO
    realised: Decimal = ZERO
    quantity: Decimal = ZERO
    open_cost: Decimal = ZERO
    fills: int = 0
    exit_order_id: UUID | None = None
    closed_at: datetime | None = None
    ended_at: datetime | None = None


def fold(trips: Iterable[Trip], executions: Iterable[Execution]) -> list[Trip]:
    """Trips after some more fills of their account and instrument; of those given, the last may be open.

    A sale where nothing is held is a ValueError: nobody is short here.
    """
    folded = list(trips)
    for each in executions:
        if folded and folded[-1].closed_at is None:
            folded[-1] = _add(folded[-1], each)
        elif each.side is Side.BUY:
            folded.append(_add(Trip(each.order_id, each.market_time, each.recorded_at), each))
        else:
            raise ValueError("a fill sells what is not held")
    return folded


def _add(trip: Trip, fill: Execution) -> Trip:
    with exact_arithmetic():
        trip = replace(trip, fees=trip.fees + fill.fee, fills=trip.fills + 1)
        return _bought(trip, fill) if fill.side is Side.BUY else _sold(trip, fill)


def _bought(trip: Trip, fill: Execution) -> Trip:
    return replace(
        trip,
        bought=trip.bought + fill.quantity,
        cost=trip.cost + fill.cost,
        quantity=trip.quantity + fill.quantity,
        open_cost=trip.open_cost + fill.cost,
    )


def _sold(trip: Trip, fill: Execution) -> Trip:
    left = trip.quantity - fill.quantity
    if left < ZERO:
        raise ValueError("a fill sells more than is held")
    trip = replace(
        trip,
        sold=trip.sold + fill.quantity,
        proceeds=trip.proceeds + fill.cost,
        realised=trip.realised + fill.realised,
        quantity=left,
        # What it realised is its proceeds less the share of the cost that left with it.
        open_cost=trip.open_cost - (fill.cost - fill.realised),
        exit_order_id=fill.order_id,
    )
    return trip if left else replace(trip, closed_at=fill.market_time, ended_at=fill.recorded_at)
