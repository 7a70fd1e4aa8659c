"""Calls of a batch until they are written: a model of Django for each would cost more than its gates."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.mcp.types import OPEN, CallStatus
from apps.system.access.models import Actor


@dataclass(slots=True)
class NewCall:
    """A call that is to be written. Its attributes are named as ToolCall's columns; `text` is its parameters
    as they are kept, in JSON, and `came_to` its result, where it has one."""

    id: UUID
    actor: Actor
    principal_id: UUID
    scopes: str
    interface: str
    tool: str
    text: str
    sealed: str
    cost: int
    correlation_id: UUID
    recorded_at: datetime
    retry_at: datetime | None
    status: CallStatus = CallStatus.QUEUED
    code: str = ""
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    error_status: int | None = None
    attempts: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    came_to: str | None = None
    deferred_kind: str = ""
    deferred_id: UUID | None = None

    @property
    def actor_id(self) -> UUID:
        """Whose it is."""
        return self.actor.id

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters as they are kept, secrets masked."""
        kept: dict[str, Any] = json.loads(self.text)
        return kept

    @property
    def result(self) -> Any:
        """The result, where it has ended with one."""
        return None if self.came_to is None else json.loads(self.came_to)

    @property
    def result_size(self) -> int | None:
        """The characters of that."""
        return None if self.came_to is None else len(self.came_to)

    @property
    def is_finished(self) -> bool:
        """Whether its outcome is final."""
        return self.status not in OPEN
