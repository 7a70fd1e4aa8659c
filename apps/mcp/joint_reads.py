"""Cheap reads of one tool that one caller asks for together: one look, one script and one record for all.

What stands in the way of one stands in the way of all, so the gates are asked once. Then the reads are run
one after another within one transaction, and recorded in the round trip that ends it. What comes of each is
what `gateway.request_call` would have answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from django.db import DatabaseError
from django.utils import timezone

from apps.mcp import batch_gates, gates
from apps.mcp.batches import Answer, Ask, ask_singly
from apps.mcp.gateway import is_many
from apps.mcp.models import ToolCall
from apps.mcp.reading import count_failures, read_within
from apps.mcp.records import audit_refusal, end_reading
from apps.mcp.request import Request
from apps.mcp.standing import looking, standing_of
from apps.mcp.tool import Tool
from apps.system.correlation import correlate
from apps.system.errors import CivalError
from apps.system.prepared import bounded_reading, is_broken

PATIENCE = 0.02
"""Seconds after which those that have not been run are left to other threads, so that none waits for long."""

Outcome = Answer | Request
"""What came of a read; or the read itself, which has passed the gates and is left to `read_now`."""


@dataclass
class _Reads:
    """The reads that are still on their way, and what became of the others, by their place."""

    asks: Sequence[Ask]
    requests: dict[int, Request] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    refused: dict[int, CivalError] = field(default_factory=dict)

    def refuse(self, refusals: Mapping[int, CivalError]) -> None:
        """Leave those behind that a gate refused."""
        for place, refusal in refusals.items():
            self.requests.pop(place, None)
            self.refused[place], self.outcomes[place] = refusal, Answer(refusal=refusal)

    @property
    def first(self) -> Request:
        """Any of them; for the gates they are alike."""
        return next(iter(self.requests.values()))


def may_be_joined(tool: Tool) -> bool:
    """Whether calls of a tool, without a key, may go together: of a cheap one that only reads."""
    return tool.cheap and tool.read_only and not tool.operator


def read_together(asks: Sequence[Ask]) -> list[Outcome]:
    """Take reads of one tool by one caller through the gates, run and record them.

    Answers each in its place. Raises ValueError where tools or callers differ.
    """
    if len(asks) == 1:
        return [ask_singly(asks[0])]
    reads = _Reads(asks)
    _parse(reads)
    if reads.requests:
        _read(reads)
    for place in sorted(reads.requests):  # what needs more than the gates that all share
        reads.outcomes[place] = ask_singly(asks[place])
    _audit_refusals(reads)
    return [reads.outcomes[place] for place in range(len(asks))]


def _parse(reads: _Reads) -> None:
    """Gates 1 to 3."""
    now = timezone.now()
    for place, ask in enumerate(reads.asks):
        if (ask.caller, ask.tool) != (reads.asks[0].caller, reads.asks[0].tool):
            raise ValueError("Only reads of one tool by one caller go together.")
        try:
            tool = gates.known_tool(ask.tool)
            gates.check_visible(tool, ask.caller)
            reads.requests[place] = Request(ask.caller, tool, gates.parse(tool, ask.parameters), None, now)
        except CivalError as refusal:
            reads.refuse({place: refusal})


def _read(reads: _Reads) -> None:
    tool, caller, now = reads.first.tool, reads.first.caller, reads.first.now
    with bounded_reading(tool.timeout, looking(caller.actor.lineage, tool.name, now)) as rows:
        reads.first.learnt.standing = standing_of(rows)
        reads.refuse(_stopped(reads))
        if not reads.requests or is_many(reads.first):
            return
        reads.refuse(batch_gates.take_rate(reads.requests))
        done = _run(reads)
        try:
            if done:
                end_reading(list(done.values()))
        except DatabaseError:  # one of them cannot be recorded: by itself, each shows whether it is that one
            reads.outcomes |= {place: reads.requests[place] for place in done}
            done = {}
    reads.outcomes |= {place: Answer(call) for place, call in done.items()}
    reads.requests.clear()
    count_failures(done.values())


def _stopped(reads: _Reads) -> dict[int, CivalError]:
    """Gates 5 to 7, of which all know what the first has learnt."""
    try:
        gates.check_kill_switch(reads.first)
        gates.check_permission(reads.first)
        gates.check_circuit(reads.first)
    except CivalError as refusal:
        return dict.fromkeys(reads.requests, refusal)
    for request in reads.requests.values():
        request.learnt.standing, request.learnt.ruling = reads.first.standing, reads.first.ruling
    return {}


def _run(reads: _Reads) -> dict[int, ToolCall]:
    """Run them in turn. A transaction in which one failed is good for no other, and so are they left."""
    began, done = monotonic(), dict[int, ToolCall]()
    for place, request in reads.requests.items():
        if done and (monotonic() - began > PATIENCE or is_broken()):
            reads.outcomes[place] = request
            continue
        with correlate(reads.asks[place].correlation_id):
            done[place] = read_within(request)
    return done


def _audit_refusals(reads: _Reads) -> None:
    for place, refusal in reads.refused.items():
        ask = reads.asks[place]
        with correlate(ask.correlation_id):
            audit_refusal(ask.caller, ask.tool, refusal, ask.parameters)
