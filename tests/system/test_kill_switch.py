"""Once engaging the kill switch returns, nothing that it binds commits any more."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from apps.system.access.models import Actor, Role
from apps.system.access.selectors import root_actor
from apps.system.access.services import create_actor
from apps.system.audit.models import AuditEntry
from apps.system.controls.levels import HaltLevel
from apps.system.controls.models import Halt
from apps.system.controls.selectors import find_halt, find_halts, halted_among
from apps.system.controls.services import Halted, engage_halt, guard_new_risk, release_halt
from apps.system.errors import Forbidden, NotFound
from apps.system.events.models import Counter, Event
from apps.system.ids import new_id
from tests.system.people import actor_of

TRADERS = 8


def _fleet() -> tuple[Actor, Actor, Actor]:
    owner = actor_of()
    farm = create_actor(kind=Actor.Kind.FARM, name="farm", parent=owner)
    return owner, farm, create_actor(kind=Actor.Kind.AGENT, name="agent", parent=farm)


def _halt(target: Actor) -> Halt:
    return engage_halt(by=root_actor(), target=target, reason="Too much.", now=timezone.now())


def _trade(lineage: list[UUID]) -> None:
    """What every transaction that takes on risk does."""
    with transaction.atomic():
        guard_new_risk(lineage)
        Counter.objects.create(name=f"order {new_id().hex[-20:]}")


def _orders() -> int:
    return Counter.objects.filter(name__startswith="order ").count()


@pytest.mark.django_db
@pytest.mark.parametrize("level", ["everything", "owner", "farm", "agent"])
def test_a_halt_binds_its_target_and_all_below_it_until_it_is_released(level: str) -> None:
    owner, farm, agent = _fleet()
    target = {"everything": root_actor(), "owner": owner, "farm": farm, "agent": agent}[level]
    _trade(agent.lineage)
    _halt(target)
    with pytest.raises(Halted) as refused:
        _trade(agent.lineage)
    assert (refused.value.reason_code, refused.value.status) == ("kill_switch", 403)
    assert "Too much." in refused.value.detail
    release_halt(by=root_actor(), target=target, reason="Understood.", now=timezone.now())
    _trade(agent.lineage)


@pytest.mark.django_db
def test_of_many_actors_each_is_bound_by_what_would_bind_it_alone() -> None:
    owner, farm, agent = _fleet()
    _, _, free = _fleet()
    now = timezone.now()
    for minutes, (target, level) in enumerate(
        [(agent, HaltLevel.STOP_NEW_RISK), (farm, HaltLevel.CANCEL_ORDERS), (owner, HaltLevel.CANCEL_ORDERS)]
    ):
        at = now + timedelta(minutes=minutes)
        engage_halt(by=root_actor(), target=target, reason="", now=at, level=level)
    lineages = [each.lineage for each in (agent, free, owner, farm, agent)]

    found = find_halts(lineages)

    assert found == [find_halt(each) for each in lineages]
    assert [each and each.target for each in found] == [farm, None, owner, farm, farm]
    assert find_halts([]) == []


@pytest.mark.django_db
def test_a_halt_leaves_others_alone() -> None:
    _, _, agent = _fleet()
    stranger = actor_of()
    _halt(agent)
    _trade(stranger.lineage)
    assert halted_among([agent.lineage, stranger.lineage]) == {agent.id}


@pytest.mark.django_db
def test_engaging_twice_answers_the_halt_that_stands() -> None:
    _, _, agent = _fleet()
    assert _halt(agent) == _halt(agent)
    assert Event.objects.filter(type="system.kill_switch").count() == 1
    assert AuditEntry.objects.filter(action="engage_halt").count() == 1


@pytest.mark.django_db
def test_releasing_what_is_not_engaged_is_refused() -> None:
    with pytest.raises(NotFound):
        release_halt(by=root_actor(), target=actor_of(), reason="Why?", now=timezone.now())


@pytest.mark.django_db
def test_its_owner_hears_of_it_and_of_a_halt_of_everything_everybody_does() -> None:
    owner, _, agent = _fleet()
    _halt(agent)
    _halt(root_actor())
    audiences = (
        Event.objects.filter(type="system.kill_switch").order_by("id").values_list("audience", flat=True)
    )
    assert list(audiences) == [owner.id, None]


def _in_threads(act: Callable[[], None], count: int) -> ThreadPoolExecutor:
    pool = ThreadPoolExecutor(count)
    for _ in range(count):
        pool.submit(act)
    return pool


@pytest.mark.django_db(transaction=True)
def test_nothing_is_accepted_after_engaging_returns_however_many_trade() -> None:
    agent = _fleet()[2]
    refusals: list[Halted] = []

    def trade_on() -> None:
        try:
            while True:
                _trade(agent.lineage)
        except Halted as refused:
            refusals.append(refused)
        finally:
            connection.close()

    with _in_threads(trade_on, TRADERS):
        while _orders() < 3 * TRADERS:
            time.sleep(0.01)
        _halt(agent)
        accepted = _orders()
    assert len(refusals) == TRADERS
    assert _orders() == accepted


@pytest.mark.django_db(transaction=True)
def test_engaging_waits_for_what_has_been_let_through() -> None:
    agent = _fleet()[2]
    is_through, may_commit, is_engaged = threading.Event(), threading.Event(), threading.Event()

    def trade_slowly() -> None:
        with transaction.atomic():
            guard_new_risk(agent.lineage)
            is_through.set()
            assert may_commit.wait(20)
            Counter.objects.create(name="order slow")
            assert not is_engaged.is_set()
        connection.close()

    def engage() -> None:
        _halt(agent)
        is_engaged.set()
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(trade_slowly)
        assert is_through.wait(20)
        engaging = pool.submit(engage)
        assert not is_engaged.wait(0.3)
        may_commit.set()
        slow.result()
        engaging.result()
    assert _orders() == 1


@pytest.mark.django_db(transaction=True)
def test_a_halt_stands_after_engaging_returns_although_one_was_being_released() -> None:
    agent = _fleet()[2]
    _halt(agent)
    is_released, may_commit = threading.Event(), threading.Event()

    def release_slowly() -> None:
        with transaction.atomic():
            release_halt(by=root_actor(), target=agent, reason="Over.", now=timezone.now())
            is_released.set()
            assert may_commit.wait(20)
        connection.close()

    def engage() -> None:
        _halt(agent)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        releasing = pool.submit(release_slowly)
        assert is_released.wait(20)
        engaging = pool.submit(engage)
        wait([engaging], timeout=0.5)
        may_commit.set()
        releasing.result()
        engaging.result()
    with pytest.raises(Halted):
        _trade(agent.lineage)


@pytest.mark.django_db(transaction=True)
def test_traders_do_not_wait_for_each_other() -> None:
    agent, both = _fleet()[2], threading.Barrier(2, timeout=20)

    def trade_together() -> None:
        with transaction.atomic():
            guard_new_risk(agent.lineage)
            both.wait()
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(trade_together) for _ in range(2)]:
            done.result()


@pytest.mark.django_db
def test_an_administrator_may_halt_everything() -> None:
    admin = actor_of(Role.ADMIN)
    halt = engage_halt(by=admin, target=root_actor(), reason="Stop.", now=timezone.now())
    assert halt.engaged_by == admin


@pytest.mark.django_db
def test_what_an_admin_has_halted_only_an_admin_releases() -> None:
    target, now = actor_of(Role.OPERATOR), timezone.now()
    engage_halt(by=actor_of(Role.ADMIN), target=target, reason="Rogue.", now=now)
    with pytest.raises(Forbidden) as refused:
        release_halt(by=target, target=target, reason="I disagree.", now=now)
    assert refused.value.reason_code == "halted_by_admin"
    with pytest.raises(Halted):
        _trade(target.lineage)
    release_halt(by=actor_of(Role.ADMIN), target=target, reason="Talked.", now=now)
    _trade(target.lineage)
