"""Tools that exist for tests of running alone: they wait, fail for a while, tell much, or hold secrets."""

from collections import Counter
from collections.abc import Callable
from threading import Event
from time import monotonic, sleep
from typing import Annotated, Any

from django.db import connection
from pydantic import BaseModel

from apps.mcp.masking import Secret
from apps.mcp.registry import tool
from apps.mcp.types import ToolContext
from apps.system.access.models import Actor
from apps.system.access.services import create_actor
from apps.system.errors import Refused, Unavailable

PATIENCE = 60.0

started = Event()
tries: Counter[str] = Counter()
opened: list[str] = []


class Said(BaseModel):
    """Some words."""

    words: str


class Login(BaseModel):
    """Whom to sign in as."""

    name: str
    pin: Annotated[str, Secret()]
    tags: dict[str, Any] = {}


def declare_running_tools() -> None:
    """Put them into the registry; whoever does so takes them out again."""
    started.clear()
    tries.clear()
    opened.clear()
    for run, hints in (
        (reach_far, {"kind": "command", "idempotent": True, "retries": 2}),
        (sleep_through, {"kind": "command"}),
        (prepare_long, {"kind": "command", "prepare": wait_until_cancelled}),
        (tell_much, {"kind": "read"}),
        (tell_progress, {"kind": "command"}),
        (sign_in, {"kind": "command"}),
    ):
        given = {"category": "data", "destructive": False, "idempotent": False, "per_minute": 600, **hints}
        tool(scope="trade", **given)(run)  # type: ignore[arg-type]


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something, with an end."""
    deadline = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < deadline, "it did not come"
        sleep(0.02)


def wait_until_asleep() -> None:
    """Wait until `sleep_through` is within its statement: only there can it be stopped at once."""
    assert started.wait(PATIENCE)
    until(_is_asleep)


def _is_asleep() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event = 'PgSleep'"
        )
        return bool(cursor.fetchone()[0])


def reach_far(context: ToolContext, *, name: str, fails: int = 0, refused: bool = False) -> Said:
    """Reach something that does not answer the first few times."""
    tries[name] += 1
    create_actor(kind=Actor.Kind.TEAM, name=name, parent=context.actor)
    if refused:
        raise Refused("Not today.", code="closed")
    if tries[name] <= fails:
        raise Unavailable("Nobody answers.", code="far_away")
    return Said(words=f"after {tries[name]}")


def sleep_through(context: ToolContext, *, name: str) -> Said:
    """Make an actor, then sleep within the transaction."""
    create_actor(kind=Actor.Kind.TEAM, name=name, parent=context.actor)
    started.set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(4)")
    return Said(words=name)


def wait_until_cancelled(context: ToolContext, *, name: str) -> str:
    """Work outside any transaction that looks whether it is still wanted."""
    started.set()
    until(context.is_cancelled)
    return name


def prepare_long(context: ToolContext, *, name: str) -> Said:
    """What is not reached once it was called off."""
    create_actor(kind=Actor.Kind.TEAM, name=name, parent=context.actor)
    return Said(words=name)


def tell_much(context: ToolContext, *, length: int) -> Said:
    """A result of any length."""
    return Said(words="ä" * length)


def tell_progress(context: ToolContext, *, steps: int) -> Said:
    """Say after each step how far it has come."""
    for step in range(1, steps + 1):
        context.progress(step, steps, f"step {step}")
    return Said(words="done")


def sign_in(
    context: ToolContext, *, login: Login, exchange_api_key: str, note: Annotated[str, Secret()] = ""
) -> Said:
    """Use secrets; `opened` shows that they arrived."""
    opened.extend([login.pin, exchange_api_key, note])
    return Said(words=login.name)
