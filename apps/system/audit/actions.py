"""Entries of calls that ended: of a fleet, thousands are written at once."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from apps.system.packing import Stencil, id_cell, json_cell, new_id_cell

ENTRY = """
    id uuid, seq int8, recorded_at timestamptz, actor_id uuid, principal_id uuid, interface varchar,
    action varchar, outcome varchar, subject varchar, code varchar, call_id uuid, correlation_id uuid,
    details jsonb
"""


class Action(NamedTuple):
    """A call that ended, as its entry tells of it; `details` are JSON."""

    recorded_at: datetime
    actor_id: UUID
    principal_id: UUID
    interface: str
    action: str
    outcome: str
    code: str
    call_id: UUID
    correlation_id: UUID
    details: bytes


def packed(actions: Iterable[Action]) -> Iterator[bytes]:
    """The entries of actions as rows, each with an id of its own, made with a stencil of what ended alike."""
    stencils: dict[tuple[datetime, str, str, str, str], Stencil] = {}
    for at, actor_id, principal_id, interface, name, outcome, code, call_id, story, details in actions:
        shared = (at, interface, name, outcome, code)
        if (stencil := stencils.get(shared)) is None:
            stencil = stencils[shared] = _stencil(*shared)
        whose = (new_id_cell(), id_cell(actor_id), id_cell(principal_id))
        yield stencil.row(*whose, id_cell(call_id), id_cell(story), json_cell(details))


def _stencil(at: datetime, interface: str, name: str, outcome: str, code: str) -> Stencil:
    same = {"seq": None, "subject": "", "recorded_at": at, "action": name, "code": code}
    return Stencil(ENTRY, {**same, "interface": interface, "outcome": outcome})
