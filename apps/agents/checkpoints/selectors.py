"""Finding checkpoints, and what lies between two of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.agents.models import Agent, Checkpoint
from apps.system.errors import NotFound


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which two states differ, as a JSON pointer; None stands for nothing there."""

    pointer: str
    before: Any
    after: Any


def list_checkpoints(agent: Agent) -> "QuerySet[Checkpoint]":
    """An agent's checkpoints, without their states."""
    return Checkpoint.objects.filter(agent=agent).defer("state").select_related("created_by")


def get_checkpoint(agent: Agent, checkpoint_id: UUID) -> Checkpoint:
    """One of them, with its state. Raises NotFound (`unknown_checkpoint`)."""
    found = Checkpoint.objects.filter(agent=agent, id=checkpoint_id).select_related("created_by").first()
    if found is None:
        raise NotFound(f"There is no checkpoint {checkpoint_id} of this agent.", code="unknown_checkpoint")
    return found


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Where two states differ, by place."""
    return sorted(_differences(before, after, ""), key=lambda each: each.pointer)


def _differences(before: Any, after: Any, pointer: str) -> Iterator[Difference]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in {*before, *after}:
            below = f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"
            yield from _differences(before.get(name), after.get(name), below)
    elif before != after:
        yield Difference(pointer, before, after)
