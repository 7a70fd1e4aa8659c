"""A process that dies anywhere within a saga, of any kind, leaves it to be ended whole: done, or taken back.

The kinds come from the registry, so that a new one is tried here or fails the first test. A death is a
connection that is cut before, amid and after the statements of each step, and everything above it gone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from apps.agents.models import Agent
from apps.agents.sagas import CREATE_AGENT, changing, context_of
from apps.agents.sagas.changes import Change
from apps.agents.selectors.matching import Filter
from apps.mcp.models import ToolPermission
from apps.system.access.models import Actor, Role
from apps.system.access.services import ensure_root
from apps.system.ids import new_id
from apps.system.sagas.models import Saga, SagaStep
from apps.system.sagas.registry import definition_of, list_definitions
from apps.system.sagas.services import advance_saga, resume_due, retry_saga, start_saga
from apps.trading.models import Account, Balance
from apps.trading.services import ensure_catalogue
from apps.vaults.models import Vault
from tests.agents.fleet import begin_archive, make_agent, wanted, work_market
from tests.agents.test_archive_agent import fill
from tests.system.people import actor_of
from tests.trading.books import assert_books_balance

pytestmark = pytest.mark.django_db(transaction=True)

SPLIT = "SELECT pg_try_advisory_xact_lock(%s)"
"""The first statement of each move: what lies between two of them is one transaction."""


class Died(BaseException):
    """The process is gone."""


@dataclass(frozen=True)
class Scene:
    """How a kind of saga is begun, and what is to hold of the agent it is about when it has ended."""

    begin: Callable[[Actor], Saga]
    check: Callable[[Saga], None]


def begin_creation(owner: Actor) -> Saga:
    context = context_of(wanted(), agent_id=new_id(), parent=owner, by=owner)
    return start_saga(CREATE_AGENT, context, owner_id=owner.owner_id)


def begin_ending(owner: Actor) -> Saga:
    agent = make_agent(owner)
    fill(agent)
    return begin_archive(agent, owner, close_positions=True)


def check_agent(saga: Saga, *, lives: bool) -> None:
    """The agent of a saga lives whole, or nothing of it is left."""
    actor = Actor.objects.filter(id=saga.context["agent_id"]).first()
    agent = Agent.objects.filter(pk=saga.context["agent_id"]).first()
    opened = Account.objects.filter(actor_id=saga.context["agent_id"], status=Account.Status.OPEN)
    vaults = Vault.objects.filter(actor_id=saga.context["agent_id"], status=Vault.Status.ACTIVE)
    tools = ToolPermission.objects.filter(actor_id=saga.context["agent_id"])
    left = Balance.objects.filter(account__actor_id=saga.context["agent_id"]).exclude(total=0, held=0)
    found = [actor is not None and actor.archived_at is None, opened.exists(), vaults.count() == 1]
    found += [tools.exists(), left.exists(), agent is not None and agent.status == "running"]
    assert found == [lives] * len(found), saga.steps.values_list("name", "status", "error")
    assert opened.filter(kind="TRADING", closing_since=None).exists() == lives
    assert_books_balance()


def check_creation(saga: Saga) -> None:
    check_agent(saga, lives=saga.status == Saga.Status.COMPLETED)


def check_ending(saga: Saga) -> None:
    check_agent(saga, lives=saga.status == Saga.Status.COMPENSATED)


def begin_changes(owner: Actor) -> Saga:
    for _ in range(2):
        make_agent(owner, enable_defi=False)
    context = changing.context_of(Filter(status="running"), Change("pause"), by=owner, principal=owner)
    return start_saga(changing.CHANGE_AGENTS, context, owner_id=owner.owner_id)


def check_changes(saga: Saga) -> None:
    found = Agent.objects.filter(pk__in=saga.context["agents"]).values_list("status", flat=True)
    done = saga.context["done"]  # of those that it came to before it turned back, too
    assert sorted(found) == ["paused"] * done + ["running"] * (2 - done)
    assert done == 2 or saga.status == Saga.Status.COMPENSATED


SCENES = {
    "archive_agent": Scene(begin_ending, check_ending),
    "change_agents": Scene(begin_changes, check_changes),
    "create_agent": Scene(begin_creation, check_creation),
}


def test_every_kind_of_saga_is_tried_here() -> None:
    ours = [each for each in list_definitions() if not each.startswith("test_")]
    assert ours == sorted(SCENES)


@pytest.fixture
def owner(transactional_db: None) -> Actor:
    """An operator, in a committed world with a simulated market."""
    ensure_root()
    ensure_catalogue()
    return actor_of(Role.OPERATOR)


@contextmanager
def dying(step: str, moment: str, saga: Saga) -> Iterator[None]:
    """Within the block, the process dies at a moment of a step: before, amid or after its statements.

    `first` is as the step's first effect is written, `last` right before its commit, `after` right behind it.
    """
    names = [each.name for each in definition_of(saga.name).steps]
    state: dict[str, str | None] = {}

    def watch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = str(sql)
        answer = execute(sql, params, many, context)
        writes_step = text.startswith('UPDATE "system_saga_step"')
        current = _current(names, saga) if text.startswith(SPLIT) or writes_step else None
        if text.startswith(SPLIT):
            state["current"] = current
        at_step = state.get("current") == step
        is_write = text.startswith(("INSERT", "UPDATE", "DELETE"))
        if (
            (moment == "first" and at_step and is_write)
            or (moment == "last" and at_step and text.startswith('UPDATE "system_saga" SET "context"'))
            or (moment == "after" and text.startswith(SPLIT) and state.get("before") == step != current)
        ):
            connection.connection.close()
            raise Died
        if text.startswith(SPLIT):
            state["before"] = current
        return answer

    with connection.execute_wrapper(watch):
        yield


def _current(names: list[str], saga: Saga) -> str | None:
    """The step that is next, seen from within the transaction at hand."""
    ahead = (SagaStep.Status.PENDING, SagaStep.Status.WAITING)
    with connection.cursor() as cursor:
        cursor.cursor.execute(
            "SELECT name FROM system_saga_step WHERE saga_id = %s AND status = ANY(%s) ORDER BY position",
            [saga.id, list(ahead)],
        )
        row = cursor.cursor.fetchone()
    return row[0] if row else None


def carry_to_its_end(saga: Saga) -> Saga:
    """What beat, workers and the market do afterwards."""
    for turn in range(1, 20):
        saga.refresh_from_db()
        if saga.finished_at is not None:
            return saga
        if agent := Agent.objects.filter(pk=saga.context.get("agent_id")).first():
            work_market(agent)
        for due in resume_due(timezone.now() + turn * timedelta(minutes=1)):
            advance_saga(due, resumed=True)
    raise AssertionError(f"It stands still: {saga.steps.values_list('name', 'status', 'error')}")


CRASHES = [
    (kind, step.name, moment)
    for kind in sorted(SCENES)
    for step in definition_of(kind).steps
    for moment in ("first", "last", "after")
]


@pytest.mark.parametrize(("kind", "step", "moment"), CRASHES)
def test_a_saga_whose_process_died_ends_whole(owner: Actor, kind: str, step: str, moment: str) -> None:
    scene = SCENES[kind]
    saga = scene.begin(owner)
    died = False
    try:
        with dying(step, moment, saga):
            advance_saga(saga.id)
            carry_to_its_end(saga)
    except Died:
        died = True
        connection.close()
    is_last = step == definition_of(kind).steps[-1].name
    assert died or (moment == "after" and is_last), (saga.status, saga.error)
    ended = carry_to_its_end(saga)
    assert ended.status == Saga.Status.COMPLETED, ended.error
    scene.check(ended)


@pytest.mark.deep
@pytest.mark.parametrize(("kind", "step", "moment"), [each for each in CRASHES if each[2] == "last"])
def test_a_saga_whose_process_dies_at_a_step_each_time_ends_whole_too(
    owner: Actor, kind: str, step: str, moment: str
) -> None:
    """The step that kills is given up: before the point of no return all is taken back; past it, not lost."""
    scene = SCENES[kind]
    saga = scene.begin(owner)
    for _ in range(12):
        saga.refresh_from_db()
        if saga.finished_at is not None:
            break
        try:
            with dying(step, moment, saga):
                carry_to_its_end(saga)
        except Died:
            connection.close()
    saga.refresh_from_db()
    past = _is_past_return(kind, step)
    assert saga.status == (Saga.Status.FAILED if past else Saga.Status.COMPENSATED), saga.error
    if not past:
        scene.check(saga)
        return
    retry_saga(owner, saga.id, now=timezone.now())
    ended = carry_to_its_end(saga)
    assert ended.status == Saga.Status.COMPLETED
    scene.check(ended)


def _is_past_return(kind: str, step: str) -> bool:
    definition = definition_of(kind)
    names = [each.name for each in definition.steps]
    last = definition.point_of_no_return
    return last is not None and names.index(step) > names.index(last)
