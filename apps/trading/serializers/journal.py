"""What a round trip looks like, over REST and in the results of tools."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from apps.system.types import ExactDecimal, WireModel
from apps.trading.ledger import PLACES
from apps.trading.models import RoundTrip
from apps.trading.selectors.live import money_of
from apps.trading.types import exact_arithmetic


class TripOut(WireModel):
    """A position from its first fill to its last; while some of it is held, what became of it so far.

    Prices are averages, amounts in the quote asset; `profit` is what was realised less all its fees,
    `profitPercent` that of what it cost. `entryBy` and `exitBy` are the types of the first order and of the
    last sale. Times are market times, `holdingSeconds` between them.
    """

    id: UUID
    account_id: UUID
    agent_id: UUID | None
    label: str
    symbol: str
    venue: str
    currency: str
    status: str
    quantity: ExactDecimal
    held: ExactDecimal
    entry_price: ExactDecimal
    exit_price: ExactDecimal | None
    realised: ExactDecimal
    fees: ExactDecimal
    profit: ExactDecimal
    profit_percent: ExactDecimal
    fills: int
    entry_order_id: UUID
    exit_order_id: UUID | None
    entry_by: str | None
    exit_by: str | None
    opened_at: datetime
    closed_at: datetime | None
    holding_seconds: int | None
    note: str
    noted_at: datetime | None
    source: str

    @classmethod
    def of(cls, trip: Any) -> Self:
        """Of a trip as `list_trips` reads it."""
        same = ("id", "account_id", "label", "realised", "fees", "fills", "entry_order_id", "exit_order_id")
        more = ("opened_at", "closed_at", "note", "noted_at", "profit")
        return cls(
            **{name: getattr(trip, name) for name in (*same, *more)},
            agent_id=trip.account.agent_id,
            symbol=trip.instrument.symbol,
            venue=trip.instrument.venue_id,
            source=money_of(trip.instrument.venue),
            currency=trip.instrument.quote,
            status="open" if trip.closed_at is None else "closed",
            quantity=trip.bought,
            held=trip.quantity,
            entry_price=_ratio(trip.cost, trip.bought),
            exit_price=_ratio(trip.proceeds, trip.sold) if trip.sold else None,
            profit_percent=_ratio(trip.profit * 100, trip.cost).quantize(Decimal("0.0001")),
            entry_by=trip.entry_type,
            exit_by=trip.exit_type,
            holding_seconds=_seconds(trip),
        )


def _ratio(part: Decimal, whole: Decimal) -> Decimal:
    with exact_arithmetic():
        return (part / whole).quantize(PLACES) if whole else Decimal(0)


def _seconds(trip: RoundTrip) -> int | None:
    return None if trip.closed_at is None else int((trip.closed_at - trip.opened_at).total_seconds())


class TripNote(BaseModel):
    """What is now said of a round trip."""

    model_config = ConfigDict(extra="forbid")

    trade_id: UUID
    note: str
    noted_at: datetime
