"""Tools that exist for tests alone: each does one thing that a call can do."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import connection
from pydantic import BaseModel, Field

from apps.mcp import registry
from apps.mcp.registry import tool
from apps.mcp.types import Deferred, ToolContext
from apps.system.access.models import Actor
from apps.system.access.services import create_actor
from apps.system.errors import CivalError, Refused
from apps.system.ids import new_id
from apps.system.types import PositiveDecimal

LATER = new_id()
PRICE = {"now": Decimal(1)}
"""The price that `buy_thing` is asked at."""

Name = Annotated[str, Field(min_length=1, max_length=40)]


class Echo(BaseModel):
    """What was said."""

    words: str
    times: int
    amount: PositiveDecimal


class Child(BaseModel):
    """An actor that was made."""

    child_id: UUID
    name: str


class WorkerDied(BaseException):
    """What stands for SIGKILL in the middle of a tool: nothing catches it."""


def children(name: str) -> int:
    """How many actors of this name there are: the effect of `make_child`."""
    return Actor.objects.filter(name=name).count()


@contextmanager
def declared_tools() -> Iterator[None]:
    """The sample tools in the registry, within the block."""
    before = dict(registry._tools)
    _declare()
    try:
        yield
    finally:
        registry._tools.clear()
        registry._tools.update(before)


def _declare() -> None:
    for run, hints in (
        (echo_words, {"kind": "read", "scope": "read", "cheap": True}),
        (count_actors, {"kind": "read", "scope": "read"}),
        (sleep_long, {"kind": "read", "scope": "read", "cheap": True}),
        (write_slyly, {"kind": "read", "scope": "read", "cheap": True}),
        (make_child, {"kind": "command", "scope": "trade"}),
        (close_risk, {"kind": "command", "scope": "trade", "reduces_risk": True}),
        (buy_thing, {"kind": "command", "scope": "trade", "destructive": True, **HOOKS}),
        (make_few, {"kind": "command", "scope": "trade", "per_minute": 3}),
        (start_long, {"kind": "command", "scope": "trade"}),
        (wait_turn, {"kind": "command", "scope": "trade", "queue": "backtests"}),
        (ask_person, {"kind": "command", "scope": "trade"}),
        (fetch_first, {"kind": "command", "scope": "trade", "prepare": prepare_fetch}),
        (run_fleet, {"kind": "command", "scope": "operate", "operator": True, "category": "agents"}),
    ):
        given = {"category": "data", "destructive": False, "idempotent": False, "per_minute": 600, **hints}
        tool(**given)(run)  # type: ignore[arg-type]


def echo_words(
    context: ToolContext, *, words: str, times: Annotated[int, Field(ge=1)] = 1, amount: PositiveDecimal
) -> Echo:
    """Say it again."""
    return Echo(words=words, times=times, amount=amount)


def count_actors(context: ToolContext) -> Child:
    """A read that takes a worker."""
    return Child(child_id=context.actor.id, name=str(Actor.objects.count()))


def sleep_long(context: ToolContext) -> Child:
    """A cheap read that is not cheap."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    return Child(child_id=context.actor.id, name="rested")


def write_slyly(context: ToolContext) -> Child:
    """A read that tries to write."""
    return _child(context, "sly")


def make_child(
    context: ToolContext, *, name: Name, end: Literal["well", "refused", "broken", "killed"] = "well"
) -> Child:
    """Make an actor below oneself, and then end as asked."""
    made = _child(context, name)
    if end == "refused":
        raise Refused("There is no room.", code="no_room", details={"room": 0})
    if end == "broken":
        raise ZeroDivisionError("a defect")
    if end == "killed":
        raise WorkerDied
    return made


def close_risk(context: ToolContext, *, name: Name) -> Child:
    """Something that only takes risk away."""
    return _child(context, name)


def buy_thing(context: ToolContext, *, name: Name, amount: PositiveDecimal) -> Child:
    """Spend an amount at the price of `PRICE`."""
    return _child(context, name)


def cost_of_things(
    asked: Sequence[tuple[ToolContext, Mapping[str, Any]]], currency: str
) -> list[Decimal | CivalError]:
    """What calls of `buy_thing` put at risk; the market is asked once."""
    price = PRICE["now"]
    return [parameters["amount"] * price for _, parameters in asked]


def price_of_thing(context: ToolContext, *, name: str, amount: Decimal) -> dict[str, Decimal]:
    """What a decision about `buy_thing` rests on."""
    return {"price": PRICE["now"]}


HOOKS: dict[str, Any] = {"notional": cost_of_things, "facts": price_of_thing}


def make_few(context: ToolContext, *, name: Name) -> Child:
    """Make an actor, three times a minute at most."""
    return _child(context, name)


def start_long(context: ToolContext, *, name: Name) -> Child | Deferred:
    """Begin what something else will end."""
    _child(context, name)
    return Deferred("order", LATER)


def wait_turn(context: ToolContext, *, name: Name) -> Child:
    """Wait for workers that no test has."""
    return _child(context, name)


def ask_person(context: ToolContext, *, question: Name) -> Child | Deferred:
    """Begin what a person's answer will end."""
    return Deferred("sample_question", context.call_id)


def prepare_fetch(context: ToolContext, *, name: str) -> str:
    """What is looked up outside any transaction."""
    assert connection.in_atomic_block is False or context.now is not None
    return f"fetched {name}"


def fetch_first(context: ToolContext, *, name: Name) -> Child:
    """Make an actor of the prepared name."""
    return _child(context, context.prepared)


def run_fleet(context: ToolContext, *, name: Name) -> Child:
    """An operators' command."""
    return _child(context, name)


def _child(context: ToolContext, name: str) -> Child:
    made = create_actor(kind=Actor.Kind.TEAM, name=name, parent=context.actor)
    return Child(child_id=made.id, name=name)
