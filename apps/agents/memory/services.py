"""Storing and forgetting what agents know."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from apps.agents.memory.errors import NoFarm, ScopeForbidden
from apps.agents.memory.fading import FADED
from apps.agents.memory.selectors import holders_of
from apps.agents.models import Agent, Memory
from apps.agents.settings import FARM_WRITES, GLOBAL_WRITES, MOST_MEMORIES
from apps.system.access.models import Actor
from apps.system.controls.reading import is_on, read_setting

_STRENGTH = """
    importance * coalesce(
        power(2.0, -greatest(extract(epoch FROM %(now)s - stored_at), 0) / 86400.0 / half_life_days), 1)
"""
"""`fading.strength_of` in the database; a test holds the two together."""

_FORGET_WEAKEST = f"""
    DELETE FROM agents_memory WHERE id IN (
        SELECT id FROM agents_memory WHERE holder_id = %(holder)s AND id <> %(but)s
        ORDER BY {_STRENGTH}, stored_at, id
        LIMIT greatest((SELECT count(*) FROM agents_memory WHERE holder_id = %(holder)s) - %(most)s, 0)
    )
"""
_FORGET_FADED = f"""
    DELETE FROM agents_memory WHERE id IN (
        SELECT id FROM agents_memory WHERE half_life_days IS NOT NULL AND {_STRENGTH} < %(faded)s
        LIMIT %(at_once)s
    )
"""
AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Something to be remembered."""

    title: str
    content: str
    scope: str = Memory.Scope.AGENT
    kind: str = Memory.Kind.FACT
    tags: Sequence[str] = ()
    symbol: str = ""
    importance: float = 0.5
    half_life_days: float | None = 30.0
    source: str = ""


@transaction.atomic
def store_memory(agent: Agent, what: Knowledge, *, by: Actor, call_id: UUID, now: datetime) -> Memory:
    """Remember something for an agent, its farm or its owner; the same text again is the same memory, anew.

    A full holder forgets what is weakest. Raises NoFarm, and ScopeForbidden where operators have not allowed
    agents to write what others read; people may.
    """
    holders = holders_of(agent)
    if what.scope not in holders:
        raise NoFarm(f"{agent.actor.name} is in no farm.")
    _check_may_write(agent, what.scope, by)
    holder = Actor.objects.select_for_update().get(id=holders[what.scope])
    text = f"{what.title}\n{what.content}"
    facts = {
        "scope": what.scope,
        "kind": what.kind,
        "title": what.title,
        "content": what.content,
        "tags": list(dict.fromkeys(what.tags)),
        "symbol": what.symbol,
        "importance": what.importance,
        "half_life_days": what.half_life_days,
        "source": what.source,
        "agent_id": agent.pk,
        "stored_by": by,
        "call_id": call_id,
        "stored_at": now,
    }
    digest = hashlib.sha256(text.encode()).hexdigest()
    stored, _ = Memory.objects.update_or_create(
        holder=holder, digest=digest, defaults=facts, create_defaults={**facts, "created_at": now}
    )
    _make_room(holder, stored, now)
    return stored


def _check_may_write(agent: Agent, scope: str, by: Actor) -> None:
    gates = {Memory.Scope.FARM.value: FARM_WRITES, Memory.Scope.GLOBAL.value: GLOBAL_WRITES}
    gate = gates.get(scope)
    if gate is not None and by.kind == Actor.Kind.AGENT and not is_on(gate, agent.actor):
        raise ScopeForbidden(f"Agents may not store in the scope {scope} (setting {gate.key}).")


def _make_room(holder: Actor, but: Memory, now: datetime) -> None:
    most = read_setting(MOST_MEMORIES, holder.lineage)
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_WEAKEST, {"holder": holder.id, "but": but.id, "most": most, "now": now})


def forget_memory(memory: Memory) -> None:
    """Forget one thing."""
    memory.delete()


def forget_faded(now: datetime) -> int:
    """Forget what has faded below FADED; answers how many that were, 10,000 at most."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_FADED, {"now": now, "faded": FADED, "at_once": AT_ONCE})
        return int(cursor.rowcount)
