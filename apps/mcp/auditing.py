"""The audit trail as it is asked for: entries with what they tell of, in three statements however many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from apps.mcp.models import RefusedRequest, ToolCall
from apps.mcp.results import without_long_results
from apps.mcp.types import CallStatus
from apps.system.access.models import Actor
from apps.system.access.selectors import list_actors
from apps.system.audit.models import AuditEntry

BATCH = 1_000


@dataclass(frozen=True)
class Audited:
    """An entry; its call, where it became one, or what was asked for where a gate refused; if still kept."""

    entry: AuditEntry
    call: ToolCall | None
    refused: RefusedRequest | None


def list_entries(actor: Actor) -> "QuerySet[AuditEntry]":
    """The entries of the actors that the asker sees."""
    return AuditEntry.objects.filter(actor_id__in=list_actors(actor).values("id"))


def with_calls(entries: Sequence[AuditEntry]) -> list[Audited]:
    """Entries with what was called or asked for; long results are not read."""
    wanted = {entry.call_id for entry in entries if entry.call_id}
    found = {call.id: call for call in without_long_results(ToolCall.objects.filter(id__in=wanted))}
    stopped = [entry.id for entry in entries if entry.outcome == CallStatus.REFUSED and not entry.call_id]
    asked = RefusedRequest.objects.in_bulk(stopped)
    return [
        Audited(entry, found.get(entry.call_id) if entry.call_id else None, asked.get(entry.id))
        for entry in entries
    ]


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
