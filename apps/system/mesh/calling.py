"""Calling others: the only way out of the platform but for its database and Redis.

A call takes a place in its service's bulkhead, goes to the cheaper of two endpoints whose circuit lets it
through, and is tried again elsewhere where that can do no harm, the budget for retries has some left, and
there is time. It ends within its deadline, with an answer or a typed refusal.
"""

import json as json_text
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import SystemRandom
from threading import Event
from time import monotonic
from typing import Any

from django.db import connection

from apps.system.errors import Unavailable
from apps.system.mesh.addresses import Address
from apps.system.mesh.attempts import Failure, attempt
from apps.system.mesh.backoff import full_jitter
from apps.system.mesh.board import Board, Gauge, board
from apps.system.mesh.bulkheads import PLACES
from apps.system.mesh.choice import choose, in_order
from apps.system.mesh.circuits import Permit
from apps.system.mesh.types import SAFE_TO_REPEAT, Answer, Limits, Question, Target, origin_of

logger = logging.getLogger(__name__)

_random = SystemRandom()


@dataclass
class Call:
    """One call: who may take it, what is asked, within which limits, and how far it has come."""

    service: str
    targets: Sequence[Target]
    question: Question
    limits: Limits
    may_repeat: bool
    places: int = PLACES
    refuses: Callable[[Address], str] | None = None
    tried: list[Gauge] = field(default_factory=list)


def ask_service(call: Call) -> Answer:
    """Make a call. Raises Unavailable: `no_endpoint`, `circuit_open`, `bulkhead_full`, `upstream_timeout`,
    `upstream_failed`, `address_refused`.

    Within a transaction it raises RuntimeError: nothing may wait for others while it holds locks.
    """
    _refuse_in_transaction(call.service)
    if not call.targets:
        raise Unavailable(
            f"No endpoint of {call.service} is known.", code="no_endpoint", details={"service": call.service}
        )
    now = board()
    now.budget(call.service).earn()
    with now.bulkhead(call.service, call.places).place():
        return _try_until(call, now, monotonic() + call.limits.total)


def question(
    method: str,
    path: str,
    *,
    json: Any = None,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
) -> Question:
    """A request; `json` is written out and named so."""
    own = dict(headers or {})
    if json is not None:
        content = json_text.dumps(json, separators=(",", ":")).encode()
        own.setdefault("Content-Type", "application/json")
    return Question(method.upper(), path, own, content, params or {})


def is_repeatable(method: str, *, idempotent: bool | None) -> bool:
    """Whether a request may be sent again although the first may have been acted on."""
    return method.upper() in SAFE_TO_REPEAT if idempotent is None else idempotent


def _try_until(call: Call, now: Board, ends_at: float) -> Answer:
    while True:
        gauge, permit = pick(call, now)
        call.tried.append(gauge)
        outcome = attempt(gauge, permit, call.question, call.limits, ends_at=ends_at, refuses=call.refuses)
        if isinstance(outcome, Answer):
            return outcome
        wait = full_jitter(len(call.tried) - 1, _random)
        if not _may_retry(call, outcome, now, ends_at - monotonic() - wait):
            raise _refusal(call, outcome)
        logger.info("%s at %s: %s Another try.", call.service, origin_of(gauge.target.url), outcome.reason)
        Event().wait(wait)


def pick(call: Call, now: Board) -> tuple[Gauge, Permit]:
    """The next endpoint and its permit: one that was not tried yet, if there is one.

    Raises Unavailable (`circuit_open`).
    """
    gauges = [now.gauge(target) for target in call.targets]
    fresh = [gauge for gauge in gauges if gauge not in call.tried]
    for candidates in (fresh, gauges):
        for group in in_order(candidates, lambda gauge: gauge.target.rank):
            if found := _pick_in(group):
                return found
    rest = min(gauge.circuit.rests_for() for gauge in gauges)
    raise Unavailable(
        f"Every endpoint of {call.service} failed lately and rests.",
        code="circuit_open",
        details={"service": call.service, "endpoints": len(gauges)},
        retry_after=max(rest, 0.1),
    )


def _pick_in(group: list[Gauge]) -> tuple[Gauge, Permit] | None:
    left = [gauge for gauge in group if gauge.circuit.admits()]
    while left:
        chosen = choose(left, Gauge.cost, _random)
        if permit := chosen.begin():
            return chosen, permit
        left = [gauge for gauge in left if gauge is not chosen]  # another thread took its probe
    return None


def _may_retry(call: Call, failure: Failure, now: Board, seconds_left: float) -> bool:
    return (
        len(call.tried) < call.limits.attempts
        and failure.is_judged
        and (call.may_repeat or failure.is_unsent)
        and seconds_left > 0
        and now.budget(call.service).spend()
    )


def _refusal(call: Call, failure: Failure) -> Unavailable:
    origin = origin_of(call.tried[-1].target.url)
    details = {"service": call.service, "origin": origin, "attempts": len(call.tried)}
    if failure.status is not None:
        details["status"] = failure.status
    return Unavailable(
        f"{call.service} at {origin}: {failure.reason}",
        code=failure.code,
        details=details,
        retry_after=failure.retry_after,
    )


def _refuse_in_transaction(service: str) -> None:
    """A test's own transaction around everything does not count, as for Django's durable blocks."""
    blocks = connection.atomic_blocks
    if blocks and not getattr(blocks[-1], "_from_testcase", False):
        raise RuntimeError(f"{service} is called within a transaction.")
