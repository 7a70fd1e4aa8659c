"""Many requests at once, for fleets: the same gates in the same order, each of them asked once for all.

What comes of each request is what `gateway.request_call` would have answered, had they come one after the
other. A statement or two per gate, one script in Redis, and one insert each for calls, keys, audit entries
and events carry any number of them. What runs where it is asked for (cheap tools), a key that comes twice
and what people are asked about go through the single door after the others.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.mcp import batch_gates, batch_runs, gates
from apps.mcp.drafts import NewCall
from apps.mcp.gateway import PUBLISH_AGAIN, request_call
from apps.mcp.models import ToolCall
from apps.mcp.records import announce_requests, audit_refusals
from apps.mcp.request import Request
from apps.mcp.tasks import publish_call
from apps.mcp.types import CallStatus
from apps.system.access.types import Caller
from apps.system.correlation import correlate, current_correlation
from apps.system.errors import CivalError

MOST_AT_ONCE = 10_000


@dataclass
class Ask:
    """Who asks for which tool, with what; under a key and as part of a story, if they say so.

    As little changed, and as little frozen, as what comes of it.
    """

    caller: Caller
    tool: str
    parameters: Mapping[str, Any]
    key: str | None = None
    correlation_id: UUID | None = None


@dataclass
class Answer:
    """What came of one request: a call, or the refusal of a gate."""

    call: ToolCall | NewCall | None = None
    refusal: CivalError | None = None


@dataclass
class _Batch:
    """The requests that are still on their way, and what became of the others, by their place."""

    asks: Sequence[Ask]
    requests: dict[int, Request] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)
    singles: list[int] = field(default_factory=list)

    def pass_gate(self, refusals: Mapping[int, CivalError]) -> None:
        """Leave those behind that a gate refused."""
        for place, refusal in refusals.items():
            self.requests.pop(place, None)
            self.answers[place] = Answer(refusal=refusal)

    def answer(self, calls: Mapping[int, ToolCall] | Mapping[int, NewCall]) -> None:
        """Those that have become calls."""
        for place, call in calls.items():
            self.requests.pop(place, None)
            self.answers[place] = Answer(call)

    def set_aside(self, is_single: Callable[[Request], bool]) -> None:
        """Leave some for the single door."""
        for place in [place for place, each in self.requests.items() if is_single(each)]:
            del self.requests[place]
            self.singles.append(place)


def request_calls(asks: Sequence[Ask], *, at_once: bool = False) -> list[Answer]:
    """Take requests through every gate and record those that pass; answers each in its place.

    `at_once` also runs those whose tool can run many together, in the transaction that records them; the
    others wait for workers. Raises ValueError for more than 10,000 at once.
    """
    if len(asks) > MOST_AT_ONCE:
        raise ValueError(f"A batch has {MOST_AT_ONCE} requests at most.")
    batch = _Batch(asks)
    _read(batch, timezone.now())
    batch.answer(batch_gates.find_replays(batch.requests, batch.pass_gate))
    batch.pass_gate(batch_gates.check_kill_switch(batch.requests))
    batch.pass_gate(batch_gates.check_permission(batch.requests))
    batch.set_aside(gates.needs_approval)
    batch.pass_gate(batch_gates.check_circuit(batch.requests))
    batch.pass_gate(batch_gates.take_rate(batch.requests))
    _record(batch, at_once=at_once)
    audit_refusals([(asks[p].caller, asks[p].tool, each, asks[p].parameters) for p, each in _refusals(batch)])
    for place in sorted(batch.singles):
        batch.answers[place] = ask_singly(asks[place])
    return [batch.answers[place] for place in range(len(asks))]


def _read(batch: _Batch, now: datetime) -> None:
    """Gates 1 to 3 for each; and who goes through the single door."""
    seen: set[tuple[UUID, str]] = set()
    for place, ask in enumerate(batch.asks):
        try:
            tool = gates.known_tool(ask.tool)
            gates.check_visible(tool, ask.caller)
            request = Request(ask.caller, tool, gates.parse(tool, ask.parameters), ask.key, now)
        except CivalError as refusal:
            batch.pass_gate({place: refusal})
            continue
        own = None if ask.key is None else (ask.caller.principal.id, ask.key)
        if tool.cheap or own in seen:
            batch.singles.append(place)
        else:
            batch.requests[place] = request
        if own is not None:
            seen.add(own)


def _record(batch: _Batch, *, at_once: bool) -> None:
    """Keys, budgets, approvals and calls in one transaction; workers hear of it after the commit."""
    if not batch.requests:
        return
    retry_at = next(iter(batch.requests.values())).now + PUBLISH_AGAIN
    calls = {
        place: each.new_draft(batch.asks[place].correlation_id or current_correlation(), retry_at)
        for place, each in batch.requests.items()
    }
    with transaction.atomic():
        lost = batch_gates.keep_keys(batch.requests, calls)
        asked = {place: each for place, each in batch.requests.items() if place not in lost}
        refused = batch_gates.reserve_budgets(asked)
        batch_gates.forget_keys([calls[place].id for place in refused if asked[place].key is not None])
        made = {place: calls[place] for place in asked if place not in refused}
        announce_requests(call for place, call in made.items() if not asked[place].tool.read_only)
        if at_once:
            batch_runs.run_together({place: asked[place] for place in made}, made)
        batch_runs.insert_calls(made.values())
        for call in made.values():
            if call.status is CallStatus.QUEUED:
                transaction.on_commit(partial(publish_call, call.id, call.tool), robust=True)
    batch.pass_gate(refused)
    batch.answer(made)
    for place in lost:
        batch.answers[place] = _replay(batch.requests[place])


def _replay(request: Request) -> Answer:
    try:
        return Answer(gates.get_replay(request))
    except CivalError as refusal:
        return Answer(refusal=refusal)


def ask_singly(ask: Ask) -> Answer:
    """Through the single door."""
    try:
        if ask.correlation_id is None:
            return Answer(request_call(ask.caller, ask.tool, ask.parameters, key=ask.key))
        with correlate(ask.correlation_id):
            return Answer(request_call(ask.caller, ask.tool, ask.parameters, key=ask.key))
    except CivalError as refusal:
        return Answer(refusal=refusal)


def _refusals(batch: _Batch) -> Iterator[tuple[int, CivalError]]:
    for place in sorted(batch.answers):
        refusal = batch.answers[place].refusal
        if refusal is not None:
            yield place, refusal
