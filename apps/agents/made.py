"""A decision as it is made, before it is a row: a fleet makes many, and models cost as much as all else."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.system.access.types import Caller


@dataclass(slots=True)
class Made:
    """What a row of `Decision` is made of, by the names of its fields, and who asks for its order."""

    id: UUID
    caller: Caller
    agent_id: UUID
    venue: str
    symbol: str
    interval: str
    bar_at: datetime
    version: int
    action: str
    quantity: Decimal
    confidence: Decimal
    inputs: dict[str, Any]
    sentence: str
    reasoning: list[dict[str, Any]]
    limit_price: Decimal | None
    snapshot: str
    outcome: str
    recorded_at: datetime
    calls: list[UUID] = field(default_factory=list)
    own_details: dict[str, Any] = field(default_factory=dict)
