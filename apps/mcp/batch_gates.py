"""The gates for many requests at once. Each is the one of its name in `gates`, asked in one go.

A gate takes the requests that are still on their way, by their place in the batch, and answers the refusals
of those that it stops.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection
from redis import RedisError

from apps.mcp import gates
from apps.mcp.budgets import OpenBudgets, are_budgets, open_budgets
from apps.mcp.drafts import NewCall
from apps.mcp.hearing import hear
from apps.mcp.limits import take_tokens
from apps.mcp.models import IdempotencyKey, ToolCall
from apps.mcp.request import Request
from apps.mcp.tool import Notional, arguments_of
from apps.system.bulk import array_of, read_rows
from apps.system.controls.selectors import find_halts
from apps.system.controls.services import Halted
from apps.system.errors import CivalError

Requests = Mapping[int, Request]
Refusals = dict[int, CivalError]

_KEEP = """
    INSERT INTO mcp_idempotency_key (principal_id, key, fingerprint, call_id, expires_at)
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::timestamptz[]) ORDER BY 1, 2
    ON CONFLICT (principal_id, key) DO NOTHING
"""
_KNOWN = """
    SELECT known.principal_id, known.key, known.call_id
    FROM unnest(%s::uuid[], %s::text[]) AS asked(principal, key)
    JOIN mcp_idempotency_key AS known ON known.principal_id = asked.principal AND known.key = asked.key
"""


def find_replays(requests: Requests, refuse: Callable[[Refusals], None]) -> dict[int, ToolCall]:
    """Gate 4: the calls that were made before under the same keys."""
    keyed = {place: each for place, each in requests.items() if each.key is not None}
    plain = {place: each for place, each in keyed.items() if _is_plain(each.key or "")}
    principals = [each.caller.principal.id for each in plain.values()]
    asked = [array_of(principals), array_of(each.key for each in plain.values())]
    known = {row[:2] for row in read_rows(_KNOWN, asked)} if plain else set()
    calls: dict[int, ToolCall] = {}
    refused: Refusals = {}
    for place, request in keyed.items():
        if place not in plain or (request.caller.principal.id, request.key) in known:
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
        for (place, request), halt in zip(risky.items(), halts, strict=True)
        if halt is not None and not request.reduces_risk
    }


def check_permission(requests: Requests) -> Refusals:
    """Gate 6, with the rules of all actors in one statement."""
    ruled = {place: each for place, each in requests.items() if each.is_ruled}
    rulings = hear([(each.caller, each.tool) for each in ruled.values()])
    for request, ruling in zip(ruled.values(), rulings, strict=True):
        request.learnt.ruling = ruling
    return _each(requests, gates.check_permission)


def check_circuit(requests: Requests) -> Refusals:
    """Gate 7, once for each tool; what only takes risk away is always tried."""
    risky = {place: each for place, each in requests.items() if not each.reduces_risk}
    first = {request.tool.name: request for request in reversed(list(risky.values()))}
    broken = _each(dict(enumerate(first.values())), gates.check_circuit)
    names = list(first)
    refusals = {names[place]: refusal for place, refusal in broken.items()}
    return {
        place: refusals[request.tool.name]
        for place, request in risky.items()
        if request.tool.name in refusals
    }


def take_rate(requests: Requests) -> Refusals:
    """Gate 8: all tokens in one script, in the order of the requests."""
    try:
        waits = take_tokens(gates.draws_of(requests.values()))
    except RedisError:
        return {
            place: gates.limits_unavailable()
            for place, each in requests.items()
            if gates.must_be_counted(each)
        }
    return {
        place: gates.too_often(requests[place], wait)
        for place, wait in zip(requests, waits, strict=True)
        if wait.seconds > 0
    }


def reserve_budgets(requests: Requests) -> Refusals:
    """Gate 9 in the transaction that records the calls: one lock and one write for all budgets."""
    if not requests or not are_budgets():
        return {}
    above = set[UUID]().union(*(each.caller.actor.lineage for each in requests.values()))
    budgets = open_budgets(above, next(iter(requests.values())).now)
    _learn_worths(requests.values(), budgets)
    refused = _each(requests, partial(gates.reserve_budget, opened=budgets))
    budgets.write()
    return refused


def _learn_worths(requests: Iterable[Request], budgets: OpenBudgets) -> None:
    """What the requests under budgets of money would put at risk: asked once for each tool and currency."""
    alike: dict[tuple[Notional, str], list[Request]] = {}
    for request in requests:
        hook = request.tool.notional
        if hook is not None and not request.reduces_risk:
            for currency in budgets.currencies_of(request.caller.actor.lineage):
                alike.setdefault((hook, currency), []).append(request)
    for (hook, currency), those in alike.items():
        found = hook([(each.context, arguments_of(each.parameters)) for each in those], currency)
        for request, worth in zip(those, found, strict=True):
            request.learnt.worths[currency] = worth


def keep_keys(requests: Requests, calls: Mapping[int, NewCall]) -> set[int]:
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
        cursor.execute(_KEEP, list(map(array_of, columns)))
        if cursor.rowcount == len(keyed):
            return set()
    kept = {row[2] for row in read_rows(_KNOWN, list(map(array_of, columns[:2])))}
    return {place for place in keyed if calls[place].id not in kept}


def forget_keys(call_ids: Sequence[UUID]) -> None:
    """Take back the keys of what was refused after all."""
    if call_ids:
        IdempotencyKey.objects.filter(call_id__in=call_ids).delete()


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
