"""Whatever rules, budgets, halts, circuits, keys and calls come together, three things hold.

No tool runs without an audit entry; what was refused has no effect; and the budgets have used what the calls
that were let in have used.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.mcp import registry
from apps.mcp.approving import approve, reject
from apps.mcp.budgets import used_of
from apps.mcp.circuits import LIMIT, count_failure
from apps.mcp.gateway import request_call
from apps.mcp.models import Approval, RefusalTally, ToolAutonomy, ToolBudget, ToolCall, ToolPermission
from apps.mcp.registry import get_tool
from apps.mcp.runner import run_call
from apps.mcp.services import cancel_call
from apps.system.access.models import Actor, Role
from apps.system.access.roles import AGENT_SCOPES, SCOPES
from apps.system.access.services import create_actor, ensure_root
from apps.system.access.types import Caller, Interface
from apps.system.audit.models import AuditEntry
from apps.system.controls.services import engage_halt
from apps.system.errors import CivalError
from tests.mcp.sample_tools import PRICE, children
from tests.system.people import make_person

TOOLS = ["echo_words", "count_actors", "make_child", "close_risk", "make_few", "buy_thing"]
PLACES = ["owner", "farm", "agent"]


@dataclass(frozen=True)
class Ask:
    """One request: what, by whom (the agent itself, or its owner as the agent), how much, under which key."""

    tool: str
    by_hand: bool
    amount: int
    key: str | None
    end: str
    decision: str


@dataclass(frozen=True)
class Scene:
    """What stands in the way of some requests."""

    rules: Mapping[tuple[str, str], str]
    levels: Mapping[str, int]
    budgets: Mapping[str, tuple[int | None, int | None]]
    halted: frozenset[str]
    broken: frozenset[str]
    only: frozenset[str] | None
    asks: list[Ask]


targets = st.tuples(st.sampled_from(PLACES), st.sampled_from(["", "data", *TOOLS]))
effects = st.sampled_from(["ALLOW", "ALLOW", "ALLOW", "ASK", "DENY"])
asks = st.builds(
    Ask,
    tool=st.sampled_from(TOOLS),
    by_hand=st.booleans(),
    amount=st.integers(1, 5),
    key=st.sampled_from([None, None, "k1", "k2"]),
    end=st.sampled_from(["well", "well", "refused", "broken"]),
    decision=st.sampled_from(["approve", "approve", "reject", "cancel", "leave"]),
)
scenes = st.builds(
    Scene,
    rules=st.dictionaries(targets, effects, max_size=4).map(lambda said: {("agent", "data"): "ALLOW"} | said),
    levels=st.dictionaries(st.sampled_from(PLACES), st.sampled_from([0, 1, 2, 3, 3, 3]), max_size=2),
    budgets=st.dictionaries(
        st.sampled_from(PLACES),
        st.tuples(st.none() | st.integers(0, 6), st.none() | st.integers(0, 80)),
        max_size=3,
    ),
    halted=st.frozensets(st.sampled_from(PLACES), max_size=1).filter(lambda who: "owner" not in who),
    broken=st.frozensets(st.sampled_from(TOOLS), max_size=1),
    only=st.none() | st.just(frozenset({"data"})) | st.frozensets(st.sampled_from(TOOLS), min_size=3),
    asks=st.lists(asks, min_size=1, max_size=8),
)


@dataclass
class World:
    """The scene, built; which calls ran a tool's body, and how often."""

    people: list[Actor]
    actors: dict[str, Actor]
    runs: list[UUID] = field(default_factory=list)
    refused: int = 0


@contextmanager
def recorded(world: World) -> Iterator[None]:
    """Note each body that runs, by its call."""
    before = dict(registry._tools)
    for name in TOOLS:
        declared = before[name]

        def noting(context: Any, *, _run: Any = declared.run, **parameters: Any) -> Any:
            world.runs.append(context.call_id)
            return _run(context, **parameters)

        registry._tools[name] = replace(declared, run=noting)
    try:
        yield
    finally:
        registry._tools.update(before)


def build(scene: Scene) -> World:
    ensure_root()
    owner = make_person(Role.OPERATOR).actor
    farm = create_actor(kind=Actor.Kind.FARM, name="Farm", parent=owner)
    agent = create_actor(kind=Actor.Kind.AGENT, name="Agent", parent=farm)
    second = make_person(Role.ADMIN).actor
    world = World([owner, second], {"owner": owner, "farm": farm, "agent": agent})
    for (who, target), effect in scene.rules.items():
        named = {"category": target} if target in ("", "data") else {"tool": target}
        ToolPermission.objects.create(actor=world.actors[who], effect=effect, **named)
    for who, level in scene.levels.items():
        ToolAutonomy.objects.create(actor=world.actors[who], level=level)
    for who, (calls, money) in scene.budgets.items():
        ToolBudget.objects.create(actor=world.actors[who], calls_per_day=calls, money_per_day=money)
    now = timezone.now()
    for who in scene.halted:
        engage_halt(by=owner, target=world.actors[who], reason="storm", now=now)
    for tool in scene.broken:
        for _ in range(LIMIT):
            count_failure(tool, now)
    return world


def parameters_of(ask: Ask, number: int) -> dict[str, Any]:
    name = ask.key or f"n{number}"
    return {
        "echo_words": {"words": name, "amount": 1},
        "count_actors": {},
        "make_child": {"name": name, "end": ask.end},
        "buy_thing": {"name": name, "amount": ask.amount},
    }.get(ask.tool, {"name": name})


def request(world: World, scene: Scene, ask: Ask, number: int) -> ToolCall | None:
    """Ask; what is refused has left nothing but its audit entry."""
    agent, owner = world.actors["agent"], world.actors["owner"]
    caller = Caller(agent, agent, AGENT_SCOPES, Interface.AGENT, scene.only)
    if ask.by_hand:
        caller = Caller(agent, owner, SCOPES[Role.OPERATOR], Interface.REST, scene.only)
    before = (ToolCall.objects.count(), len(world.runs), Actor.objects.count(), usage(world))
    try:
        return request_call(caller, ask.tool, parameters_of(ask, number), key=ask.key)
    except CivalError:
        world.refused += 1
        after = (ToolCall.objects.count(), len(world.runs), Actor.objects.count(), usage(world))
        assert after == before
        return None


def decide(world: World, ask: Ask, call: ToolCall) -> None:
    """What people make of a call that waits: the second one, for the owner may have asked."""
    approval, by = Approval.objects.get(call_id=call.id), world.people[1]
    runs = len(world.runs)
    try:
        if ask.decision == "approve":
            approve(approval.id, by=by, now=timezone.now())
        elif ask.decision == "reject":
            reject(approval.id, by=by, reason="no")
        elif ask.decision == "cancel":
            cancel_call(by, call.id, timezone.now())
    except CivalError:
        assert ToolCall.objects.get(id=call.id).status == "AWAITING_APPROVAL"
    assert len(world.runs) == runs


def usage(world: World) -> list[tuple[UUID, Decimal, Decimal]]:
    now = timezone.now()
    budgets = ToolBudget.objects.filter(actor__in=world.actors.values()).order_by("actor_id")
    return [
        (each.actor_id, used_of(each, now).of("calls"), used_of(each, now).of("money")) for each in budgets
    ]


def expected(budget: ToolBudget, calls: list[ToolCall]) -> tuple[int, Decimal]:
    """What the calls that were let in have used: each its call, unless it never began; purchases money."""
    counted = [call for call in calls if not (call.is_finished and call.started_at is None)]
    buying = [call for call in calls if call.tool == "buy_thing"]
    bought = [call for call in buying if call.status == "SUCCEEDED" or not call.is_finished]
    amounts = [Decimal(call.parameters["amount"]) * PRICE["now"] for call in bought]
    money = sum(amounts, Decimal(0)) if budget.money_per_day is not None else Decimal(0)
    return len(counted), money


def effect_of(call: ToolCall) -> str | None:
    """The name of what one call alone would have made; None where it made nothing, or shared its name."""
    name = call.parameters.get("name", "k")
    return None if call.tool == "make_child" or name.startswith("k") else str(name)


def check(world: World) -> None:
    calls = list(ToolCall.objects.filter(actor=world.actors["agent"]))
    audited = set(AuditEntry.objects.exclude(call_id=None).values_list("call_id", flat=True))
    assert set(world.runs) <= audited
    assert len(set(world.runs)) == len(world.runs), "no body ran twice"
    assert {call.id for call in calls if call.is_finished} <= audited
    for call in calls:
        if name := effect_of(call):
            assert children(name) == (call.status == "SUCCEEDED")
    tallied = sum(RefusalTally.objects.filter(actor=world.actors["agent"]).values_list("seen", flat=True))
    assert tallied == world.refused
    for budget in ToolBudget.objects.filter(actor__in=world.actors.values()):
        used = used_of(budget, timezone.now())
        assert (used.calls, used.money) == expected(budget, calls)
        adding = [call for call in calls if not get_tool(call.tool).reduces_risk]
        limit = budget.calls_per_day
        assert limit is None or expected(budget, adding)[0] <= limit
        assert budget.money_per_day is None or used.money <= budget.money_per_day


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scene=scenes)
def test_whatever_comes_together_three_things_hold(scene: Scene) -> None:
    with transaction.atomic():
        world = build(scene)
        with recorded(world):
            for number, ask in enumerate(scene.asks):
                call = request(world, scene, ask, number)
                if call is not None and call.status == "AWAITING_APPROVAL":
                    decide(world, ask, call)
                if call is not None and number % 3:
                    run_call(call.id)
            check(world)
        transaction.set_rollback(True)
