"""Tools of the trading journal."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from apps.mcp.registry import operator_command
from apps.mcp.types import ToolContext
from apps.system.bodies import Text
from apps.trading.selectors.journal import get_trip
from apps.trading.serializers.journal import TripNote
from apps.trading.services import journal


@operator_command(
    category="trading",
    scope="trade",
    idempotent=True,
    per_minute=120,
    cheap=True,
    reduces_risk=True,
)
def annotate_trade(
    context: ToolContext,
    *,
    trade_id: Annotated[UUID, Field(description="The round trip in the journal.")],
    note: Annotated[Text, Field(max_length=4000, description="In place of what was said; empty: nothing.")],
) -> TripNote:
    """Write a note on a round trip: why it was made, what it taught."""
    trip = get_trip(context.actor, trade_id)
    journal.annotate_trade(by=context.actor, trip=trip, note=note, now=context.now)
    return TripNote(trade_id=trip.id, note=note, noted_at=context.now)
