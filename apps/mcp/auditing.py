"""The audit trail as it is asked for: entries with the calls they tell of, in two statements however many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from apps.mcp.models import ToolCall
from apps.mcp.results import without_long_results
from apps.system.access.models import Actor
from apps.system.access.selectors import list_actors
from apps.system.audit.models import AuditEntry

BATCH = 1_000


@dataclass(frozen=True)
class Audited:
    """An entry, and its call, where it became one that is still kept."""

    entry: AuditEntry
    call: ToolCall | None


def list_entries(actor: Actor) -> "QuerySet[AuditEntry]":
    """The entries of the actors that the asker sees."""
    return AuditEntry.objects.filter(actor_id__in=list_actors(actor).values("id"))


def with_calls(entries: Sequence[AuditEntry]) -> list[Audited]:
    """Entries with their calls; long results are not read."""
    wanted = {entry.call_id for entry in entries if entry.call_id}
    found = {call.id: call for call in without_long_results(ToolCall.objects.filter(id__in=wanted))}
    return [Audited(entry, found.get(entry.call_id) if entry.call_id else None) for entry in entries]


def read_all(entries: "QuerySet[AuditEntry]") -> Iterator[Audited]:
    """All of them, the oldest first, a batch at a time: no cursor stays open, and little is in memory."""
    last = None
    while True:
        further = entries if last is None else entries.filter(id__gt=last)
        batch = list(further.order_by("id")[:BATCH])
        yield from with_calls(batch)
        if len(batch) < BATCH:
            return
        last = batch[-1].id
