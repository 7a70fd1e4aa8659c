"""Bringing the platform up twice, by two at once, or again after a kill, is the same as once."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_celery_beat.models import PeriodicTask
from rest_framework.test import APIClient

from apps.mcp.gateway import request_call
from apps.mcp.models import ToolCall, ToolCircuit, ToolPermission
from apps.mcp.runner import run_call
from apps.system.access.models import Actor, Role
from apps.system.access.roles import SCOPES
from apps.system.access.selectors import root_actor
from apps.system.access.types import Caller, Interface
from apps.system.controls.models import Schedule
from apps.system.controls.services.schedules import update_schedule
from apps.system.errors import Unavailable
from apps.system.events.messages import read_ephemeral
from apps.system.events.readers import Reader, Waiting
from apps.system.events.rows import EventRow
from apps.system.events.services import EPHEMERAL
from apps.system.events.sights import Sight
from apps.system.initialization import registry
from apps.system.initialization.models import Initialization
from apps.system.initialization.registry import Found, list_steps, step
from apps.system.initialization.services import find_left_run, initialize_here, resume_run
from apps.system.initialization.types import StepStatus
from apps.system.redis import key, redis_client
from apps.trading.models import Account, Instrument, Venue
from tests.agents.hands import work
from tests.system.people import client_of, make_key, make_person
from tests.system.sockets import admitted, off_loop
from tests.system.streams import until
from workers.schedules import SCHEDULE

pytestmark = pytest.mark.django_db
committing = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
STEPS = [
    "migrations",
    "root",
    "partitions",
    "alert-rules",
    "schedules",
    "services",
    "tools",
    "permissions",
    "queries",
    "catalogue",
    "instruments",
    "market",
]


@pytest.fixture(autouse=True)
def _nothing_yet() -> None:
    """A database that was migrated, and never initialized."""
    PeriodicTask.objects.all().delete()


@pytest.fixture
def _own_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_steps", dict(registry._steps))


def _contents() -> dict[str, list[Any]]:
    """What initializing leaves, without the ids and times that differ from one database to the next."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relispartition ORDER BY relname")
        partitions = [name for (name,) in cursor.fetchall()]
    task = ("name", "task", "kwargs", "enabled", "interval__every", "interval__period", "expire_seconds")
    return {
        "partitions": partitions,
        "roots": list(Actor.objects.order_by("name").values_list("name", "kind")),
        "venues": list(Venue.objects.order_by("slug").values_list("slug", "kind", "status", "config")),
        "accounts": list(Account.objects.order_by("kind").values_list("kind", "venue", "name")),
        "instruments": list(
            Instrument.objects.order_by("symbol").values_list("venue", "symbol", "tick_size", "lot_size")
        ),
        "schedules": list(PeriodicTask.objects.order_by("name").values_list(*task)),
        "permissions": list(ToolPermission.objects.values_list("tool", "category", "effect")),
    }


def _initialize() -> dict[str, StepStatus]:
    return {report.name: report.status for report in initialize_here(timezone.now())}


def _start(source: str = "") -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", source] if source else [sys.executable, "manage.py", "initialize"]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _flush() -> None:
    call_command("flush", interactive=False, verbosity=0)


@committing
def test_the_first_time_it_does_what_is_to_do_and_the_second_time_nothing() -> None:
    first = _initialize()
    once = _contents()
    assert list(first) == STEPS
    done = {name for name, status in first.items() if status == StepStatus.DONE}
    assert done - {"queries"} == {  # its role is the server's, and may be there from another test
        "alert-rules",
        "catalogue",
        "instruments",
        "schedules",
    }
    assert len(once["schedules"]) == len(SCHEDULE)
    assert set(_initialize().values()) == {StepStatus.UNCHANGED}
    assert _contents() == once


@committing
def test_two_processes_at_once_are_the_same_as_one() -> None:
    _initialize()
    once = _contents()
    _flush()
    assert _contents() != once
    both = [_start(), _start()]
    said = [each.communicate(timeout=100)[0] for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    assert _contents() == once
    runs = Initialization.objects.order_by("id")
    assert [run.status for run in runs] == ["COMPLETED", "COMPLETED"]
    did = [{each["name"] for each in run.steps if each["status"] == "done"} for run in runs]
    assert did == [{"alert-rules", "catalogue", "instruments", "schedules"}, set()]


KILLED_AT_INSTRUMENTS = """
import os, django
django.setup()
from django.utils import timezone
from apps.system.initialization.services import initialize_here
for report in initialize_here(timezone.now()):
    if report.name == "instruments":
        os.kill(os.getpid(), 9)
"""


@committing
def test_what_was_killed_in_the_middle_is_found_and_done_again() -> None:
    _initialize()
    once = _contents()
    _flush()
    killed = _start(KILLED_AT_INSTRUMENTS)
    killed.communicate(timeout=100)
    assert killed.returncode == -9
    (left,) = Initialization.objects.all()
    assert (left.status, left.steps[-1]["name"]) == ("RUNNING", "instruments")
    assert find_left_run(timezone.now()) is None, "it may still be at it"
    assert find_left_run(timezone.now() + timedelta(minutes=1)) == left.id
    resume_run(left.id)
    left.refresh_from_db()
    assert (left.status, left.attempts, [each["name"] for each in left.steps]) == ("COMPLETED", 2, STEPS)
    assert _contents() == once


def test_one_that_kills_its_process_again_and_again_is_given_up() -> None:
    now = timezone.now()
    left = Initialization.objects.create(started_at=now, touched_at=now, attempts=3)
    resume_run(left.id)
    left.refresh_from_db()
    assert left.status == "FAILED"


@committing
def test_what_another_process_has_is_left_alone() -> None:
    now = timezone.now()
    run = Initialization.objects.create(started_at=now, touched_at=now)
    holder = _start(
        "import django; django.setup()\n"
        "from apps.system.locks import one_at_a_time\n"
        "with one_at_a_time('initialize'):\n    print('held', flush=True); input()"
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        resume_run(run.id)
        run.refresh_from_db()
        assert (run.status, run.attempts) == ("RUNNING", 0)
    finally:
        holder.kill()
        holder.communicate()


@pytest.mark.usefixtures("_own_steps")
def test_a_step_that_fails_ends_it_with_its_reason_and_nothing_follows() -> None:
    @step("impossible")
    def refuse(now: datetime) -> Found:
        raise Unavailable("The moon is not in place.")

    @step("never")
    def never(now: datetime) -> Found:
        raise AssertionError("this is not reached")

    with pytest.raises(CommandError, match="impossible: failed"):
        call_command("initialize", verbosity=0)
    run = Initialization.objects.get()
    assert (run.status, run.steps[-1]["name"], run.steps[-1]["status"]) == ("FAILED", "impossible", "failed")


@pytest.mark.usefixtures("_own_steps")
def test_a_step_that_breaks_tells_no_secret() -> None:
    @step("broken")
    def break_down(now: datetime) -> Found:
        raise ValueError("a secret")

    reports = list(initialize_here(timezone.now()))
    assert (reports[-1].status, reports[-1].detail) == (StepStatus.FAILED, "It broke with ValueError.")


def test_two_steps_of_one_name_stop_the_start() -> None:
    with pytest.raises(ValueError, match="market"):
        step("market")(lambda now: Found(""))
    assert [each.name for each in list_steps()] == STEPS


# --- What each step synchronises


def test_rules_and_circuits_of_tools_that_are_gone_go_and_the_others_stay() -> None:
    actor = make_person().actor
    for name in ({"tool": "place_order"}, {"tool": "gone_tool"}, {"category": "data"}, {"category": "gone"}):
        ToolPermission.objects.create(actor=actor, effect="ALLOW", **name)
    for name in ("place_order", "gone_tool"):
        ToolCircuit.objects.create(tool=name, window_started_at=timezone.now())
    seen = _initialize()
    assert (seen["tools"], seen["permissions"]) == (StepStatus.DONE, StepStatus.DONE)
    kept = {(each.tool, each.category) for each in ToolPermission.objects.all()}
    assert kept == {("place_order", ""), ("", "data")}
    assert [each.tool for each in ToolCircuit.objects.all()] == ["place_order"]


def test_schedules_that_were_edited_stay_and_those_that_are_gone_from_the_code_go() -> None:
    _initialize()
    update_schedule("poll services", by=root_actor(), now=timezone.now(), enabled=False)
    assert _initialize()["schedules"] == StepStatus.UNCHANGED
    assert not PeriodicTask.objects.get(name="poll services").enabled
    other = PeriodicTask.objects.get(name="resume sagas")
    Schedule.objects.create(name="gone")
    PeriodicTask.objects.create(name="gone", task="apps.gone.tasks.run", interval=other.interval)
    assert _initialize()["schedules"] == StepStatus.DONE
    assert not PeriodicTask.objects.filter(name="gone").exists()


def test_a_missing_partition_is_made_and_named() -> None:
    _initialize()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(relname) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'system_event_2%'"
        )
        (latest,) = cursor.fetchone()
        cursor.execute(f'DROP TABLE "{latest}"')
    (report,) = [each for each in initialize_here(timezone.now()) if each.name == "partitions"]
    assert list(report.changed) == [latest]


def test_a_market_without_its_venue_is_cold() -> None:
    _initialize()
    Venue.objects.update(status="FINISHED")
    *_, last = initialize_here(timezone.now())
    assert (last.name, last.status) == ("market", StepStatus.FAILED)


# --- Asking for it


@pytest.fixture
def admin() -> Iterator[APIClient]:
    with work():
        yield client_of(make_person(Role.ADMIN))


def reported(admin: APIClient) -> Any:
    """Ask for it; the steps of the report, also where the answer could not wait for so long (202)."""
    answer = admin.post("/api/v1/system/initialize", {}, format="json")
    if answer.status_code == 200:
        return answer.json()["steps"]
    assert answer.status_code == 202, answer.content
    call = ToolCall.objects.get(id=answer.json()["executionId"])
    until(lambda: call.refresh_from_db() or call.is_finished)
    return admin.get(f"/api/v1/mcp/executions/{call.id}").json()["result"]["steps"]


@committing
def test_an_admin_asks_over_rest_and_gets_the_report(admin: APIClient) -> None:
    assert [each["name"] for each in reported(admin)] == STEPS
    assert {each["status"] for each in reported(admin)} == {"unchanged"}
    last = admin.get("/api/v1/system/initialization").json()
    assert (last["id"], last["status"]) == (str(Initialization.objects.latest("id").id), "COMPLETED")
    assert [each["name"] for each in last["steps"]] == STEPS


def test_nobody_else_may_ask_and_only_operators_look() -> None:
    operator, trader = client_of(make_person(Role.OPERATOR)), client_of(make_person())
    assert operator.post("/api/v1/system/initialize", {}, format="json").json()["code"] == "scope_missing"
    assert trader.get("/api/v1/system/initialization").json()["code"] == "scope_missing"
    assert operator.get("/api/v1/system/initialization").json()["code"] == "never_initialized"


def _ask(user: Any) -> ToolCall:
    caller = Caller(user.actor, user.actor, SCOPES[Role.ADMIN], Interface.REST)
    call = request_call(caller, "initialize_platform", {})
    run_call(call.id)
    return ToolCall.objects.get(id=call.id)


def test_who_asks_while_one_runs_gets_that_one() -> None:
    user = make_person(Role.ADMIN)
    first, second = _ask(user), _ask(user)
    assert (first.status, second.status) == ("DEFERRED", "DEFERRED")
    (run,) = Initialization.objects.all()
    assert first.deferred_id == second.deferred_id == run.id
    resume_run(run.id)
    for call in (first, second):
        call.refresh_from_db()
        assert call.status == "SUCCEEDED"
        assert call.result is not None
        assert call.result["initialization_id"] == str(run.id)
    assert _ask(user).deferred_id != run.id


@pytest.mark.usefixtures("_own_steps")
def test_a_call_whose_initialization_failed_says_at_which_step() -> None:
    @step("impossible")
    def refuse(now: datetime) -> Found:
        raise Unavailable("The moon is not in place.")

    call = _ask(make_person(Role.ADMIN))
    resume_run(Initialization.objects.get().id)
    call.refresh_from_db()
    assert (call.status, call.code, call.error_status) == ("FAILED", "initialization_failed", 503)
    assert call.reason == "impossible: The moon is not in place."
    assert call.details["steps"][-1]["status"] == "failed"


@committing
async def test_a_reader_that_is_slow_hears_of_each_step_all_the_same() -> None:
    slow = Reader(Sight(everything=True), end=lambda code: None)
    for row in await off_loop(_told):
        slow.offer(Waiting(row, row.about))
    assert [json.loads(each.row.payload)["step"] for each in await slow.take()] == STEPS


def _told() -> list[EventRow]:
    """What an initialization publishes."""
    with redis_client().pubsub() as listener:  # type: ignore[no-untyped-call]
        listener.subscribe(key(EPHEMERAL))
        assert listener.get_message(timeout=5)["type"] == "subscribe"
        _initialize()
        return [read_ephemeral(listener.get_message(timeout=5)["data"]) for _ in STEPS]


@committing
async def test_each_step_is_told_as_it_ends_to_who_sees_everything() -> None:
    boss = await off_loop(make_key, await off_loop(make_person, Role.ADMIN))
    async with admitted(boss) as client:
        await client.subscribe("system.initialization")
        await off_loop(_initialize)
        heard = [each["payload"] for each in await client.hear_many(len(STEPS))]
    assert [each["step"] for each in heard] == STEPS
    assert [(each["position"], each["of"]) for each in heard] == [
        (n + 1, len(STEPS)) for n in range(len(STEPS))
    ]
