"""The gates for many requests at once. Each is the one of its name in `gates`, asked in one go.

A gate takes the requests that are still on their way, by their place in the batch, and answers the refusals
of those that it stops.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from redis import RedisError

from apps.mcp import gates
from apps.mcp.limits import take_tokens
from apps.mcp.models import IdempotencyKey, ToolBudget, ToolCall
from apps.mcp.request import Request
from apps.mcp.selectors import effects_on
from apps.system.controls.selectors import find_halts
from apps.system.controls.services import Halted
from apps.system.errors import CivalError, Forbidden

Requests = Mapping[int, Request]
Refusals = dict[int, CivalError]

_KEEP = """
    INSERT INTO mcp_idempotency_key (principal_id, key, fingerprint, call_id, expires_at)
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::timestamptz[])
    ON CONFLICT (principal_id, key) DO NOTHING RETURNING call_id
"""
_BUDGETS = """
    SELECT id, actor_id, calls_per_day, day, used FROM mcp_tool_budget
    WHERE actor_id = ANY(%s) ORDER BY id FOR UPDATE
"""
_USE = """
    UPDATE mcp_tool_budget AS budget SET day = %s, used = o.used
    FROM unnest(%s::bigint[], %s::bigint[]) AS o(id, used) WHERE budget.id = o.id
"""


def find_replays(requests: Requests, refuse: Callable[[Refusals], None]) -> dict[int, ToolCall]:
    """Gate 4: the calls that were made before under the same keys."""
    keyed = {place: each for place, each in requests.items() if each.key is not None}
    principals = {each.caller.principal.id for each in keyed.values()}
    known = set(
        IdempotencyKey.objects.filter(
            principal_id__in=principals, key__in=[each.key for each in keyed.values()]
        ).values_list("principal_id", "key")
    )
    calls: dict[int, ToolCall] = {}
    refused: Refusals = {}
    for place, request in keyed.items():
        if (request.caller.principal.id, request.key) in known or not _is_plain(request.key or ""):
            try:
                earlier = gates.find_replay(request)
            except CivalError as refusal:
                refused[place] = refusal
            else:
                calls.update({place: earlier} if earlier else {})
    refuse(refused)
    return calls


def check_kill_switch(requests: Requests) -> Refusals:
    """Gate 5, for all actors in one statement."""
    risky = {
        place: each for place, each in requests.items() if not (each.tool.read_only or each.tool.reduces_risk)
    }
    halts = find_halts([each.caller.actor.lineage for each in risky.values()])
    return {
        place: Halted(f"Everything that adds risk is halted for {halt.target.name}: {halt.reason}")
        for place, halt in zip(risky, halts, strict=True)
        if halt is not None
    }


def check_permission(requests: Requests) -> Refusals:
    """Gate 6, with the rows of all actors in one statement."""
    ruled = {place: each for place, each in requests.items() if each.is_ruled}
    effects = effects_on([(each.caller.actor, each.tool) for each in ruled.values()])
    for request, effect in zip(ruled.values(), effects, strict=True):
        request.__dict__["effect"] = effect  # what it would look up by itself, each alone
    return _each(requests, gates.check_permission)


def check_circuit(requests: Requests) -> Refusals:
    """Gate 7, once for each tool."""
    first = {request.tool.name: request for request in reversed(list(requests.values()))}
    broken = _each(dict(enumerate(first.values())), gates.check_circuit)
    names = list(first)
    refusals = {names[place]: refusal for place, refusal in broken.items()}
    return {
        place: refusals[request.tool.name]
        for place, request in requests.items()
        if request.tool.name in refusals
    }


def take_rate(requests: Requests) -> Refusals:
    """Gate 8: all tokens in one script, in the order of the requests."""
    limits = {place: gates.calls_per_minute(each.tool, each.caller.actor) for place, each in requests.items()}
    try:
        waits = take_tokens(
            [(each.caller.actor.id, each.tool.name, limits[place]) for place, each in requests.items()]
        )
    except RedisError:
        return {
            place: gates.limits_unavailable()
            for place, each in requests.items()
            if not (each.tool.read_only or each.tool.reduces_risk)
        }
    return {
        place: gates.too_often(requests[place], limits[place], wait)
        for place, wait in zip(requests, waits, strict=True)
        if wait > 0
    }


def reserve_budgets(requests: Requests) -> Refusals:
    """Gates 9 and 10 in the transaction that records the calls: one lock and one write for all budgets."""
    actors = {each for request in requests.values() for each in request.caller.actor.lineage}
    budgets = _lock_budgets(actors)
    today = next(iter(requests.values())).now.date() if requests else None
    refused: Refusals = {}
    for place, request in requests.items():
        own = [budgets[each] for each in request.caller.actor.lineage if each in budgets]
        try:
            _check_budgets(own, request, today)
            gates.check_approval(request)
        except CivalError as refusal:
            refused[place] = refusal
            continue
        for budget in own:
            budget.used, budget.day = _used(budget, today) + request.tool.cost, today
    _use([each for each in budgets.values() if each.day == today], today)
    return refused


def keep_keys(requests: Requests, calls: Mapping[int, ToolCall]) -> set[int]:
    """Keep the keys of the calls; answers the places whose key somebody else has kept in the meantime."""
    keyed = {place: each for place, each in requests.items() if each.key is not None}
    if not keyed:
        return set()
    columns: list[list[Any]] = [
        [each.caller.principal.id for each in keyed.values()],
        [each.key for each in keyed.values()],
        [each.fingerprint for each in keyed.values()],
        [calls[place].id for place in keyed],
        [each.now + gates.KEY_KEPT for each in keyed.values()],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, columns)
        kept = {row[0] for row in cursor.fetchall()}
    return {place for place in keyed if calls[place].id not in kept}


def forget_keys(call_ids: Sequence[UUID]) -> None:
    """Take back the keys of what was refused after all."""
    if call_ids:
        IdempotencyKey.objects.filter(call_id__in=call_ids).delete()


BEFORE_RECORDING = (check_kill_switch, check_permission, check_circuit, take_rate)
"""In the order of `gateway.request_call`."""


def _each(requests: Requests, check: Callable[[Request], None]) -> Refusals:
    refused: Refusals = {}
    for place, request in requests.items():
        try:
            check(request)
        except CivalError as refusal:
            refused[place] = refusal
    return refused


def _is_plain(key: str) -> bool:
    """Whether a key needs no closer look."""
    return key.isascii() and key.isprintable() and 1 <= len(key.strip()) <= gates.MAX_KEY


def _lock_budgets(actors: Iterable[UUID]) -> dict[UUID, ToolBudget]:
    found = ToolBudget.objects.raw(_BUDGETS, [list(actors)])
    return {each.actor_id: each for each in found}


def _check_budgets(budgets: Iterable[ToolBudget], request: Request, today: date | None) -> None:
    if any(_used(each, today) + request.tool.cost > each.calls_per_day for each in budgets):
        raise Forbidden("The budget of tool calls for today is used up.", code="budget_exceeded")


def _used(budget: ToolBudget, today: date | None) -> int:
    return budget.used if budget.day == today else 0


def _use(budgets: Sequence[ToolBudget], today: date | None) -> None:
    if budgets:
        with connection.cursor() as cursor:
            cursor.execute(_USE, [today, [each.id for each in budgets], [each.used for each in budgets]])
