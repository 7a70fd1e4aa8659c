"""Parameters that several tools take."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

AgentId = Annotated[UUID | None, Field(description="The agent whose account it is; without it, your own.")]
AccountId = Annotated[UUID | None, Field(description="The account, where it is not an agent's or your own.")]
OrderId = Annotated[UUID, Field(description="The order's id, as `place_order` and `list_orders` answer it.")]
VenueSlug = Annotated[
    str | None,
    Field(
        max_length=64,
        description="`sim` or `replay:<dataset>`; without it, that of your account, else `sim`.",
    ),
]
ClientOrderId = Annotated[
    str | None,
    Field(
        min_length=1,
        max_length=64,
        description="Your own id of the order; the same id again answers the same order.",
    ),
]
Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]
