"""What stands between a request and a tool, each gate by itself. Their order is in `gateway.request_call`."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from redis import RedisError

from apps.mcp.budgets import OpenBudgets, Spending, open_budgets
from apps.mcp.limits import Draw, Wait, take_tokens
from apps.mcp.models import IdempotencyKey, ToolBudget, ToolCall, ToolPermission
from apps.mcp.records import audit_refusal
from apps.mcp.registry import get_tool, unknown_tool
from apps.mcp.request import Request
from apps.mcp.selectors import RULED, within_key
from apps.mcp.settings import CALLS_PER_MINUTE, RATE_MULTIPLIER
from apps.mcp.tool import Tool
from apps.system.access.models import Actor
from apps.system.access.types import Caller
from apps.system.bodies import is_storable
from apps.system.controls.reading import is_set_anywhere, read_setting
from apps.system.controls.selectors import find_halt
from apps.system.controls.services import Halted
from apps.system.errors import CivalError, Conflict, Forbidden, Invalid, RateLimited, Unavailable

KEY_KEPT = timedelta(hours=24)
MAX_KEY = 200


class NotPermitted(Forbidden):
    """No permission row of the agent, or of anyone above it, allows the tool."""

    code = "not_permitted"


@contextmanager
def refusals_audited(
    caller: Caller, tool_name: str, asked: Mapping[str, Any] | None = None
) -> Iterator[None]:
    """Leave an audit entry of whatever a gate refuses within the block, and what was asked for."""
    try:
        yield
    except CivalError as refusal:
        audit_refusal(caller, tool_name, refusal, asked)
        raise


def known_tool(tool_name: str) -> Tool:
    """Gate 1: there is such a tool. 404 `unknown_tool` with the nearest names."""
    return get_tool(tool_name)


def check_visible(tool: Tool, caller: Caller) -> None:
    """Gate 2: it exists for this actor and its key; agents do not see the operators' commands. 404."""
    if (tool.operator and caller.actor.kind in RULED) or not within_key(caller, tool):
        raise unknown_tool(tool.name)


def parse(tool: Tool, parameters: Mapping[str, Any]) -> BaseModel:
    """Gate 3: the parameters fit the schema. 422 `invalid_parameters` with a pointer per field."""
    return tool.parse(parameters)


def find_replay(request: Request) -> ToolCall | None:
    """Gate 4: the call that was made before under this key; 409 if the key was used for another request."""
    if request.key is None:
        return None
    _check_key(request.key)
    known = IdempotencyKey.objects.filter(principal_id=request.caller.principal.id, key=request.key).first()
    if known is None:
        return None
    if known.expires_at <= request.now:
        known.delete()
        return None
    if known.fingerprint != request.fingerprint:
        raise Conflict("This idempotency key was used for another request.", code="idempotency_key_reused")
    return ToolCall.objects.select_related("actor").get(id=known.call_id)


def get_replay(request: Request) -> ToolCall:
    """The call that another request recorded under the same key a moment ago."""
    earlier = find_replay(request)
    if earlier is None:
        raise Conflict("The same request is being recorded; send it again.", code="conflict")
    return earlier


def _check_key(key: str) -> None:
    if not 1 <= len(key.strip()) <= MAX_KEY or not key.isprintable() or not is_storable(key):
        raise Invalid(
            f"An idempotency key has 1 to {MAX_KEY} printable characters.", code="invalid_idempotency_key"
        )


def check_kill_switch(request: Request) -> None:
    """Gate 5: nobody above the actor is halted; reading and reducing risk pass. 403 `kill_switch`."""
    if request.tool.read_only or request.tool.reduces_risk or not request.standing.is_halted:
        return
    halt = find_halt(request.caller.actor.lineage)
    if halt is not None and not request.reduces_risk:
        raise Halted(f"Everything that adds risk is halted for {halt.target.name}: {halt.reason}")


def check_permission(request: Request) -> None:
    """Gate 6: the caller's scopes allow it, and for agents and farms their permissions and autonomy. 403."""
    tool, caller = request.tool, request.caller
    if tool.scope not in caller.scopes:
        raise Forbidden(f"{tool.name} needs the scope `{tool.scope}`.", code="scope_missing")
    ruling = request.ruling
    if ruling.effect != ToolPermission.Effect.DENY:
        return
    details = {"decided_by": ruling.actor_id and str(ruling.actor_id), "source": ruling.source}
    if ruling.source == "autonomy":
        raise NotPermitted(f"{caller.actor.name} only observes.", code="observes_only", details=details)
    raise NotPermitted(f"{caller.actor.name} may not use {tool.name}.", details=details)


def check_circuit(request: Request) -> None:
    """Gate 7: the tool has not just broken again and again. 503 `circuit_open`.

    Stopping things is always tried: the kill switch must not rest when it is needed most.
    """
    if request.reduces_risk:
        return
    if until := request.standing.rests_until:
        raise Unavailable(
            f"{request.tool.name} broke several times and rests.",
            code="circuit_open",
            retry_after=(until - request.now).total_seconds(),
        )


def take_rate(request: Request) -> None:
    """Gate 8: not asked for too often, the tool and all together. 429 `rate_limited`; 503 without Redis."""
    try:
        (wait,) = take_tokens([draw_of(request)])
    except RedisError as error:
        if must_be_counted(request):
            raise limits_unavailable() from error
        return
    if wait.seconds > 0:
        raise too_often(request, wait)


def draw_of(request: Request) -> Draw:
    """What a call takes of whose rates.

    The actor is limited for the tool, the principal for all tools: whoever acts as ten agents has one limit.
    """
    return draws_of([request])[0]


def draws_of(requests: Iterable[Request]) -> list[Draw]:
    """The same for many. Where nobody has set a rate, those of a tool are the same for all."""
    differ = is_set_anywhere(RATE_MULTIPLIER) or is_set_anywhere(CALLS_PER_MINUTE)
    known: dict[str, tuple[int, int]] = {}
    draws: list[Draw] = []
    for request in requests:
        tool, caller = request.tool, request.caller
        if differ or (rates := known.get(tool.name)) is None:
            in_all = read_setting(CALLS_PER_MINUTE, caller.principal.lineage)
            rates = known[tool.name] = calls_per_minute(tool, caller.actor), in_all
        who = None if tool.reduces_risk else caller.principal.id
        draws.append(Draw(caller.actor.id, tool.name, rates[0], who, rates[1]))
    return draws


def must_be_counted(request: Request) -> bool:
    """Without limits nothing may add risk; looking, and stopping things, must go on."""
    return not (request.tool.read_only or request.reduces_risk)


def limits_unavailable() -> Unavailable:
    """The refusal of what must not run while nobody counts."""
    return Unavailable(
        "The rate limit cannot be kept now. Try again shortly.", code="limits_unavailable", retry_after=5
    )


def too_often(request: Request, wait: Wait) -> RateLimited:
    """The refusal of a call beyond a rate."""
    draw, caller = draw_of(request), request.caller
    who, what = (caller.principal, "tools") if wait.is_in_all else (caller.actor, draw.tool)
    allowed = draw.in_all if wait.is_in_all else draw.per_minute
    return RateLimited(
        f"{who.name} may call {what} {allowed} times a minute.",
        retry_after=wait.seconds,
        details={"per_minute": allowed, "retry_after": round(wait.seconds, 3), "of": what},
    )


def calls_per_minute(tool: Tool, actor: Actor) -> int:
    """The tool's own limit times what is set for the actor; stopping things is never made rarer."""
    if tool.reduces_risk:
        return tool.per_minute
    return max(1, round(tool.per_minute * read_setting(RATE_MULTIPLIER, actor.lineage)))


def reserve_budget(request: Request, opened: OpenBudgets | None = None) -> None:
    """Gate 9: the actor, and all above it, have calls and money left today. 403 `budget_exceeded`.

    Runs in the transaction that records the call, so that a request that is not recorded costs nothing. What
    reduces risk is counted and never refused. Of `opened` budgets is taken, for whoever opened them to write.
    """
    if opened is None and not request.standing.has_budgets:
        return
    budgets = opened or open_budgets(request.caller.actor.lineage, request.now)
    budgets.take(
        request.caller.actor.lineage,
        lambda budget: Spending(calls=request.tool.cost, money=_money(request, budget)),
        reservation_id=request.call_id,
        is_forced=request.reduces_risk,
        is_held=needs_approval(request) or not (request.tool.cheap and request.tool.read_only),
    )
    if opened is None:
        budgets.write()


def _money(request: Request, budget: ToolBudget) -> Decimal:
    """What the call would put at risk, in the currency of a budget that limits money."""
    return Decimal(0) if budget.money_per_day is None else request.worth(budget.currency)


def needs_approval(request: Request) -> bool:
    """Gate 10: whether a person has to be asked first; the call then waits, and nobody with it."""
    return request.ruling.effect == ToolPermission.Effect.ASK


def check_again(request: Request) -> None:
    """The gates that can have changed since a call was let in: before a person's yes lets it run."""
    actor = request.caller.actor
    if actor.archived_at is not None:
        raise Conflict(f"{actor.name} is archived.", code="agent_archived")
    check_kill_switch(request)
    check_permission(request)
    check_circuit(request)
